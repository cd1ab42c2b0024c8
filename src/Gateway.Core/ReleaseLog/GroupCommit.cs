using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Core.ReleaseLog;

/// <summary>
/// The one writer of a node. Work that queued up while the last commit ran is taken together (at most <see cref="MaxBatch"/>), runs in
/// one transaction, and both logs' heads are signed and stored in that same transaction; after it is durable the heads are published and
/// every caller is answered. No timer: a lone caller waits for one commit only. Work that throws is undone alone; a store that fails
/// undoes the batch, and nothing of it was ever visible.
/// </summary>
public sealed class GroupCommit : IAsyncDisposable
{
    /// <summary>Most pieces of work in one transaction.</summary>
    public const int MaxBatch = 1024;

    /// <summary>Internal entries after which the internal log's head is stated in the release log.</summary>
    public const int InternalHeadInterval = 256;

    private readonly Channel<IPendingWork> _queue = Channel.CreateBounded<IPendingWork>(
        new BoundedChannelOptions(4 * MaxBatch) { SingleReader = true });

    private readonly INodeStore _store;
    private readonly TransparencyLog _release;
    private readonly TransparencyLog _internal;
    private readonly TimeProvider _clock;
    private readonly Task _loop;

    // After a restart nothing counts as stated: saying a head twice is harmless, never saying it is not.
    private long _statedInternalSize;

    // A COMMIT failed: it may have happened. Nothing is written until the trees agree with the store again.
    private volatile bool _inDoubt;

    // The last work of that commit, and where the internal log stood before it.
    private (IPendingWork Last, long InternalSize)? _uncertain;

    /// <summary>Starts the writer.</summary>
    public GroupCommit(INodeStore store, TransparencyLog release, TransparencyLog @internal, TimeProvider clock)
    {
        _store = store;
        _release = release;
        _internal = @internal;
        _clock = clock;
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>
    /// Runs work in the next transaction; completes when its effects are durable and provable. Throws what the work threw, or
    /// <see cref="StoreUnavailableException"/>. Cancelling withdraws work that has not started. Work touches nothing but its scope: when
    /// other work of the batch throws, all of it is undone and runs again.
    /// </summary>
    public async Task<T> RunAsync<T>(Func<CommitScope, T> work, CancellationToken cancellation)
    {
        var pending = new PendingWork<T>(work, cancellation);
        await _queue.Writer.WriteAsync(pending, cancellation).ConfigureAwait(false);
        return await pending.Completion.ConfigureAwait(false);
    }

    /// <summary>
    /// Runs work behind which everything sees another world: it is the last of its batch, and <paramref name="durable"/> is called once it is
    /// durable, on the writer's thread, before any other work runs. That also happens when the commit failed and it turns out that it had
    /// happened all the same, even after the caller was told of the failure. The work must append to the internal log, unless its result
    /// asks for nothing. <paramref name="durable"/> only assigns, and never throws.
    /// </summary>
    public async Task<T> RunLastAsync<T>(Func<CommitScope, T> work, Action<T> durable, CancellationToken cancellation)
    {
        var pending = new PendingWork<T>(work, cancellation, durable);
        await _queue.Writer.WriteAsync(pending, cancellation).ConfigureAwait(false);
        return await pending.Completion.ConfigureAwait(false);
    }

    /// <summary>States the internal log's head in the release log, if it moved since the last time.</summary>
    public Task StateInternalHeadAsync(CancellationToken cancellation) => RunAsync(
        scope =>
        {
            StateInternalHead(scope);
            return true;
        },
        cancellation);

    /// <summary>
    /// A commit failed in a way that leaves open whether it happened, and the store could not be asked since. Work is refused until it can
    /// be; the node is not ready.
    /// </summary>
    public bool InDoubt => _inDoubt;

    /// <summary>Pieces of work that wait for the next transaction: whoever writes what can wait may look first.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>Finishes what is queued, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private void Loop()
    {
        var batch = new List<IPendingWork>(MaxBatch);
        while (WaitForWork())
        {
            batch.Clear();
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out IPendingWork? work))
            {
                batch.Add(work);
                if (work.EndsBatch)
                {
                    break;
                }
            }

            CommitBatch(batch);
        }
    }

    private bool WaitForWork() => _queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private void CommitBatch(List<IPendingWork> batch)
    {
        if (_inDoubt && !TryReconcile(out Exception? reason))
        {
            batch.ForEach(work => work.Fail(reason));
            return;
        }

        long releaseSize = _release.StagedSize, internalSize = _internal.StagedSize, stated = _statedInternalSize;
        bool committing = false;
        try
        {
            using INodeWrite write = Run(batch, out CommitScope scope);
            if (_internal.StagedSize - _statedInternalSize >= InternalHeadInterval)
            {
                StateInternalHead(scope);
            }

            CrashPoints.Pass(CrashPoint.BatchRan);
            (SignedHead? releaseHead, SignedHead? internalHead) = SignHeads();
            StoreHead(write, _release, releaseHead);
            StoreHead(write, _internal, internalHead);
            CrashPoints.Pass(CrashPoint.BeforeCommit);
            committing = true;
            write.Commit();
            CrashPoints.Pass(CrashPoint.AfterCommit);
            batch[^1].Durable();
            Publish(_release, releaseHead);
            Publish(_internal, internalHead);
            CrashPoints.Pass(CrashPoint.AfterPublish);
        }
        catch (Exception failure)
        {
            _release.Unstage(releaseSize);
            _internal.Unstage(internalSize);
            _statedInternalSize = stated;
            _inDoubt = committing;
            _uncertain = committing ? (batch[^1], internalSize) : null;
            _ = committing && TryReconcile(out _);
            foreach (IPendingWork work in batch)
            {
                work.Fail(failure);
            }

            return;
        }

        foreach (IPendingWork work in batch)
        {
            work.Complete();
        }
    }

    /// <summary>
    /// Brings the trees to where the store is, after a commit that failed uncertainly: what turned out durable is published, so the log goes
    /// on behind it and no position is used twice. Its callers were told that it failed; asking again tells them what became of it.
    /// </summary>
    private bool TryReconcile([NotNullWhen(false)] out Exception? reason)
    {
        reason = null;
        try
        {
            // In a write transaction, so that nothing can appear between looking and going on.
            using INodeWrite write = _store.BeginWrite();
            (LogFault release, LogFault @internal) = (_release.CatchUp(write), _internal.CatchUp(write));
            _inDoubt = release != LogFault.None || @internal != LogFault.None;
            if (_inDoubt)
            {
                reason = new StoreUnavailableException($"After a failed commit the store does not continue the logs ({release}, {@internal}); restart the node.");
                return false;
            }

            if (_uncertain is ({ } last, var before) && _internal.StagedSize > before)
            {
                // It had happened, whatever its caller was told.
                last.Durable();
            }

            _uncertain = null;
        }
        catch (Exception failure)
        {
            // Still in doubt; the next piece of work asks again.
            _inDoubt = true;
            reason = failure;
        }

        return reason is null;
    }

    /// <summary>
    /// Runs the batch in a new transaction. Work hardly ever throws, so nothing marks a place to return to, which would cost a copy of each
    /// page it changes. When some does, the transaction is undone, and in another one each piece runs behind a savepoint of its own.
    /// </summary>
    private INodeWrite Run(List<IPendingWork> batch, out CommitScope scope)
    {
        long releaseSize = _release.StagedSize, internalSize = _internal.StagedSize, stated = _statedInternalSize;
        INodeWrite write = _store.BeginWrite();
        CrashPoints.Pass(CrashPoint.BatchBegun);
        try
        {
            scope = new CommitScope(write, _release, _internal, _clock);
            foreach (IPendingWork work in batch)
            {
                work.Run(scope);
            }

            return write;
        }
        catch (Exception failure)
        {
            write.Dispose();
            if (failure is StoreUnavailableException)
            {
                throw;
            }
        }

        _release.Unstage(releaseSize);
        _internal.Unstage(internalSize);
        _statedInternalSize = stated;
        write = _store.BeginWrite();
        CrashPoints.Pass(CrashPoint.BatchBegun);
        try
        {
            scope = new CommitScope(write, _release, _internal, _clock);
            foreach (IPendingWork work in batch)
            {
                RunOne(work, scope);
            }

            return write;
        }
        catch
        {
            write.Dispose();
            throw;
        }
    }

    /// <summary>One piece of work; what it throws undoes it alone. A failing store fails the batch.</summary>
    private void RunOne(IPendingWork work, CommitScope scope)
    {
        long releaseSize = _release.StagedSize, internalSize = _internal.StagedSize;
        scope.Store.Savepoint();
        try
        {
            work.Run(scope);
        }
        catch (Exception failure) when (failure is not StoreUnavailableException)
        {
            scope.Store.RollbackToSavepoint();
            _release.Unstage(releaseSize);
            _internal.Unstage(internalSize);
            work.Fail(failure);
        }
    }

    private void StateInternalHead(CommitScope scope)
    {
        // The head stated is the last durable one: a batch never vouches for its own tail.
        if (_internal.Head is { } head && head.Checkpoint.Size > _statedInternalSize)
        {
            scope.Append(
                StatementKind.InternalHead,
                new InternalHeadBody(_internal.Origin, head.Checkpoint.Size, head.Checkpoint.Root.AsMemory()).Encode(),
                default,
                null);
            _statedInternalSize = head.Checkpoint.Size;
            CrashPoints.Pass(CrashPoint.InternalHeadStated);
        }
    }

    /// <summary>Signing is the dearest part of a small batch, so the two logs sign side by side.</summary>
    private (SignedHead? Release, SignedHead? Internal) SignHeads()
    {
        long now = _clock.GetUtcNow().ToUnixTimeSeconds();
        if (!_release.HasStaged || !_internal.HasStaged)
        {
            return (_release.StageHead(now), _internal.StageHead(now));
        }

        Task<SignedHead?> beside = Task.Run(() => _internal.StageHead(now));
        try
        {
            return (_release.StageHead(now), beside.GetAwaiter().GetResult());
        }
        finally
        {
            // Whatever failed, nobody reads a tree that the caller is about to cut back.
            Task.WaitAny(beside);
        }
    }

    private static void StoreHead(INodeWrite write, TransparencyLog log, SignedHead? head)
    {
        if (head is not null)
        {
            write.SetHead(new StoredHead(log.Name, head.Checkpoint.Size, head.Note));
        }
    }

    private static void Publish(TransparencyLog log, SignedHead? head)
    {
        if (head is not null)
        {
            log.Publish(head);
        }
    }

    private interface IPendingWork
    {
        bool EndsBatch { get; }

        void Run(CommitScope scope);

        void Durable();

        void Complete();

        void Fail(Exception failure);
    }

    private sealed class PendingWork<T>(Func<CommitScope, T> work, CancellationToken cancellation, Action<T>? durable = null) : IPendingWork
    {
        // Continuations must not run on the writer's thread.
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private bool _ran;

        public bool EndsBatch => durable is not null;

        public Task<T> Completion => _done.Task;

        public void Run(CommitScope scope)
        {
            _ran = false;
            cancellation.ThrowIfCancellationRequested();
            _result = work(scope);
            _ran = true;
        }

        /// <summary>What threw has no effect, and nothing to tell.</summary>
        public void Durable()
        {
            if (_ran)
            {
                durable?.Invoke(_result!);
            }
        }

        public void Complete() => _done.TrySetResult(_result!);

        public void Fail(Exception failure) => _done.TrySetException(failure);
    }
}

/// <summary>What a piece of work may do inside the transaction. Valid only while the work runs, on the writer's thread.</summary>
public sealed class CommitScope
{
    private readonly TransparencyLog _release;
    private readonly TransparencyLog _internal;
    private readonly TimeProvider _clock;

    internal CommitScope(INodeWrite store, TransparencyLog release, TransparencyLog @internal, TimeProvider clock)
    {
        Store = store;
        _release = release;
        _internal = @internal;
        _clock = clock;
    }

    /// <summary>The transaction's rows.</summary>
    public INodeWrite Store { get; }

    /// <summary>Makes a statement and appends it to the log that its kind belongs to.</summary>
    public LogPosition Append(StatementKind kind, ReadOnlyMemory<byte> body, PartnerCode subject, ProductId? product)
    {
        long atMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        byte[] entry = Log(kind).Entry(kind, body, atMs);
        return Add(new StatementDraft(kind, body, subject, product), atMs, entry, Merkle.LeafHash(entry));
    }

    /// <summary>The same for several, in their order: their leaves are hashed together.</summary>
    public LogPosition[] Append(ReadOnlySpan<StatementDraft> drafts)
    {
        long atMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        var entries = new byte[drafts.Length][];
        var leaves = new HashBatch();
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = Log(drafts[i].Kind).Entry(drafts[i].Kind, drafts[i].Body, atMs);
            leaves.Add([Merkle.LeafPrefix], entries[i]);
        }

        leaves.Hash();
        var positions = new LogPosition[entries.Length];
        for (int i = 0; i < entries.Length; i++)
        {
            positions[i] = Add(drafts[i], atMs, entries[i], leaves[i]);
        }

        return positions;
    }

    private LogPosition Add(in StatementDraft draft, long atMs, byte[] entry, ReadOnlyMemory<byte> leaf)
    {
        LogPosition position = Log(draft.Kind).Stage(leaf);
        Store.AddEntry(new LogRow(position.Log, position.Index, draft.Kind, atMs, draft.Subject, draft.Product, entry));
        return position;
    }

    private TransparencyLog Log(StatementKind kind) => kind.Log() == LogName.Release ? _release : _internal;
}

/// <summary>A statement on its way into a log.</summary>
/// <param name="Kind">What it says, and by that which log it belongs to.</param>
/// <param name="Body">The message of this kind.</param>
/// <param name="Subject">The partner it is about; none where it is about none.</param>
/// <param name="Product">The product it is about.</param>
public readonly record struct StatementDraft(StatementKind Kind, ReadOnlyMemory<byte> Body, PartnerCode Subject, ProductId? Product);
