using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Records;

/// <summary>Feeds and releases: a lane counts 1, 2, 3 …; every row has its statement, every RELEASE its one row, every WITHDRAWN its mark.</summary>
internal sealed class FeedRule : IRecordRule
{
    public IEnumerable<Violation> Check(NodeRecord node, RecordSet all) =>
        [.. Gaps(node), .. node.Feed.SelectMany(row => Row(node, row)), .. Releases(node)];

    private static IEnumerable<Violation> Gaps(NodeRecord node)
    {
        foreach (IGrouping<(string, int), StoredFeedRow> lane in node.Feed.GroupBy(row => (row.Partner, row.Lane)))
        {
            long next = 1;
            foreach (StoredFeedRow row in lane.OrderBy(row => row.Sequence))
            {
                if (row.Sequence != next)
                {
                    yield return new Violation(RecordFault.FeedGap, node.Partner, row.Place);
                    break;
                }

                next++;
            }
        }
    }

    private static IEnumerable<Violation> Row(NodeRecord node, StoredFeedRow row)
    {
        if (node.Release.At(row.Index) is not { Said: { } said } entry || (said.Kind != Kind.Release && said.Kind != Kind.Notice))
        {
            yield return new Violation(RecordFault.FeedUnlogged, node.Partner, row.Place);
            yield break;
        }

        if (said.Kind == Kind.Release)
        {
            ReleaseBody? body = Body.Of(entry, ReleaseBody.Parser);
            if (body is null || body.Recipient != row.Partner || Body.Hex(body.ProductId) != row.Product
                || entry.Subject != row.Partner || entry.Product != row.Product)
            {
                yield return new Violation(RecordFault.FeedUnlogged, node.Partner, row.Place);
            }
            else if (!(row.Terms.Length == 0 && node.Erased.Contains(row.Product)) && !SaysTheSame(row, body))
            {
                yield return new Violation(RecordFault.FeedDiffers, node.Partner, row.Place);
            }
        }

        if (row.Withdrawn >= 0 && !IsWithdrawal(node, row, entry))
        {
            yield return new Violation(RecordFault.WithdrawalDiffers, node.Partner, row.Place);
        }
    }

    private static bool SaysTheSame(StoredFeedRow row, ReleaseBody body)
    {
        byte[] openings = Body.Hash(
            [.. "gateway/openings/v1\0"u8],
            Convert.FromHexString(row.Product),
            Body.Salt(row.Seed, "gateway/salt/v1/openings"u8),
            Body.Prefixed(row.Opened));
        byte[] terms = Body.Hash([.. "gateway/terms/v1\0"u8], Body.Salt(row.Seed, "gateway/salt/v1/terms"u8), Body.Prefixed(row.Terms));
        return body.OpeningsDigest.Span.SequenceEqual(openings)
            && body.TermsDigest.Span.SequenceEqual(terms)
            && Read(row.Terms) is { } read && read.FeedSeq == (ulong)row.Sequence && read.Lane == row.Lane;
    }

    private static bool IsWithdrawal(NodeRecord node, StoredFeedRow row, StoredEntry release) =>
        node.Release.At(row.Withdrawn) is { Said.Kind: Kind.Withdrawn } entry
        && Body.Of(entry, WithdrawnBody.Parser) is { } body
        && body.Recipient == row.Partner
        && body.Release.Span.SequenceEqual(release.Leaf);

    private static IEnumerable<Violation> Releases(NodeRecord node)
    {
        ILookup<long, StoredFeedRow> rows = node.Feed.ToLookup(row => row.Index);
        foreach (StoredEntry entry in node.Release.All.Where(entry => entry.Said?.Kind == Kind.Release))
        {
            int count = rows[entry.Index].Count();
            if (count != 1)
            {
                yield return new Violation(count == 0 ? RecordFault.ReleaseLost : RecordFault.FeedDoubled, node.Partner, node.Release.Place(entry.Index));
            }
        }

        HashSet<long> marked = [.. node.Feed.Where(row => row.Withdrawn >= 0).Select(row => row.Withdrawn)];
        foreach (StoredEntry entry in node.Release.All.Where(entry => entry.Said?.Kind == Kind.Withdrawn && !marked.Contains(entry.Index)))
        {
            yield return new Violation(RecordFault.WithdrawalDiffers, node.Partner, node.Release.Place(entry.Index));
        }
    }

    private static ReleaseTerms? Read(byte[] terms)
    {
        try
        {
            return ReleaseTerms.Parser.ParseFrom(terms);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
