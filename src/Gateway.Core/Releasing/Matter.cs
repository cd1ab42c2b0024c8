using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// What a feed row is about, as this node holds it: a product sealed here, or one that was received. Both are decided again before they are
/// sent, each by its own rules.
/// </summary>
internal abstract class Matter(SealedProduct product)
{
    /// <summary>The product; of a received one, the portions that are held.</summary>
    public SealedProduct Product => product;

    /// <summary>What stands for a feed row; null when it is not here.</summary>
    public static Matter? Of(FeedRow row, INodeRead read, GrantKeeper grants) => row.Source is { } source
        ? HeldProduct.Of(read, row.Product)?.From(source)
        : read.Sealed(row.Product) is { } own ? new OwnProduct(own, grants) : null;

    /// <summary>The decision for a partner.</summary>
    public abstract Ruling Decide(INodeRead read, PartnerCode to, NodeModel model, DecisionTime at);

    /// <summary>How a release already logged for a partner travels.</summary>
    public abstract Passage Passage(INodeRead read, PartnerCode to, ImmutableArray<ushort> opened, ReleaseBody logged);

    /// <summary>What a new release for a partner opens and states; for a product sealed here with new grants.</summary>
    public abstract (Ruling Ruling, Passage Passage) Onto(CommitScope scope, Ruling ruling, NodeModel model);
}

/// <summary>A product that was sealed here.</summary>
internal sealed class OwnProduct(SealedProduct product, GrantKeeper grants) : Matter(product)
{
    // As a release officer's verdict, where there is one, lets it be.
    public override Ruling Decide(INodeRead read, PartnerCode to, NodeModel model, DecisionTime at) =>
        Decider.Decide(Product, to, model, at, read.Hold(Product.Id, to)?.Verdict);

    public override Passage Passage(INodeRead read, PartnerCode to, ImmutableArray<ushort> opened, ReleaseBody logged) =>
        logged.GrantRoot.IsEmpty
            ? Releasing.Passage.None
            : Releasing.Passage.None with { GrantRoot = logged.GrantRoot, Grants = grants.Find(read, Product.Id, logged.GrantRoot)?.For(to, opened) ?? [] };

    public override (Ruling Ruling, Passage Passage) Onto(CommitScope scope, Ruling ruling, NodeModel model)
    {
        var decider = new ProductDecider(Product, model, ruling.At);
        Planting planting = grants.Plan(Product.Id, [.. model.Recipients.Select(partner => decider.Decide(partner))], model);
        if (planting.Row is { } row)
        {
            scope.Store.AddGrants(row);
        }

        return (decider.Widen(ruling, planting.Onward(ruling.Recipient)), planting.Passage);
    }
}
