using Gateway.Protocol.V1;

namespace Gateway.Cli.Records;

/// <summary>
/// Every product of the node is decided for every partner, once: one RELEASE, REFUSAL or HOLD. Only a WITHDRAWN makes room for another, a
/// HOLD for what a release officer decides after it, and an AUDIT that says that the product was decided again under another policy.
/// </summary>
internal sealed class DecisionRule : IRecordRule
{
    public IEnumerable<Violation> Check(NodeRecord node, RecordSet all)
    {
        ILookup<(string, string), StoredEntry> statements = node.Release.All.Concat(node.Internal.All)
            .Where(entry => entry.Said?.Kind is Kind.Release or Kind.Refusal or Kind.Hold or Kind.Withdrawn or Kind.Approval)
            .ToLookup(entry => (entry.Product, entry.Subject));
        ILookup<(string, string), StoredDecision> decisions = node.Decisions.ToLookup(row => (row.Product, row.Partner));
        HashSet<string> own = [.. node.Products.Select(product => product.Product)];
        Dictionary<string, long> sealedAt = SealedAt(node);
        Dictionary<string, int> again = DecidedAgain(node);
        long rosterAt = node.Release.All.LastOrDefault(entry => entry.Said?.Kind == Kind.Roster)?.AtMs ?? 0;
        foreach (string product in own)
        {
            // Who joined later was never decided for, and who left is not in the roster any more.
            IEnumerable<string> expected = sealedAt.GetValueOrDefault(product) >= rosterAt ? all.Roster.Where(partner => partner != node.Partner) : [];
            foreach (string partner in expected.Union(statements.Where(group => group.Key.Item1 == product).Select(group => group.Key.Item2)))
            {
                foreach (RecordFault fault in Pair([.. statements[(product, partner)]], [.. decisions[(product, partner)]], node.Erased.Contains(product), again.GetValueOrDefault(product)))
                {
                    yield return new Violation(fault, node.Partner, $"product {product} for {partner}");
                }
            }
        }

        foreach (StoredDecision row in node.Decisions)
        {
            foreach (RecordFault fault in Points(node, row, [.. statements[(row.Product, row.Partner)]]))
            {
                yield return new Violation(fault, node.Partner, $"product {row.Product} for {row.Partner}");
            }
        }
    }

    private static IEnumerable<RecordFault> Pair(List<StoredEntry> said, List<StoredDecision> rows, bool erased, int again)
    {
        // What an officer lets go is a further release, or refusal, of what waited.
        int approvals = Count(said, Kind.Approval);
        int releases = Count(said, Kind.Release), refusals = Count(said, Kind.Refusal), holds = Count(said, Kind.Hold), withdrawn = Count(said, Kind.Withdrawn);
        if (releases + refusals + holds == 0 || (rows.Count == 0 && !erased))
        {
            yield return RecordFault.Undecided;
        }

        if (releases + refusals - withdrawn - approvals > 1 + again || holds > 1 + withdrawn + again || rows.Count > 1)
        {
            yield return RecordFault.DecidedTwice;
        }
    }

    /// <summary>The row points to a statement about its product and partner, the newest of its log, which commits to the row's record.</summary>
    private static IEnumerable<RecordFault> Points(NodeRecord node, StoredDecision row, List<StoredEntry> said)
    {
        StoredEntry? entry = node.Log(row.Log).At(row.Index);
        bool about = entry is not null && said.Contains(entry) && entry.Said!.Kind is not (Kind.Withdrawn or Kind.Approval)
            && !said.Any(other => other.Said!.Kind is not (Kind.Withdrawn or Kind.Approval) && other.Said.Kind.IsInternal() == entry.Said.Kind.IsInternal() && other.Index > entry.Index);
        if (!about)
        {
            yield return RecordFault.DecisionMisplaced;
            yield break;
        }

        if (row.Record.Length == 0)
        {
            // Erased, record and salt: nothing is left to compare.
            yield break;
        }

        byte[] digest = Body.Hash(row.Salt, Body.Prefixed(row.Record));
        byte[]? committed = entry!.Said!.Kind == Kind.Release
            ? node.Feed.FirstOrDefault(feed => feed.Index == entry.Index && feed.Partner == row.Partner) is { } feed ? Terms(feed) : null
            : Body.Of(entry, RefusalBody.Parser)?.Record.ToByteArray();
        if (committed is not null && !committed.AsSpan().SequenceEqual(digest))
        {
            yield return RecordFault.DecisionRecordDiffers;
        }
    }

    private static byte[]? Terms(StoredFeedRow feed)
    {
        try
        {
            return ReleaseTerms.Parser.ParseFrom(feed.Terms).Record.ToByteArray();
        }
        catch (Google.Protobuf.InvalidProtocolBufferException)
        {
            // The feed's own rule tells it.
            return null;
        }
    }

    private static Dictionary<string, long> SealedAt(NodeRecord node)
    {
        var times = new Dictionary<string, long>();
        foreach (StoredEntry seal in node.Internal.All.Where(entry => entry.Said?.Kind == Kind.Seal))
        {
            times.TryAdd(seal.Product, seal.AtMs);
        }

        return times;
    }

    /// <summary>How often the node said of each product that it decides it again.</summary>
    private static Dictionary<string, int> DecidedAgain(NodeRecord node)
    {
        var times = new Dictionary<string, int>();
        foreach (StoredEntry entry in node.Internal.All.Where(entry => entry.Said?.Kind == Kind.Audit && entry.Product.Length > 0))
        {
            if (Body.Of(entry, AuditBody.Parser)?.Query.StartsWith("policy reconsider", StringComparison.Ordinal) == true)
            {
                times[entry.Product] = times.GetValueOrDefault(entry.Product) + 1;
            }
        }

        return times;
    }

    private static int Count(List<StoredEntry> said, Kind kind) => said.Count(entry => entry.Said!.Kind == kind);
}

internal static class Kinds
{
    /// <summary>Kinds from 64 on belong to the internal log (docs/protocol.md).</summary>
    public static bool IsInternal(this Kind kind) => (int)kind >= 64;
}
