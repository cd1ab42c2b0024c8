using Gateway.Protocol.V1;

namespace Gateway.Cli.Records;

/// <summary>What a node received: in order, once, released to it, with its package and its one RECEIPT.</summary>
internal sealed class ReceivedRule : IRecordRule
{
    public IEnumerable<Violation> Check(NodeRecord node, RecordSet all) => [.. Gaps(node), .. Receipts(node), .. Releases(node, all)];

    private static IEnumerable<Violation> Gaps(NodeRecord node)
    {
        IEnumerable<(string Releaser, int Lane, long Sequence)> places =
        [
            .. node.Received.Select(row => (row.Releaser, row.Lane, row.Sequence)),
            .. node.PassedOver.Select(row => (row.Releaser, row.Lane, row.Sequence)),
        ];
        foreach (var lane in places.GroupBy(place => (place.Releaser, place.Lane)))
        {
            long next = 1;
            foreach ((string releaser, int number, long sequence) in lane.OrderBy(place => place.Sequence))
            {
                if (sequence != next)
                {
                    yield return new Violation(RecordFault.ReceivedGap, node.Partner, $"received from {releaser}, lane {number}, place {sequence}");
                    break;
                }

                next++;
            }
        }
    }

    private static IEnumerable<Violation> Receipts(NodeRecord node)
    {
        Dictionary<string, int> stated = [];
        foreach (StoredEntry entry in node.Release.All.Where(entry => entry.Said?.Kind == Kind.Receipt))
        {
            foreach (string leaf in Body.Of(entry, ReceiptBody.Parser)?.Held.Select(Body.Hex) ?? [])
            {
                stated[leaf] = stated.GetValueOrDefault(leaf) + 1;
            }
        }

        foreach (StoredReceived row in node.Received)
        {
            string leaf = Convert.ToHexStringLower(row.ReleaseLeaf);
            bool receipted = node.Release.At(row.ReceiptIndex) is { Said.Kind: Kind.Receipt } entry
                && Body.Of(entry, ReceiptBody.Parser) is { } body
                && body.ReleaserOrigin == row.Origin
                && body.Held.Any(held => Body.Hex(held) == leaf);
            if (!receipted)
            {
                yield return new Violation(RecordFault.ReceiptLost, node.Partner, row.Place);
            }

            if (!row.Package && !node.Erased.Contains(row.Product))
            {
                yield return new Violation(RecordFault.PackageLost, node.Partner, row.Place);
            }

            if (stated.Remove(leaf, out int times) && times > 1)
            {
                yield return new Violation(RecordFault.ReceiptDoubled, node.Partner, row.Place);
            }
        }

        foreach (string leaf in stated.Keys.Where(leaf => !node.Notices.Contains(leaf)))
        {
            yield return new Violation(RecordFault.ReceiptDoubled, node.Partner, $"a RECEIPT for {leaf}, which was not received");
        }
    }

    private static IEnumerable<Violation> Releases(NodeRecord node, RecordSet all)
    {
        foreach (StoredReceived row in node.Received)
        {
            if (all.Of(row.Releaser) is not { } releaser)
            {
                continue;
            }

            bool released = releaser.Release.At(row.ReleaseIndex) is { Said.Kind: Kind.Release } entry
                && entry.Leaf.AsSpan().SequenceEqual(row.ReleaseLeaf)
                && entry.Said.Origin == row.Origin
                && Body.Of(entry, ReleaseBody.Parser) is { } body
                && body.Recipient == node.Partner
                && Body.Hex(body.ProductId) == row.Product
                && releaser.Feed.Any(feed => feed.Partner == node.Partner && (feed.Lane, feed.Sequence, feed.Index) == (row.Lane, row.Sequence, row.ReleaseIndex));
            if (!released)
            {
                yield return new Violation(RecordFault.ReceivedUnreleased, node.Partner, row.Place);
            }
        }
    }
}
