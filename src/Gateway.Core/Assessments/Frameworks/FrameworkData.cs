using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Core.Assessments.Frameworks;

/// <summary>Reads the embedded data of this folder. It is part of the build: a fault in it is a bug and throws.</summary>
internal static class FrameworkData
{
    private const string Folder = "Frameworks";

    public static ImmutableArray<RiskFramework> Frameworks() => [.. new[] { "un-2014.json", "araf.json", "ewp.json" }.Select(Read)];

    public static (Verification Verification, ImmutableArray<(FactorRef One, FactorRef Other)> Pairs) Crosswalk()
    {
        using JsonDocument file = AssessmentData.Open(Folder, "crosswalk.json");
        return (file.RootElement.Verification(),
            [.. file.RootElement.GetProperty("pairs").EnumerateArray().Select(pair => (Ref(pair.GetProperty("a")), Ref(pair.GetProperty("b"))))]);
    }

    public static ImmutableArray<AssessmentTemplate> Templates()
    {
        using JsonDocument file = AssessmentData.Open(Folder, "templates.json");
        return
        [
            .. file.RootElement.GetProperty("templates").EnumerateArray().Select(row => new AssessmentTemplate(
                row.Text("id"), row.Text("name"), row.Text("framework"), [.. row.Texts("blocks").Select(Block)])),
        ];
    }

    public static FactorRef Ref(JsonElement row) => new(row[0].GetString()!, row[1].GetInt32(), row[2].GetInt32());

    private static TemplateBlock Block(string word) => Enum.Parse<TemplateBlock>(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    private static RiskFramework Read(string name)
    {
        using JsonDocument file = AssessmentData.Open(Folder, name);
        JsonElement root = file.RootElement;
        return new RiskFramework(
            root.Text("id"),
            root.Text("edition"),
            root.Text("name"),
            root.Verification(),
            Enum.Parse<Verification>(root.Text("indicators"), ignoreCase: true),
            root.Text("source"),
            [.. root.GetProperty("factors").EnumerateArray().Select(ReadFactor)]);
    }

    private static FrameworkFactor ReadFactor(JsonElement row) => new(
        row.GetProperty("no").GetInt32(),
        row.Text("set"),
        row.Text("name"),
        row.TextOrEmpty("code"),
        row.TryGetProperty("indicators", out JsonElement indicators)
            ? [.. indicators.EnumerateArray().Select(one => new FrameworkIndicator(one.GetProperty("no").GetInt32(), one.Text("name")))]
            : [],
        row.Texts("themes"));
}
