using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;
using Gateway.Testing;

namespace Gateway.Core.Tests.Releasing;

/// <summary>Released but unlogged, and more released than logged, cannot be.</summary>
public sealed class ReleasePermitTests : IAsyncDisposable
{
    private readonly TestNode _node = new(Parties.Fra);
    private readonly Commitment _commitment = new();

    [Fact]
    public async Task The_right_row_entry_and_product_make_a_permit()
    {
        (FeedRow row, LogRow entry, SealedProduct product) = await Published();
        Assert.True(ReleasePermit.TryIssue(row, entry, product, _node.Log, _commitment, out _));
    }

    [Fact]
    public async Task No_permit_from_a_log_that_does_not_hold_the_entry_yet()
    {
        (FeedRow row, LogRow entry, SealedProduct product) = await Published();
        await using var behind = new TestNode(Parties.Fra);
        Assert.False(ReleasePermit.TryIssue(row, entry, product, behind.Log, _commitment, out _));
        await behind.Commit.RunAsync(scope => scope.Append(StatementKind.Roster, new RosterBody(1, new byte[32]).Encode(), default, null), default);
        Assert.False(ReleasePermit.TryIssue(row with { LogIndex = 1 }, entry, product, behind.Log, _commitment, out _));
    }

    [Fact]
    public async Task No_permit_for_an_entry_that_is_staged_and_not_durable()
    {
        (FeedRow row, _, SealedProduct product) = await Published();
        ReleasePermit? early = null;
        bool issued = await _node.Commit.RunAsync(
            scope =>
            {
                byte[] body = _node.StatementAt(row.LogIndex).Body.ToArray();
                LogPosition staged = scope.Append(StatementKind.Release, body, row.Partner, product.Id);
                LogRow entry = scope.Store.Entries(LogName.Release, staged.Index, 1)[0];
                return ReleasePermit.TryIssue(row with { LogIndex = staged.Index }, entry, product, _node.Log, _commitment, out early);
            },
            CancellationToken.None);
        Assert.False(issued);
        Assert.Null(early);
    }

    [Fact]
    public async Task No_permit_when_the_entry_in_the_store_is_another_than_was_logged()
    {
        (FeedRow row, LogRow entry, SealedProduct product) = await Published();
        byte[] changed = entry.Entry.ToArray();
        changed[^1] ^= 1;
        Assert.False(ReleasePermit.TryIssue(row, entry with { Entry = changed }, product, _node.Log, _commitment, out _));
    }

    [Fact]
    public async Task No_permit_for_more_or_fewer_openings_than_were_logged()
    {
        (FeedRow row, LogRow entry, SealedProduct product) = await Published();
        ushort withheld = product.Portions.Select(portion => portion.Index).First(index => !row.Opened.Contains(index));
        Assert.False(Issue(row with { Opened = [.. row.Opened.Append(withheld).Order()] }));
        Assert.False(Issue(row with { Opened = row.Opened.RemoveAt(0) }));
        Assert.False(Issue(row with { Opened = [] }));
        bool Issue(FeedRow changed) => ReleasePermit.TryIssue(changed, entry, product, _node.Log, _commitment, out _);
    }

    [Fact]
    public async Task No_permit_for_another_partner_product_seed_or_terms()
    {
        (FeedRow row, LogRow entry, SealedProduct product) = await Published();
        Assert.False(ReleasePermit.TryIssue(row with { Partner = Parties.Deu }, entry, product, _node.Log, _commitment, out _));
        Assert.False(ReleasePermit.TryIssue(row, entry, _node.Seal(), _node.Log, _commitment, out _));
        Assert.False(ReleasePermit.TryIssue(row with { Seed = PackageForge.Fixed(1) }, entry, product, _node.Log, _commitment, out _));
        Assert.False(ReleasePermit.TryIssue(row with { Terms = _node.Row(Parties.Deu).Terms }, entry, product, _node.Log, _commitment, out _));
    }

    [Fact]
    public async Task No_permit_from_an_entry_of_another_kind()
    {
        (FeedRow row, _, SealedProduct product) = await Published();
        long index = (await _node.Commit.RunAsync(
            scope => scope.Append(StatementKind.Withdrawn, _node.StatementAt(row.LogIndex).Body, row.Partner, product.Id), default)).Index;
        LogRow entry = _node.Store.Read.Entries(LogName.Release, index, 1)[0];
        Assert.False(ReleasePermit.TryIssue(row with { LogIndex = index }, entry, product, _node.Log, _commitment, out _));
        Assert.False(WithdrawalPermit.TryIssue(row with { WithdrawnIndex = row.LogIndex }, _node.Store.Read.Entries(LogName.Release, row.LogIndex, 1)[0], _node.Log, out _));
    }

    [Fact]
    public async Task A_store_whose_rows_were_changed_blocks_and_sends_nothing()
    {
        await Published();
        _node.Store.Tamper(LogName.Release, _node.Row(Parties.Usa).LogIndex, row => row with { Entry = _node.Store.Read.Entries(LogName.Release, _node.Row(Parties.Deu).LogIndex, 1)[0].Entry });
        (Delivery delivery, RecordingChannel channel) = await _node.DeliverAsync(Parties.Usa);
        Assert.Equal(Delivery.Blocked, delivery);
        Assert.True(channel.IsEmpty);
    }

    public ValueTask DisposeAsync()
    {
        _commitment.Dispose();
        return _node.DisposeAsync();
    }

    private async Task<(FeedRow Row, LogRow Entry, SealedProduct Product)> Published()
    {
        SealedProduct product = _node.Seal();
        await _node.PublishAsync(product);
        FeedRow row = _node.Row(Parties.Usa);
        return (row, _node.Store.Read.Entries(LogName.Release, row.LogIndex, 1)[0], product);
    }
}
