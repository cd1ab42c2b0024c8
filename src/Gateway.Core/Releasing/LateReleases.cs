using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// What partners may have of a product by now, and never got: under the policy, or at the time, of its day it was withheld. A release adds
/// to what went before, as one that an officer lets go does. Of an edition that a newer one replaced, and of what was taken back, nothing is
/// released.
/// </summary>
internal sealed class LateReleases(ReleaseRecorder recorder, GrantKeeper grants)
{
    /// <summary>Whether <see cref="Record"/> has something to do.</summary>
    public static bool HasWork(INodeRead read, CatalogRow row, NodeModel model, DecisionTime at)
    {
        SealedProduct? product = Standing(read, row, model);
        return (product is not null && Find(read, product, model, at).Count > 0) || read.Due(row.Product) != Next(product, model, at);
    }

    /// <summary>
    /// Records them, and when the product is decided again; false when nothing is released and nobody asked, which may have changed since
    /// somebody looked.
    /// </summary>
    public bool Record(CommitScope scope, CatalogRow row, NodeModel model, DecisionTime at, AuditBody reason)
    {
        SealedProduct? standing = Standing(scope.Store, row, model);
        scope.Store.SetDue(row.Product, Next(standing, model, at));
        if (standing is not { } product || Find(scope.Store, product, model, at) is not { Count: > 0 } late)
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

    /// <summary>An own product that is its lineage's newest and was not taken back; null for every other.</summary>
    private static SealedProduct? Standing(INodeRead read, CatalogRow row, NodeModel model) =>
        row.Originator == model.Self
        && read.Newest(row.Originator, row.LineageId)?.Product == row.Product
        && read.Sealed(row.Product) is { Recalled: false, Portions.IsEmpty: false } product
            ? product
            : null;

    private static long? Next(SealedProduct? product, NodeModel model, DecisionTime at) => product is null ? null : DueTimes.Of(product, model, at);

    /// <summary>
    /// The rulings that differ from what is on record to a partner's advantage, or wait anew for an officer; with each, whether it is to be
    /// recorded, or only queued.
    /// </summary>
    private static List<(Ruling Ruling, bool Opens)> Find(INodeRead read, SealedProduct product, NodeModel model, DecisionTime at)
    {
        var decider = new ProductDecider(product, model, at);
        ILookup<PartnerCode, ushort> released = read.Releases(product.Id)
            .Where(release => release.WithdrawnIndex < 0)
            .SelectMany(release => release.Opened.Select(index => (release.Partner, index)))
            .ToLookup(pair => pair.Partner, pair => pair.index);
        var late = new List<(Ruling, bool)>();
        foreach (PartnerCode partner in model.Recipients)
        {
            HoldRow? hold = read.Hold(product.Id, partner);
            Ruling ruling = decider.Decide(partner, hold?.Verdict);
            bool opens = ruling.Opened.Except(released[partner]).Any(), asks = AsksAnew(ruling, hold);
            if (opens || asks)
            {
                late.Add((ruling, opens || !released[partner].Any()));
            }
        }

        return late;
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
