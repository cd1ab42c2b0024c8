using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;

namespace Gateway.Node.Assessments;

/// <summary>A product as one local caller may see it. Never empty: what shows nothing is not there.</summary>
internal sealed record Visible(
    CatalogRow Row, ProductSchema Schema, ImmutableArray<Portion> Portions, Marking Banner, ReceivedRow? Received)
{
    /// <summary>What its originator said of it since.</summary>
    public required NoticeEffect Notices { get; init; }

    /// <summary>Whether it may be relied on.</summary>
    public Standing Standing { get; init; } = Standing.Current;

    /// <summary>Products to use instead that the caller may see.</summary>
    public ImmutableArray<ProductId> Replacements { get; init; } = [];
}

/// <summary>
/// Decides what a local caller sees of what the node holds: every portion by marking and clearance, own and received alike. "Absent" and
/// "not for you" are the same null.
/// </summary>
internal sealed class SharedView(NodeState node)
{
    public Visible? Of(ProductId product, LocalCaller caller)
    {
        // For a product that is not here another one is looked at, so that "absent" costs what "not for you" costs.
        CatalogRow? row = node.Read.Find(product);
        CatalogRow? standIn = Enum.GetValues<Mode>().Select(mode => node.Read.Catalog(mode, 0, 1)).ToArray().SelectMany(rows => rows).FirstOrDefault();
        Visible? seen = (row ?? standIn) is { } looked ? Of(looked, caller) : null;
        return row is null ? null : seen;
    }

    public Visible? Of(CatalogRow row, LocalCaller caller)
    {
        NoticeEffect notices = NoticeEffect.Of(node.Read.Notices(row.Product), row.Originator);
        bool foreign = row.Originator != node.Model.Self;
        if (node.Model.Schemas(row.Schema) is not { } schema || (foreign && notices.Spilled))
        {
            return null;
        }

        if (foreign && notices.Recalled)
        {
            return Stub(row, schema, caller, notices);
        }

        if (HeldContent.Of(node.Read, row) is not { } held)
        {
            return null;
        }

        DecisionTime at = node.Decisions.Now();
        var sight = new LocalSight(node.Model, caller.Clearance, at);
        ImmutableArray<Portion> portions = [.. held.Portions.Select(notices.On)];
        Outcome[] outcomes = [.. portions.Select(portion => sight.Of(held.Manifest, schema, portion))];
        ImmutableArray<Portion> visible = OpeningChoice.All(portions, outcomes);
        Marking? banner = Banners.Of(visible.SelectMany(portion => portion.Markings), row.Originator, node.Model.Markings);
        return banner is null ? null : new Visible(row, schema, visible, banner, held.Received)
        {
            Notices = notices,
            Standing = ProductStanding.Of(node.Read, row, node.Model, at),
            Replacements = [.. notices.Notices.Select(notice => notice.ReplacedBy).OfType<ProductId>().Where(other => other != row.Product && Of(other, caller) is not null)],
        };
    }

    /// <summary>A product whose content was erased, for those who might have seen some of it.</summary>
    private Visible? Stub(CatalogRow row, ProductSchema schema, LocalCaller caller, NoticeEffect notices)
    {
        var sight = new LocalSight(node.Model, caller.Clearance, node.Decisions.Now());
        IEnumerable<Marking> visible = (node.Read.Stub(row.Product)?.Markings ?? []).Where(marking => sight.Of(new PortionFacts
        {
            Originator = row.Originator,
            FieldClass = Core.Assessments.FieldClass.Metadata,
            Marking = marking,
            SealedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.IssuedAtMs),
        }) == Outcome.Release);
        return Banners.Of(visible, row.Originator, node.Model.Markings) is not { } banner
            ? null
            : new Visible(row, schema, [], banner, null) { Notices = notices, Standing = Standing.Recalled };
    }
}
