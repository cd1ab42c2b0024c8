using Gateway.Core.Partners;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>What a release officer may say. Numbers stand in statements.</summary>
public enum ApprovalDecision
{
    /// <summary>What waits may leave.</summary>
    Approved = 1,

    /// <summary>What waits stays at home.</summary>
    Rejected = 2,
}

/// <summary>Body of an APPROVAL: a release officer decided what waited of a product for a partner.</summary>
/// <param name="Product">The product.</param>
/// <param name="Recipient">The partner.</param>
/// <param name="Decision">Approved or rejected.</param>
/// <param name="Officer">Configured name of the officer.</param>
/// <param name="ReasonDigest">Commits to the officer's words, which stay in the record.</param>
/// <param name="Review">What the officer looked at: commits to the portions that the approval opens.</param>
public sealed record ApprovalBody(
    ProductId Product,
    PartnerCode Recipient,
    ApprovalDecision Decision,
    string Officer,
    ReadOnlyMemory<byte> ReasonDigest,
    ReadOnlyMemory<byte> Review)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter()
        .Bytes(1, Product.Span)
        .Text(2, Recipient.Value)
        .UInt(3, (ulong)Decision)
        .Text(4, Officer)
        .Bytes(5, ReasonDigest.Span)
        .Bytes(6, Review.Span)
        .ToArray();
}
