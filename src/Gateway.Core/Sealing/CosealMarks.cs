using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Partners;

namespace Gateway.Core.Sealing;

/// <summary>
/// What a partner that seals another's words writes down: one mark a wording, which only who holds the wording can make. To everybody else a mark
/// is random, padding is random too, and there are always as many of both that their number says nothing. A mark is good for one partner: who
/// copies it, or does not hold the words, cannot seal them. Wire form: docs/protocol.md, "Joint assessments". Stateless and thread-safe.
/// </summary>
public static class CosealMarks
{
    /// <summary>Marks come in multiples of this.</summary>
    public const int Multiple = 64;

    /// <summary><c>H("gateway/coseal/v1" ‖ 00 ‖ product_id ‖ LP(partner) ‖ u16 index ‖ salt)</c>, 32 bytes.</summary>
    /// <param name="product">The product that the wording stands in. Its id binds the words, for it is a hash over their commitments.</param>
    /// <param name="partner">Who seals.</param>
    /// <param name="index">Position of the wording's commitment.</param>
    /// <param name="salt">Salt of that commitment: known to holders of the wording alone.</param>
    public static byte[] Of(ProductId product, PartnerCode partner, ushort index, ReadOnlySpan<byte> salt)
    {
        using var hash = new Domains();
        return hash.Start(Domains.Coseal).Add(product.Span).AddLengthPrefixed(Encoding.ASCII.GetBytes(partner.Value)).AddU16(index).Add(salt).Finish();
    }

    /// <summary>
    /// The marks of all these wordings and padding, in the order of their bytes. The same wordings always give the same: saying it again is no new
    /// word. Who lacks one of the wordings cannot tell padding from marks.
    /// </summary>
    public static ImmutableArray<byte[]> All(ProductId product, PartnerCode partner, IEnumerable<Portion> words)
    {
        Portion[] held = [.. words.OrderBy(portion => portion.Index)];
        List<byte[]> marks = [.. held.Select(portion => Of(product, partner, portion.Index, portion.Salt.Span))];
        using var hash = new Domains();
        hash.Start(Domains.CosealPadding).Add(product.Span).AddLengthPrefixed(Encoding.ASCII.GetBytes(partner.Value));
        foreach (Portion portion in held)
        {
            hash.Add(portion.Salt.Span);
        }

        byte[] seed = hash.Finish();
        int padded = Math.Max(1, (marks.Count + Multiple - 1) / Multiple) * Multiple;
        for (ushort i = 0; marks.Count < padded; i++)
        {
            marks.Add(hash.Start(Domains.CosealPadding).Add(seed).AddU16(i).Finish());
        }

        return [.. marks.OrderBy(Convert.ToHexString, StringComparer.Ordinal)];
    }
}
