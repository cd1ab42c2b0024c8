using System.Collections.Immutable;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;

namespace Gateway.Core.Watching;

/// <summary>One portion that a fact was read from: whoever learns the fact learns of it. Equality is by product and index.</summary>
/// <param name="Product">The product.</param>
/// <param name="Index">Its commitment in the product's manifest.</param>
/// <param name="Facts">What policy looks at, once for its own marking and once for each floor that a notice put beside it.</param>
public sealed record FactPortion(ProductId Product, ushort Index, ImmutableArray<PortionFacts> Facts)
{
    /// <inheritdoc/>
    public bool Equals(FactPortion? other) => other is not null && Product == other.Product && Index == other.Index;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Product, Index);
}
