using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Core.Markings;

/// <summary>A caveat that keeps information inside one nation (SPÉCIAL FRANCE, AUSTEO). From <c>Data/caveats.json</c>.</summary>
/// <param name="Word">The spelling that is printed.</param>
/// <param name="Spellings">All spellings that are read.</param>
/// <param name="Joins">What may stand between level and caveat; the first is printed.</param>
/// <param name="From">The lowest level that may carry it.</param>
/// <param name="LevelRule">Rule id of the caveat below that level.</param>
/// <param name="ListRule">Rule id of the caveat beside a release list.</param>
internal sealed record NationalCaveat(
    string Word, ImmutableArray<string> Spellings, ImmutableArray<string> Joins, Level From, string LevelRule, string ListRule)
{
    /// <summary>Separator of the parts of a mark.</summary>
    public const string Slashes = "//";

    private static readonly FrozenDictionary<string, ImmutableArray<NationalCaveat>> All = Load();

    /// <summary>The caveats of a nation, the strictest first.</summary>
    public static ImmutableArray<NationalCaveat> Of(string nation) =>
        All.TryGetValue(nation, out ImmutableArray<NationalCaveat> caveats) ? caveats : [];

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
            RegistryData.ParseLevel(RegistryData.Text(row, "from")), RegistryData.Text(row, "levelRule"), RegistryData.Text(row, "listRule"));
    }
}
