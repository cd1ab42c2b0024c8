using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>Whose ONWARD_GRANT would let more of a received product go to a partner.</summary>
public static class OwnersToAsk
{
    /// <summary>
    /// The owners, each with the portions to ask for, ascending: exactly those that would go with all consents and do not go without.
    /// Empty when no consent would help; null when the product was not received here.
    /// </summary>
    public static ImmutableDictionary<PartnerCode, ImmutableArray<ushort>>? Of(
        INodeRead read, ProductId product, PartnerCode to, NodeModel model, DecisionTime at) =>
        HeldProduct.Of(read, product)?.BestFor(to, model, at).Matter.Wanted(to, model, at);
}
