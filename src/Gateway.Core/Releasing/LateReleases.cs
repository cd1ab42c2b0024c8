using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// What partners may have of a product by now, and never got: under the policy of its day it was withheld. A release adds to what went
/// before, as one that an officer lets go does. Of an edition that a newer one replaced, and of what was taken back, nothing is released.
/// </summary>
internal sealed class LateReleases(ReleaseRecorder recorder, GrantKeeper grants)
{
    /// <summary>
    /// The rulings that differ from what is on record to a partner's advantage, or wait anew for an officer; with each, whether it is to be
    /// recorded, or only queued.
    /// </summary>
    public static IReadOnlyList<(Ruling Ruling, bool Opens)> Find(INodeRead read, CatalogRow row, NodeModel model, DateTimeOffset now)
    {
        if (row.Originator != model.Self
            || read.Newest(row.Originator, row.LineageId)?.Product != row.Product
            || read.Sealed(row.Product) is not { Recalled: false, Portions.IsEmpty: false } product)
        {
            return [];
        }

        var decider = new ProductDecider(product, model, now);
        ILookup<PartnerCode, ushort> released = read.Releases(row.Product)
            .Where(release => release.WithdrawnIndex < 0)
            .SelectMany(release => release.Opened.Select(index => (release.Partner, index)))
            .ToLookup(pair => pair.Partner, pair => pair.index);
        var late = new List<(Ruling, bool)>();
        foreach (PartnerCode partner in model.Recipients)
        {
            HoldRow? hold = read.Hold(row.Product, partner);
            Ruling ruling = decider.Decide(partner, hold?.Verdict);
            bool opens = ruling.Opened.Except(released[partner]).Any(), asks = AsksAnew(ruling, hold);
            if (opens || asks)
            {
                late.Add((ruling, opens || !released[partner].Any()));
            }
        }

        return late;
    }

    /// <summary>Records them; false when there was nothing, which may have changed since somebody looked.</summary>
    public bool Record(CommitScope scope, CatalogRow row, NodeModel model, DateTimeOffset now, AuditBody reason)
    {
        IReadOnlyList<(Ruling Ruling, bool Opens)> late = Find(scope.Store, row, model, now);
        if (late.Count == 0 || scope.Store.Sealed(row.Product) is not { } product)
        {
            return false;
        }

        scope.Append(StatementKind.Audit, reason.Encode(), default, row.Product);
        var matter = new OwnProduct(product, grants);
        foreach ((Ruling ruling, bool opens) in late)
        {
            if (!opens)
            {
                // What is out stands as it was decided; only the rest waits from now on.
                Ask(scope, row.Product, ruling);
                continue;
            }

            recorder.Record(scope, matter, ruling, model);
            if (ruling.Releases)
            {
                NoticeQueue.Existing(scope.Store, row.Product, ruling.Recipient);
            }
        }

        return true;
    }

    /// <summary>Whether portions wait that no officer was asked about. What was rejected is not asked again.</summary>
    private static bool AsksAnew(Ruling ruling, HoldRow? hold) => !ruling.Held.IsEmpty && (hold is null || hold.State switch
    {
        HoldState.Waiting or HoldState.Rejected => false,
        HoldState.Approved => true,
    });

    private static void Ask(CommitScope scope, ProductId product, Ruling ruling)
    {
        if (scope.Store.Decisions(product).FirstOrDefault(row => row.Partner == ruling.Recipient) is { } decision)
        {
            HoldQueue.Note(scope.Store, product, ruling, new LogPosition(decision.Log, decision.LogIndex, default));
        }
    }
}
