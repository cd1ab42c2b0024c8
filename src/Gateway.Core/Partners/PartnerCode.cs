using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Partners;

/// <summary>
/// Code of a partner: ISO 3166-1 alpha-3 for a government, or a registered organisation code of two to fifteen
/// characters <c>A–Z 0–9 _</c> (<c>NATO</c>, <c>EU</c>). Ordinal comparison. The default value is no partner.
/// </summary>
public readonly record struct PartnerCode : IComparable<PartnerCode>
{
    private PartnerCode(string value) => Value = value;

    /// <summary>The code, upper case; empty for the default value.</summary>
    public string Value { get => field ?? ""; }

    /// <summary>Reads a code. False unless it has the shape of one; whether it is registered is the roster's to say.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PartnerCode code)
    {
        code = default;
        if (text is null || text.Length is < 2 or > 15 || !char.IsAsciiLetterUpper(text[0]))
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '_')
            {
                return false;
            }
        }

        code = new PartnerCode(text);
        return true;
    }

    /// <summary>A code known to be well-formed. Throws <see cref="FormatException"/> otherwise: for literals, not for input.</summary>
    public static PartnerCode Of(string text) =>
        TryParse(text, out PartnerCode code) ? code : throw new FormatException("Not a partner code.");

    /// <inheritdoc/>
    public int CompareTo(PartnerCode other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Ordinal order.</summary>
    public static bool operator <(PartnerCode left, PartnerCode right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(PartnerCode left, PartnerCode right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(PartnerCode left, PartnerCode right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(PartnerCode left, PartnerCode right) => left.CompareTo(right) >= 0;
}
