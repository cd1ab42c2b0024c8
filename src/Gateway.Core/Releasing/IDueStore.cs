using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>A product of this node that is decided again at an instant, because time may let more of it go.</summary>
/// <param name="Product">The product.</param>
/// <param name="AtMs">When, milliseconds since the Unix epoch.</param>
public sealed record DueRow(ProductId Product, long AtMs);

/// <summary>What is to be decided again, read.</summary>
public interface IDueRead
{
    /// <summary>Up to <paramref name="count"/> products that are decided again at an instant, the earliest first.</summary>
    IReadOnlyList<DueRow> Due(int count);

    /// <summary>When a product is decided again, milliseconds since the Unix epoch; null when no instant is known.</summary>
    long? Due(ProductId product);
}

/// <summary>What is to be decided again, written, in the one write transaction.</summary>
public interface IDueWrite
{
    /// <summary>Sets when a product is decided again, in the place of what was set before; null for never.</summary>
    void SetDue(ProductId product, long? atMs);
}
