using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Core.Markings.Nato;

/// <summary>Words of NATO marks besides the levels. A closed vocabulary: <c>Data/nato.json</c>.</summary>
internal static class NatoVocabulary
{
    // The file's first source: contexts and administrative words all come from it.
    private static readonly string LabelPolicy;

    private static readonly ImmutableArray<(string Word, Level From, string Source)> Sensitive;
    private static readonly FrozenDictionary<string, ImmutableArray<string>> NationNames;
    private static readonly FrozenDictionary<string, ImmutableArray<string>> GroupNames;

    static NatoVocabulary()
    {
        using JsonDocument file = RegistryData.Open("nato.json");
        JsonElement root = file.RootElement;
        LabelPolicy = root.GetProperty("sources").EnumerateObject().First().Name;
        Contexts = root.GetProperty("contexts").EnumerateArray()
            .ToFrozenDictionary(row => RegistryData.Text(row, "value"), row => RegistryData.Text(row, "status") == "obsolete");
        Sensitive =
        [
            .. root.GetProperty("sensitivities").EnumerateArray()
                .Select(row => (RegistryData.Text(row, "word"), RegistryData.ParseLevel(RegistryData.Text(row, "from")), RegistryData.Text(row, "source"))),
        ];
        Administrative = RegistryData.Texts(root.GetProperty("administrative"));
        NationNames = Names(root.GetProperty("names"));
        GroupNames = Names(root.GetProperty("groups"));
    }

    /// <summary>Context values, true for those that new marks should not use.</summary>
    public static FrozenDictionary<string, bool> Contexts { get; }

    /// <summary>Words that oblige nobody.</summary>
    public static ImmutableArray<string> Administrative { get; }

    /// <summary>Additional sensitivities in the order they are printed.</summary>
    public static ImmutableArray<string> Sensitivities => [.. Sensitive.Select(row => row.Word)];

    /// <summary>Contexts, sensitivities and administrative words, for people to read.</summary>
    public static IEnumerable<PolicyWord> Words =>
    [
        .. Contexts.OrderBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => new PolicyWord(NatoGrammar.Policy, "NATO/" + row.Key, row.Value ? "context, obsolete" : "context", Level.Unclassified, LabelPolicy)),
        .. Sensitive.Select(row => new PolicyWord(NatoGrammar.Policy, row.Word, "additional sensitivity", row.From, row.Source)),
        .. Administrative.Select(word => new PolicyWord(NatoGrammar.Policy, word, "informative", Level.Unclassified, LabelPolicy)),
    ];

    /// <summary>The lowest level that may carry a sensitivity; only for words among <see cref="Sensitivities"/>.</summary>
    public static Level From(string sensitivity) => Sensitive.First(row => row.Word == sensitivity).From;

    /// <summary>The name that is printed for a code of the registry.</summary>
    public static string NameOf(string code, MarkingRegistry registry) => Spellings(code, registry)[0];

    /// <summary>How a code may be written: the printed name first, the code itself last.</summary>
    public static ImmutableArray<string> Spellings(string code, MarkingRegistry registry)
    {
        if (!registry.IsNation(code))
        {
            return [code, .. GroupNames.TryGetValue(code, out ImmutableArray<string> words) ? words : []];
        }

        string name = registry.NameOf(code);
        ImmutableArray<string> others = NationNames.TryGetValue(code, out ImmutableArray<string> known) ? known : [];

        // A name with a separator in it would not read back.
        return name.Contains(" - ", StringComparison.Ordinal) ? [.. others, code] : [.. others, name, code];
    }

    private static FrozenDictionary<string, ImmutableArray<string>> Names(JsonElement rows) =>
        rows.EnumerateObject().ToFrozenDictionary(row => row.Name, row => RegistryData.Texts(row.Value));
}
