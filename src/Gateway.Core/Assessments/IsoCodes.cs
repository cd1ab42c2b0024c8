using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Assessments;

/// <summary>
/// Codes of ISO 3166 that are in use, and shapes of codes for parts of countries. Wider than <see cref="Assessments.Countries"/>: also territories that no
/// producer of forecasts numbers (Palestine, Western Sahara). Loaded once; immutable and thread-safe.
/// </summary>
public static class IsoCodes
{
    private const int MostSubdivision = 3;
    private const int MostPlaceCode = 16;
    private const int CityCode = 5;

    private static readonly FrozenDictionary<string, string> Alpha2 = Load();
    private static readonly FrozenSet<string> Known2 = Alpha2.Values.ToFrozenSet();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known2Span = Known2.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All ISO 3166-1 alpha-3 codes in use, in ordinal order.</summary>
    public static IEnumerable<string> Countries => Alpha2.Keys.Order(StringComparer.Ordinal);

    /// <summary>Whether it is an ISO 3166-1 alpha-3 code in use, upper case; <c>XKX</c> (user-assigned) among them.</summary>
    public static bool IsCountry(string iso3) => Alpha2.ContainsKey(iso3);

    /// <summary>The alpha-2 code of a country. False for what is no alpha-3 code in use.</summary>
    public static bool TryAlpha2(string iso3, [NotNullWhen(true)] out string? alpha2) => Alpha2.TryGetValue(iso3, out alpha2);

    /// <summary>
    /// The shape of an ISO 3166-2 code with a real country: <c>ML-5</c>. Whether the country has such a subdivision is not asked: the list
    /// changes more often than this software.
    /// </summary>
    public static bool IsSubdivision(string code) =>
        code.Length is > 3 and <= 3 + MostSubdivision && code[2] == '-' && IsAlpha2(code.AsSpan(0, 2)) && AllCapitalsOrDigits(code.AsSpan(3));

    /// <summary>The shape of a UN/LOCODE without its space: two letters of a real country, three characters A-Z, 2-9.</summary>
    public static bool IsCity(string code) =>
        code.Length == CityCode && IsAlpha2(code.AsSpan(0, 2)) && AllCapitalsOrDigits(code.AsSpan(2)) && !code.AsSpan(2).ContainsAny('0', '1');

    /// <summary>The shape of an OCHA place code: two capital letters, then up to fourteen capitals or digits.</summary>
    public static bool IsPlaceCode(string code) =>
        code.Length is > 2 and <= MostPlaceCode && char.IsAsciiLetterUpper(code[0]) && char.IsAsciiLetterUpper(code[1])
        && AllCapitalsOrDigits(code.AsSpan(2));

    private static bool IsAlpha2(ReadOnlySpan<char> code) => Known2Span.Contains(code);

    private static bool AllCapitalsOrDigits(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static FrozenDictionary<string, string> Load()
    {
        using Stream stream = typeof(IsoCodes).Assembly.GetManifestResourceStream($"{typeof(IsoCodes).Namespace}.Data.iso3166.csv")
            ?? throw new InvalidOperationException("The embedded table of country codes is missing.");
        using var reader = new StreamReader(stream);
        var rows = new Dictionary<string, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(';') is [{ Length: 3 } iso3, var alpha2])
            {
                rows.Add(iso3, alpha2);
            }
        }

        return rows.ToFrozenDictionary();
    }
}
