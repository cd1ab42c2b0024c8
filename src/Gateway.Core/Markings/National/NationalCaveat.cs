using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Core.Markings.National;

/// <summary>A caveat that keeps information inside one nation (SPÉCIAL FRANCE, AUSTEO). From <c>Data/caveats.json</c>.</summary>
/// <param name="Word">The spelling that is printed.</param>
/// <param name="Spellings">All spellings that are read.</param>
/// <param name="Joins">What may stand between level and caveat; the first is printed.</param>
/// <param name="From">The lowest level that may carry it.</param>
/// <param name="Source">Where it is read.</param>
internal sealed record NationalCaveat(
    string Word, ImmutableArray<string> Spellings, ImmutableArray<string> Joins, Level From, string Source)
{
    /// <summary>Separator of the parts of a mark.</summary>
    public const string Slashes = "//";

    private static readonly FrozenDictionary<string, ImmutableArray<NationalCaveat>> ByNation = Load();

    /// <summary>All caveats with their nations, as the file has them.</summary>
    public static IEnumerable<(string Nation, NationalCaveat Caveat)> All =>
        ByNation.OrderBy(row => row.Key, StringComparer.Ordinal).SelectMany(row => row.Value.Select(caveat => (row.Key, caveat)));

    /// <summary>The caveats of a nation, the strictest first.</summary>
    public static ImmutableArray<NationalCaveat> Of(string nation) =>
        ByNation.TryGetValue(nation, out ImmutableArray<NationalCaveat> caveats) ? caveats : [];

    /// <summary>Rule ids of a nation: a caveat below its level, and a caveat beside a release list.</summary>
    public static (string Level, string List) Rules(string nation) => nation switch
    {
        "FRA" => ("FRA-SF-LEVEL", "FRA-SF-REL"),
        "AUS" => ("AUS-CAVEAT-LEVEL", "AUS-CAVEAT-REL"),
        "CAN" => ("CAN-EYES-LEVEL", "CAN-EYES-REL"),
        "NZL" => ("NZL-EYES-LEVEL", "NZL-EYES-REL"),
        _ => throw new ArgumentOutOfRangeException(nameof(nation), nation, "A nation with a caveat has rule ids here."),
    };

    public bool IsSpelt(string text) => Spellings.Any(spelling => WordFold.Fold(text) == WordFold.Fold(spelling));

    private static FrozenDictionary<string, ImmutableArray<NationalCaveat>> Load()
    {
        using JsonDocument file = RegistryData.Open("caveats.json");
        return file.RootElement.GetProperty("caveats").EnumerateArray()
            .GroupBy(row => RegistryData.Text(row, "nation"))
            .ToFrozenDictionary(rows => rows.Key, rows => rows.Select(Read).ToImmutableArray());
    }

    private static NationalCaveat Read(JsonElement row)
    {
        string word = RegistryData.Text(row, "word");
        ImmutableArray<string> also = row.TryGetProperty("also", out JsonElement others) ? RegistryData.Texts(others) : [];
        return new NationalCaveat(
            word, [word, .. also], RegistryData.Texts(row.GetProperty("joins")),
            RegistryData.ParseLevel(RegistryData.Text(row, "from")), RegistryData.Text(row, "source"));
    }
}
