using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gateway.Core.Assessments;

/// <summary>
/// The countries in force and how to find them. Dissolved states (East Germany, Czechoslovakia) are not among them: a forecast about one
/// is an error in the forecast. Loaded once from an embedded table whose sources it names; immutable, thread-safe.
/// </summary>
public static class Countries
{
    private static readonly FrozenDictionary<int, Country> ByGwNumber;
    private static readonly FrozenDictionary<int, Country> ByViewsNumber;
    private static readonly FrozenDictionary<string, Country> ByIso;
    private static readonly FrozenDictionary<string, Country> ByAnyName;

    static Countries()
    {
        All = [.. Load()];
        ByGwNumber = All.SelectMany(c => c.OtherGw.Prepend(c.Gw).Select(gw => KeyValuePair.Create(gw, c))).ToFrozenDictionary();
        ByViewsNumber = All.ToFrozenDictionary(c => c.ViewsId);
        ByIso = All.ToFrozenDictionary(c => c.Iso3);
        ByAnyName = All.SelectMany(c => c.Aliases.Prepend(c.Name).Select(name => KeyValuePair.Create(name, c)))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All countries, by Gleditsch-Ward number.</summary>
    public static ImmutableArray<Country> All { get; }

    /// <summary>By Gleditsch-Ward (or Correlates of War) number, in the numbering of any known producer.</summary>
    public static bool TryByGw(int gw, [NotNullWhen(true)] out Country? country) => ByGwNumber.TryGetValue(gw, out country);

    /// <summary>By a name as the Early Warning Project or ViEWS write it in any edition; case does not matter.</summary>
    public static bool TryByEwpName(string name, [NotNullWhen(true)] out Country? country) => ByAnyName.TryGetValue(name, out country);

    /// <summary>By ISO 3166-1 alpha-3, upper case.</summary>
    public static bool TryByIso3(string iso3, [NotNullWhen(true)] out Country? country) => ByIso.TryGetValue(iso3, out country);

    /// <summary>By country id of the ViEWS forecasts.</summary>
    public static bool TryByViewsId(int id, [NotNullWhen(true)] out Country? country) => ByViewsNumber.TryGetValue(id, out country);

    private static IEnumerable<Country> Load()
    {
        using Stream stream = typeof(Countries).Assembly.GetManifestResourceStream($"{typeof(Countries).Namespace}.Data.countries.csv")
            ?? throw new InvalidOperationException("The embedded table of countries is missing.");
        using var reader = new StreamReader(stream);
        bool header = true;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || header)
            {
                header &= line.StartsWith('#');
                continue;
            }

            string[] cells = line.Split(';');
            yield return new Country(
                Number(cells[0]), cells[1], Number(cells[2]), cells[3], [.. List(cells[4]).Select(Number)], [.. List(cells[5])]);
        }
    }

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);

    private static string[] List(string cell) => cell.Split('|', StringSplitOptions.RemoveEmptyEntries);
}
