using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>What a partner says to a warning that it holds. Numbers stand in statements; a partner's word only ever goes up.</summary>
public enum WarningResponse
{
    /// <summary>Somebody in charge has read it.</summary>
    Seen = 1,

    /// <summary>It was weighed, and nothing is done about it now.</summary>
    NoAction = 2,

    /// <summary>Something is done about it.</summary>
    Acting = 3,
}

/// <summary>
/// Body of an ACKNOWLEDGE: the author answers for a warning. It names the release that brought it, whose leaf nobody knows but releaser and
/// recipient: who was not sent the warning cannot say this of it. No words of anybody travel with it.
/// </summary>
/// <param name="Product">The warning.</param>
/// <param name="Release">Leaf hash of the RELEASE by which the author holds it.</param>
/// <param name="Response">The answer.</param>
public sealed record AcknowledgeBody(ProductId Product, ReadOnlyMemory<byte> Release, WarningResponse Response)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter().Bytes(1, Product.Span).Bytes(2, Release.Span).UInt(3, (ulong)Response).ToArray();

    /// <summary>Reads strictly.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out AcknowledgeBody? body)
    {
        byte[] product = [], release = [];
        uint response = 0;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    product = reader.Exactly(Limits.Hash);
                    break;
                case 2:
                    release = reader.Exactly(Limits.Hash);
                    break;
                case 3:
                    response = reader.UInt32();
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        body = reader.Fault == WireFault.None && release.Length > 0 && Enum.IsDefined((WarningResponse)response)
            && ProductId.TryFrom(product, out ProductId id)
                ? new AcknowledgeBody(id, release, (WarningResponse)response)
                : null;
        return body is not null;
    }
}
