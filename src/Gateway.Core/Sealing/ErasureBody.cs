using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>What an erasure destroyed. Several may be set.</summary>
[Flags]
public enum ErasedParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Bodies and salts of the portions, of what was sealed here.</summary>
    Portions = 1,

    /// <summary>Decision records and their salts.</summary>
    Decisions = 2,

    /// <summary>Terms and seeds of releases; the salt of the place stays.</summary>
    Releases = 4,

    /// <summary>Packages that were received.</summary>
    Packages = 8,
}

/// <summary>Body of an ERASURE: the tombstone of what this node held of a product. Log entries stay as they are: hashes say nothing.</summary>
/// <param name="Product">The product.</param>
/// <param name="What">What was destroyed.</param>
/// <param name="Officer">Configured name of the officer; the originator's code where a notice demanded it.</param>
public sealed record ErasureBody(ProductId Product, ErasedParts What, string Officer)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter().Bytes(1, Product.Span).UInt(2, (ulong)What).Text(3, Officer).ToArray();

    /// <summary>Reads strictly.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ErasureBody? body)
    {
        byte[] product = [];
        uint what = 0;
        string officer = "";
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    product = reader.Exactly(Limits.Hash);
                    break;
                case 2:
                    what = reader.UInt32(15);
                    break;
                case 3:
                    officer = reader.Text(Limits.Text);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        bool whole = ProductId.TryFrom(product, out ProductId id) && reader.Fault == WireFault.None && what > 0 && officer.Length > 0;
        body = whole ? new ErasureBody(id, (ErasedParts)what, officer) : null;
        return whole;
    }
}
