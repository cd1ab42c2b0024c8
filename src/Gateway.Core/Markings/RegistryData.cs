using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gateway.Core.Markings.UsRegister;

namespace Gateway.Core.Markings;

/// <summary>Reads the embedded data files. They are part of the build: a fault in them is a bug and throws.</summary>
internal static class RegistryData
{
    public static MarkingRegistry Load()
    {
        using JsonDocument nations = Open("nations.json");
        using JsonDocument coalitions = Open("coalitions.json");
        using JsonDocument levels = Open("levels.json");
        using JsonDocument activities = Open("nato-activities.json");
        return new MarkingRegistry(
            new LevelMap(levels.RootElement.GetProperty("levels").EnumerateArray().Select(ReadLevels).ToArray()),
            nations.RootElement.GetProperty("nations").EnumerateObject().ToFrozenDictionary(row => row.Name, row => row.Value.GetString()!),
            coalitions.RootElement.GetProperty("coalitions").EnumerateArray().Select(ReadCoalition).ToFrozenDictionary(row => row.Code),
            ImmutableSortedDictionary.Create<string, OpaqueToken>(StringComparer.Ordinal),
            [
                .. activities.RootElement.GetProperty("activities").EnumerateArray()
                    .Select(row => new NatoActivity(Text(row, "name"), Text(row, "letter")[0], Text(row, "source"))),
            ]);
    }

    /// <summary>What the source names of the data files stand for.</summary>
    public static ImmutableSortedDictionary<string, string> Sources()
    {
        using JsonDocument coalitions = Open("coalitions.json");
        using JsonDocument levels = Open("levels.json");
        using JsonDocument caveats = Open("caveats.json");
        using JsonDocument nato = Open("nato.json");
        return Pairs(coalitions.RootElement, "sources").Concat(Pairs(levels.RootElement, "sources"))
            .Concat(Pairs(caveats.RootElement, "sources")).Concat(Pairs(nato.RootElement, "sources"))
            .DistinctBy(pair => pair.Name)
            .ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal);
    }

    internal static Level ParseLevel(string name) => name switch
    {
        "UNCLASSIFIED" => Level.Unclassified,
        "RESTRICTED" => Level.Restricted,
        "CONFIDENTIAL" => Level.Confidential,
        "SECRET" => Level.Secret,
        "TOP SECRET" => Level.TopSecret,
        _ => throw new FormatException($"Not a level of the common ladder: {name}."),
    };

    /// <summary>An embedded data file.</summary>
    internal static JsonDocument Open(string file)
    {
        string name = $"{typeof(RegistryData).Namespace}.Data.{file}";
        using Stream stream = typeof(RegistryData).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The embedded resource {name} is missing.");
        return JsonDocument.Parse(stream);
    }

    private static Coalition ReadCoalition(JsonElement row)
    {
        string code = Text(row, "code");
        return new Coalition
        {
            Code = code,
            Name = row.TryGetProperty("name", out JsonElement name) ? name.GetString()! : code,
            Kind = Enum.Parse<CoalitionKind>(Text(row, "kind"), ignoreCase: true),
            InRegister = row.GetProperty("inRegister").GetBoolean(),
            Members = row.TryGetProperty("members", out JsonElement members) ? Texts(members) : [],
            ExpandsInRollUp = row.TryGetProperty("expandsInRollUp", out JsonElement rollUp) && rollUp.GetBoolean(),
            ExpandsForRecipients = row.TryGetProperty("expandsForRecipients", out JsonElement test) && test.GetBoolean(),
            Joined = Pairs(row, "joined").ToImmutableSortedDictionary(
                pair => pair.Name, pair => DateOnly.ParseExact(pair.Value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparer.Ordinal),
            Deprecated = row.TryGetProperty("deprecated", out JsonElement old) && old.GetBoolean(),
            Confidence = Text(row, "confidence"),
            Source = Text(row, "source"),
        };
    }

    private static NationLevels ReadLevels(JsonElement row)
    {
        var words = row.GetProperty("words").EnumerateArray()
            .Select(word => new LevelWord(
                Text(word, "word"), ParseLevel(Text(word, "level")), Enum.Parse<WordStatus>(Text(word, "status"), ignoreCase: true)));
        return new NationLevels(
            Text(row, "nation"),
            Enum.Parse<Confidence>(Text(row, "confidence"), ignoreCase: true),
            Texts(row.GetProperty("sources")),
            [.. words],
            Pairs(row, "clearances").ToImmutableDictionary(pair => pair.Name, pair => ParseLevel(pair.Value.GetString()!)),
            Pairs(row, "receiveAs").ToImmutableDictionary(pair => ParseLevel(pair.Name), pair => ParseLevel(pair.Value.GetString()!)));
    }

    private static JsonElement.ObjectEnumerator Pairs(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement pairs) ? pairs.EnumerateObject() : default;

    internal static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    internal static ImmutableArray<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];
}
