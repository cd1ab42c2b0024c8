using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Releasing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.ReleaseLog;

public sealed class GroupCommitTests : IAsyncDisposable
{
    private static readonly byte[] Body = new RosterBody(1, new byte[32]).Encode();

    private readonly TestNode _node = new(Parties.Fra);

    [Fact]
    public async Task A_lone_caller_waits_for_one_commit()
    {
        LogPosition position = await Append();
        Assert.Equal(1, _node.Store.Commits);
        Assert.True(_node.Log.TryProve(position, _node.Log.Head!, out byte[] path));
        Assert.True(InclusionProof.Verify(position.LeafHash.Span, 0, 1, path, _node.Log.Head!.Checkpoint.Root.AsSpan()));
    }

    [Fact]
    public async Task Work_that_queued_up_is_committed_together_and_at_most_1024_at_once()
    {
        using var gate = new ManualResetEventSlim();
        Task<bool> blocker = _node.Commit.RunAsync(_ => { gate.Wait(); return true; }, default);
        Task<LogPosition>[] queued = [.. Enumerable.Range(0, 1500).Select(_ => Append())];
        gate.Set();
        await blocker;
        LogPosition[] positions = await Task.WhenAll(queued);
        Assert.Equal(1500, positions.Select(position => position.Index).Distinct().Count());
        Assert.Equal(1500, _node.Log.Head!.Checkpoint.Size);
        Assert.InRange(_node.Store.Commits, 2, 3);
    }

    [Fact]
    public async Task Work_that_throws_is_undone_alone()
    {
        using var gate = new ManualResetEventSlim();
        Task<bool> blocker = _node.Commit.RunAsync(_ => { gate.Wait(); return true; }, default);
        Task<LogPosition> before = Append();
        Task<bool> failing = _node.Commit.RunAsync<bool>(
            scope =>
            {
                scope.Append(StatementKind.Roster, Body, default, null);
                scope.Append(StatementKind.Audit, new AuditBody("a", "b").Encode(), default, null);
                throw new InvalidOperationException("mine");
            },
            default);
        Task<LogPosition> after = Append();
        gate.Set();
        await blocker;
        Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidOperationException>(() => failing)).Message);
        Assert.Equal((0L, 1L), ((await before).Index, (await after).Index));
        Assert.Null(_node.Internal.Head);
        Assert.Equal(2, _node.Log.Head!.Checkpoint.Size);
    }

    [Fact]
    public async Task The_last_work_of_a_batch_is_durable_and_has_told_so_before_the_next_work_runs()
    {
        using var gate = new ManualResetEventSlim();
        Task<bool> blocker = _node.Commit.RunAsync(_ => { gate.Wait(); return true; }, default);
        bool swapped = false;
        Task<bool> before = _node.Commit.RunAsync(_ => swapped, default);
        Task<long> last = _node.Commit.RunLastAsync(scope => scope.Append(StatementKind.Audit, new AuditBody("a", "b").Encode(), default, null).Index, _ => swapped = true, default);
        Task<bool> after = _node.Commit.RunAsync(_ => swapped, default);
        gate.Set();
        await blocker;
        Assert.Equal((false, 0L, true), (await before, await last, await after));
    }

    [Theory]
    [InlineData("BeginWrite", false)]
    [InlineData("AddEntry", false)]
    [InlineData("Commit", false)]
    [InlineData("Committed", true)]
    public async Task A_failed_last_work_tells_only_when_it_happened_all_the_same(string step, bool happened)
    {
        await Append();
        bool told = false;
        _node.Store.FailsAt = s => s == step;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Last(() => told = true));
        _node.Store.FailsAt = _ => false;
        Assert.Equal(happened, told);
    }

    [Fact]
    public async Task What_happened_all_the_same_is_told_before_other_work_runs_however_late_the_store_can_be_asked()
    {
        await Append();
        bool told = false;
        _node.Store.FailsAt = step => step == "Committed" || (step == "BeginWrite" && _node.Store.Commits > 1);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Last(() => told = true));
        Assert.True(_node.Commit.InDoubt);
        Assert.False(told);
        _node.Store.FailsAt = _ => false;
        Assert.True(await _node.Commit.RunAsync(_ => told, default));
    }

    [Fact]
    public async Task Last_work_that_throws_tells_nothing()
    {
        bool told = false;
        await Assert.ThrowsAsync<InvalidOperationException>(() => _node.Commit.RunLastAsync<bool>(_ => throw new InvalidOperationException("mine"), _ => told = true, default));
        await Append();
        Assert.False(told);
    }

    [Theory]
    [InlineData("BeginWrite")]
    [InlineData("AddEntry")]
    [InlineData("SetHead")]
    [InlineData("Commit")]
    public async Task A_store_that_fails_at_any_step_undoes_the_batch_and_the_trees(string step)
    {
        await Append();
        SignedHead head = _node.Log.Head!;
        _node.Store.FailsAt = s => s == step;
        await Assert.ThrowsAsync<StoreUnavailableException>(Append);
        Assert.Same(head, _node.Log.Head);
        _node.Store.FailsAt = _ => false;
        Assert.Equal(1, (await Append()).Index);
        Assert.Equal(LogFault.None, _node.Load(LogName.Release, Parties.Signer(Parties.Fra), out _));
    }

    [Fact]
    public async Task A_store_that_fails_after_work_threw_undoes_the_batch_and_the_trees()
    {
        await Append();
        SignedHead head = _node.Log.Head!;
        _node.Store.FailsAt = step => step == "Savepoint";
        await Assert.ThrowsAsync<StoreUnavailableException>(() => _node.Commit.RunAsync<bool>(
            scope =>
            {
                scope.Append(StatementKind.Roster, Body, default, null);
                throw new InvalidOperationException("mine");
            },
            default));
        Assert.Same(head, _node.Log.Head);
        _node.Store.FailsAt = _ => false;
        Assert.Equal(1, (await Append()).Index);
        Assert.Equal(LogFault.None, _node.Load(LogName.Release, Parties.Signer(Parties.Fra), out _));
    }

    [Fact]
    public async Task A_commit_that_failed_and_happened_all_the_same_is_taken_over_at_once()
    {
        await Append();
        _node.Store.FailsAt = step => step == "Committed";
        await Assert.ThrowsAsync<StoreUnavailableException>(Append);
        _node.Store.FailsAt = _ => false;
        Assert.Equal(2, _node.Log.Head!.Checkpoint.Size);
        Assert.False(_node.Commit.InDoubt);
        Assert.Equal(2, (await Append()).Index);
        Assert.Equal(LogFault.None, _node.Load(LogName.Release, Parties.Signer(Parties.Fra), out _));
    }

    [Fact]
    public async Task While_nobody_knows_whether_a_commit_happened_all_work_is_refused_and_afterwards_no_position_is_used_twice()
    {
        await Append();
        _node.Store.FailsAt = step => step == "Committed" || (step == "BeginWrite" && _node.Store.Commits > 1);
        await Assert.ThrowsAsync<StoreUnavailableException>(Append);
        Assert.True(_node.Commit.InDoubt);
        Assert.Equal(1, _node.Log.Head!.Checkpoint.Size);
        await Assert.ThrowsAsync<StoreUnavailableException>(Audit);
        _node.Store.FailsAt = _ => false;
        Assert.Equal(2, (await Append()).Index);
        Assert.False(_node.Commit.InDoubt);
        Assert.Equal(3, _node.Store.Read.Entries(LogName.Release, 0, 10).Count);
        Assert.Equal(LogFault.None, _node.Load(LogName.Release, Parties.Signer(Parties.Fra), out _));
    }

    [Fact]
    public async Task A_store_that_comes_back_changed_gets_no_word_put_on_top_of_it()
    {
        await Append();
        _node.Store.FailsAt = step =>
        {
            if (step == "Committed")
            {
                _node.Store.Tamper(LogName.Release, 1, row => row with { Entry = new byte[] { 1 } });
            }

            return step == "Committed";
        };
        await Assert.ThrowsAsync<StoreUnavailableException>(Append);
        _node.Store.FailsAt = _ => false;
        Assert.Contains("restart", (await Assert.ThrowsAsync<StoreUnavailableException>(Append)).Message, StringComparison.Ordinal);
        Assert.True(_node.Commit.InDoubt);
        Assert.Equal(1, _node.Log.Head!.Checkpoint.Size);
    }

    [Fact]
    public async Task Every_new_head_extends_the_one_before()
    {
        await Append();
        SignedHead before = _node.Log.Head!;
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Append()));
        SignedHead after = _node.Log.Head!;
        Assert.True(_node.Log.TryProveConsistency(before.Checkpoint.Size, after.Checkpoint.Size, out byte[] path));
        Assert.True(ConsistencyProof.Verify(
            before.Checkpoint.Size, before.Checkpoint.Root.AsSpan(), after.Checkpoint.Size, after.Checkpoint.Root.AsSpan(), path));
    }

    [Fact]
    public async Task Cancelled_work_that_has_not_started_never_runs()
    {
        using var gate = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        Task<bool> blocker = _node.Commit.RunAsync(_ => { gate.Wait(); return true; }, default);
        bool ran = false;
        Task<bool> cancelled = _node.Commit.RunAsync(_ => ran = true, cancel.Token);
        await cancel.CancelAsync();
        gate.Set();
        await blocker;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(ran);
    }

    [Fact]
    public async Task The_internal_head_is_stated_in_the_release_log_after_256_entries()
    {
        await Task.WhenAll(Enumerable.Range(0, 256).Select(_ => Audit()));
        await Audit();
        LogRow stated = Assert.Single(_node.Store.Read.Entries(LogName.Release, 0, 10));
        Assert.Equal(StatementKind.InternalHead, stated.Kind);
        await _node.Commit.StateInternalHeadAsync(default);
        Assert.Equal(2, _node.Kinds(LogName.Release).Length);
        await _node.Commit.StateInternalHeadAsync(default);
        Assert.Equal(2, _node.Kinds(LogName.Release).Length);
    }

    [Fact]
    public async Task The_internal_head_is_stated_again_after_a_restart()
    {
        await Audit();
        await using var again = new TestNode(Parties.Fra, _node.Store);
        await again.Commit.StateInternalHeadAsync(default);
        Assert.Equal([StatementKind.InternalHead], again.Kinds(LogName.Release));
    }

    [Fact]
    public async Task A_statement_stands_in_the_log_of_its_kind() =>
        Assert.Equal(LogName.Internal, (await Audit()).Log);

    [Fact]
    public async Task An_entry_over_64_KiB_is_refused_and_nothing_remains()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _node.Commit.RunAsync(
            scope => scope.Append(StatementKind.Audit, new AuditBody("a", new string('x', 65_536)).Encode(), default, null), default));
        Assert.Null(_node.Internal.Head);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private Task<LogPosition> Append() => _node.Commit.RunAsync(scope => scope.Append(StatementKind.Roster, Body, default, null), default);

    private Task<LogPosition> Audit() =>
        _node.Commit.RunAsync(scope => scope.Append(StatementKind.Audit, new AuditBody("a", "b").Encode(), default, null), default);

    private Task<long> Last(Action durable) => _node.Commit.RunLastAsync(
        scope => scope.Append(StatementKind.Audit, new AuditBody("a", "b").Encode(), default, null).Index, _ => durable(), default);
}
