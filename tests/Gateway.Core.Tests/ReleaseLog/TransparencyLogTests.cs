using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Releasing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.ReleaseLog;

public sealed class TransparencyLogTests : IAsyncDisposable
{
    private readonly TestNode _node = new(Parties.Fra);

    [Fact]
    public async Task A_restart_finds_the_same_root()
    {
        await Fill(20);
        Assert.Equal(LogFault.None, Load(out TransparencyLog log));
        Assert.Equal(_node.Log.Head!.Checkpoint, log.Head!.Checkpoint);
    }

    [Fact]
    public async Task A_changed_entry_is_found()
    {
        await Fill(20);
        _node.Store.Tamper(LogName.Release, 7, row =>
        {
            byte[] changed = row.Entry.ToArray();
            changed[^1] ^= 1;
            return row with { Entry = changed };
        });
        Assert.Equal(LogFault.RootMismatch, Load(out _));
    }

    [Fact]
    public async Task A_torn_tail_is_found()
    {
        await Fill(20);
        _node.Store.Truncate(LogName.Release, 19);
        Assert.Equal(LogFault.SizeMismatch, Load(out _));
    }

    [Fact]
    public async Task Entries_beyond_the_head_are_found()
    {
        await Fill(10);
        var old = _node.Store.Read.Head(LogName.Release)!;
        await Fill(1);
        _node.Store.Tamper(old);
        Assert.Equal(LogFault.SizeMismatch, Load(out _));
    }

    [Fact]
    public async Task A_head_by_another_key_is_found()
    {
        await Fill(3);
        Assert.Equal(LogFault.BadSignature, _node.Load(LogName.Release, Parties.Signer(Parties.Deu), out _));
    }

    [Fact]
    public async Task Nothing_is_proved_beyond_the_durable_head()
    {
        await Fill(3);
        SignedHead head = _node.Log.Head!;
        byte[] leaf = Merkle.LeafHash(_node.Store.Read.Entries(LogName.Release, 2, 1)[0].Entry.Span);
        Assert.True(_node.Log.TryProve(new LogPosition(LogName.Release, 2, leaf), head, out _));
        Assert.False(_node.Log.TryProve(new LogPosition(LogName.Release, 3, leaf), head, out _));
        Assert.False(_node.Log.TryProve(new LogPosition(LogName.Release, 1, leaf), head, out _));
        Assert.False(_node.Log.TryProve(new LogPosition(LogName.Internal, 2, leaf), head, out _));
        Assert.False(_node.Log.TryProve(new LogPosition(LogName.Release, -1, leaf), head, out _));
        Assert.False(_node.Log.TryProveConsistency(1, 4, out _));
        Assert.False(_node.Log.TryRoot(4, out _));
    }

    [Fact]
    public async Task Equal_statements_have_different_leaves()
    {
        await Fill(2);
        Assert.NotEqual(
            Merkle.LeafHash(_node.Store.Read.Entries(LogName.Release, 0, 1)[0].Entry.Span),
            Merkle.LeafHash(_node.Store.Read.Entries(LogName.Release, 1, 1)[0].Entry.Span));
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private LogFault Load(out TransparencyLog log) => _node.Load(LogName.Release, Parties.Signer(Parties.Fra), out log);

    private Task<LogPosition[]> Fill(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => _node.Commit.RunAsync(
        scope => scope.Append(StatementKind.Roster, new RosterBody(1, new byte[32]).Encode(), default, null), default)));
}
