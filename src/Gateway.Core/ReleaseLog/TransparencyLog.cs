using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Core.ReleaseLog;

/// <summary>A checkpoint of an own log that is durable and signed by all its keys.</summary>
/// <param name="Checkpoint">What it says.</param>
/// <param name="Note">The signed note, verbatim.</param>
public sealed record SignedHead(Checkpoint Checkpoint, ReadOnlyMemory<byte> Note)
{
    /// <summary>Its name in packages.</summary>
    public CheckpointName Name => new(Checkpoint.Origin, Checkpoint.Size, Checkpoint.Root.AsMemory());
}

/// <summary>A place in an own log.</summary>
/// <param name="Log">Which log.</param>
/// <param name="Index">Position, from 0.</param>
/// <param name="LeafHash">RFC 6962 leaf hash of the entry.</param>
public sealed record LogPosition(LogName Log, long Index, ReadOnlyMemory<byte> LeafHash);

/// <summary>Why stored entries and stored head of an own log do not belong together.</summary>
public enum LogFault
{
    /// <summary>They do.</summary>
    None,

    /// <summary>There are entries and no checkpoint, or the checkpoint is of another size.</summary>
    SizeMismatch,

    /// <summary>The entries do not hash to the checkpoint's root: something was changed.</summary>
    RootMismatch,

    /// <summary>The checkpoint is not signed by this log's keys.</summary>
    BadSignature,
}

/// <summary>
/// One own log: the hash tree over its entries, and its keys. Entries are staged by the one writer, become part of a signed head when
/// the store's transaction has committed, and only then can be proved. Reading members are thread-safe; internal ones belong to
/// <see cref="GroupCommit"/>'s thread.
/// </summary>
public sealed class TransparencyLog
{
    private const int LoadBatch = 4096;
    private const int NonceStock = 32;

    private readonly MerkleTree _tree = new();
    private readonly CheckpointSigner _signer;
    private readonly RandomSource _random;
    private volatile SignedHead? _head;

    // Drawn and not used yet; the writer's.
    private ReadOnlyMemory<byte> _nonces;

    private TransparencyLog(LogName name, PartnerCode author, CheckpointSigner signer, RandomSource random)
    {
        Name = name;
        Author = author;
        _signer = signer;
        _random = random;
    }

    /// <summary>Which of the two logs.</summary>
    public LogName Name { get; }

    /// <summary>The owner.</summary>
    public PartnerCode Author { get; }

    /// <summary>Its name to the world: a schemeless URL.</summary>
    public string Origin => _signer.Origin;

    /// <summary>The latest time that an entry was made at, of those taken over from the store, milliseconds since the Unix epoch; 0 for none.</summary>
    public long RecordedMs { get; private set; }

    /// <summary>The newest durable head; null while the log is empty.</summary>
    public SignedHead? Head => _head;

    /// <summary>
    /// Loads a log from its store: every entry is hashed again, the root recomputed and compared with the signed head, so a changed,
    /// torn or foreign store is found before the node says anything on top of it.
    /// </summary>
    public static LogFault TryLoad(
        INodeRead store, LogName name, PartnerCode author, CheckpointSigner signer, RandomSource random, out TransparencyLog log)
    {
        log = new TransparencyLog(name, author, signer, random);
        return log.Take(store);
    }

    /// <summary>
    /// The inclusion path of an entry under a head, leaf to root, 32-byte hashes end to end. False when the entry is not durable under
    /// that head, or is another than the leaf hash says.
    /// </summary>
    public bool TryProve(LogPosition position, SignedHead head, out byte[] path)
    {
        bool durable = _head is { } newest
            && head.Checkpoint.Size <= newest.Checkpoint.Size
            && position.Log == Name
            && position.Index >= 0
            && position.Index < head.Checkpoint.Size
            && _tree.Hash(0, position.Index).SequenceEqual(position.LeafHash.Span);
        path = durable ? _tree.InclusionPath(position.Index, head.Checkpoint.Size) : [];
        return durable;
    }

    /// <summary>The inclusion path of an entry in the tree of a durable size.</summary>
    public bool TryPath(long index, long size, out byte[] path)
    {
        bool durable = _head is { } head && size <= head.Checkpoint.Size && index >= 0 && index < size;
        path = durable ? _tree.InclusionPath(index, size) : [];
        return durable;
    }

    /// <summary>Proof that a head of size <paramref name="to"/> extends one of size <paramref name="from"/>; both durable, from ≤ to.</summary>
    public bool TryProveConsistency(long from, long to, out byte[] path)
    {
        bool durable = _head is { } head && from >= 0 && from <= to && to <= head.Checkpoint.Size;
        path = durable ? _tree.ConsistencyPath(from, to) : [];
        return durable;
    }

    /// <summary>The root at a durable size.</summary>
    public bool TryRoot(long size, out byte[] root)
    {
        bool durable = _head is { } head && size >= 0 && size <= head.Checkpoint.Size;
        root = durable ? _tree.Root(size) : [];
        return durable;
    }

    /// <summary>The bytes of a hash tile within the durable head; empty when the tile is not within it.</summary>
    public byte[] ReadTile(Tile tile) => _head is { } head && tile.IsWithin(head.Checkpoint.Size) ? tile.Read(_tree, head.Checkpoint.Size) : [];

    internal long StagedSize => _tree.Size;

    /// <summary>Whether something was staged since the last head.</summary>
    internal bool HasStaged => _tree.Size != (_head?.Checkpoint.Size ?? 0);

    /// <summary>Makes a statement of this log: the bytes of its entry, which are staged by their leaf hash.</summary>
    internal byte[] Entry(StatementKind kind, ReadOnlyMemory<byte> body, long atMs)
    {
        if (kind.Log() != Name)
        {
            throw new ArgumentException($"A statement of kind {kind} does not belong in this log.", nameof(kind));
        }

        byte[] entry = new Statement
        {
            Origin = Origin,
            Kind = kind,
            Author = Author,
            AtMs = atMs,
            Nonce = Nonce(),
            Body = body,
        }.Encode();
        return entry.Length <= Limits.Statement ? entry : throw new ArgumentException("A statement stays under 64 KiB.", nameof(body));
    }

    /// <summary>Stages the leaf of an entry.</summary>
    internal LogPosition Stage(ReadOnlyMemory<byte> leaf) => new(Name, _tree.Append(leaf.Span), leaf);

    /// <summary>Fresh bytes, each given out once. The price is one of calls, not of bytes, so they are drawn for many statements at a time.</summary>
    private ReadOnlyMemory<byte> Nonce()
    {
        if (_nonces.Length < Limits.Hash)
        {
            _nonces = _random.Bytes(NonceStock * Limits.Hash);
        }

        ReadOnlyMemory<byte> nonce = _nonces[..Limits.Hash];
        _nonces = _nonces[Limits.Hash..];
        return nonce;
    }

    /// <summary>Signs the staged tree, or returns null when nothing was staged since the last head.</summary>
    internal SignedHead? StageHead(long unixSeconds)
    {
        long size = _tree.Size;
        if (!HasStaged)
        {
            return null;
        }

        byte[] root = _tree.Root(size);
        return Checkpoint.TryCreate(Origin, size, root, out Checkpoint? checkpoint)
            ? new SignedHead(checkpoint, _signer.Sign(Origin, size, root, unixSeconds))
            : throw new InvalidOperationException("A staged tree always makes a checkpoint.");
    }

    /// <summary>After the commit: what was staged may be proved now.</summary>
    internal void Publish(SignedHead head) => _head = head;

    /// <summary>Drops leaves staged beyond a size.</summary>
    internal void Unstage(long size) => _tree.Truncate(size);

    /// <summary>
    /// After a commit that failed and may have happened all the same, with nothing staged: takes over what the store holds beyond the newest
    /// head, checked like at the start. On a fault nothing changes.
    /// </summary>
    internal LogFault CatchUp(INodeRead store)
    {
        long held = _tree.Size;
        if (_head is { } head ? store.Head(Name) is { } stored && stored.Note.Span.SequenceEqual(head.Note.Span) : store.Head(Name) is null)
        {
            return LogFault.None;
        }

        LogFault fault = Take(store);
        if (fault != LogFault.None)
        {
            _tree.Truncate(held);
        }

        return fault;
    }

    /// <summary>Hashes the store's entries from the tree's end on, and compares with the store's head.</summary>
    private LogFault Take(INodeRead store)
    {
        foreach (LogRow row in All(store, Name, _tree.Size))
        {
            _tree.Append(Merkle.LeafHash(row.Entry.Span));
            RecordedMs = Math.Max(RecordedMs, row.AtMs);
        }

        long size = _tree.Size;
        if (store.Head(Name) is not { } head)
        {
            return size == 0 ? LogFault.None : LogFault.SizeMismatch;
        }

        if (!new CheckpointVerifier(_signer.Origin, _signer.VerifierKeys).TryVerify(head.Note.Span, out Checkpoint? checkpoint, out _))
        {
            return LogFault.BadSignature;
        }

        if (checkpoint.Size != size)
        {
            return LogFault.SizeMismatch;
        }

        if (!checkpoint.Root.AsSpan().SequenceEqual(_tree.Root(size)))
        {
            return LogFault.RootMismatch;
        }

        _head = new SignedHead(checkpoint, head.Note);
        return LogFault.None;
    }

    private static IEnumerable<LogRow> All(INodeRead store, LogName name, long from)
    {
        while (true)
        {
            IReadOnlyList<LogRow> batch = store.Entries(name, from, LoadBatch);
            foreach (LogRow row in batch)
            {
                yield return row;
            }

            from += batch.Count;
            if (batch.Count < LoadBatch)
            {
                yield break;
            }
        }
    }
}
