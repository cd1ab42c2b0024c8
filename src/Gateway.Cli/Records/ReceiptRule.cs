using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Records;

/// <summary>What a releaser knows of its recipients: receipts are real, and when all has settled everything arrived and is receipted.</summary>
internal sealed class ReceiptRule : IRecordRule
{
    public IEnumerable<Violation> Check(NodeRecord node, RecordSet all) =>
        [.. node.Receipts.SelectMany(receipt => Receipt(node, receipt, all)), .. all.Settled ? Settled(node, all) : []];

    private static IEnumerable<Violation> Receipt(NodeRecord node, StoredReceipt receipt, RecordSet all)
    {
        string where = $"receipt of {receipt.Partner} for {node.Release.Place(receipt.ReleaseIndex)}";
        bool ours = Read(receipt.Statement) is { Kind: Kind.Receipt } statement
            && statement.Author == receipt.Partner
            && ReceiptBody.Parser.ParseFrom(statement.Body) is { } body
            && node.Release.At(receipt.ReleaseIndex) is { Said: not null } release
            && body.ReleaserOrigin == release.Said.Origin
            && body.Held.Concat(body.Purged).Any(leaf => leaf.Span.SequenceEqual(release.Leaf));
        bool theirs = all.Of(receipt.Partner) is not { } partner
            || (partner.Release.At(receipt.ReceiptIndex) is { } entry && entry.Leaf.AsSpan().SequenceEqual(Rfc6962.Leaf(receipt.Statement)));
        if (!ours || !theirs)
        {
            yield return new Violation(RecordFault.ReceiptForged, node.Partner, where);
        }
    }

    private static IEnumerable<Violation> Settled(NodeRecord node, RecordSet all)
    {
        HashSet<(string, long)> receipts = [.. node.Receipts.Select(receipt => (receipt.Partner, receipt.ReleaseIndex))];
        foreach (IGrouping<string, StoredFeedRow> feed in node.Feed.GroupBy(row => row.Partner))
        {
            if (all.Of(feed.Key) is not { } partner)
            {
                continue;
            }

            HashSet<(int, long)> received = [.. partner.Received.Where(row => row.Releaser == node.Partner).Select(row => (row.Lane, row.Sequence))];
            Dictionary<(int, long), bool> passed = partner.PassedOver.Where(row => row.Releaser == node.Partner)
                .GroupBy(row => (row.Lane, row.Sequence)).ToDictionary(group => group.Key, group => group.Any(row => row.SetAside));
            foreach (StoredFeedRow row in feed)
            {
                bool has = received.Contains((row.Lane, row.Sequence));
                if (!has && !(passed.TryGetValue((row.Lane, row.Sequence), out bool setAside) && (setAside || row.Withdrawn >= 0)))
                {
                    yield return new Violation(RecordFault.Undelivered, node.Partner, row.Place);
                }
                else if (has && !receipts.Contains((row.Partner, row.Index)))
                {
                    yield return new Violation(RecordFault.Unacknowledged, node.Partner, row.Place);
                }
            }
        }
    }

    private static Statement? Read(byte[] statement)
    {
        try
        {
            return Statement.Parser.ParseFrom(statement);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
