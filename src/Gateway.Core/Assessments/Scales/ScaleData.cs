using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Core.Assessments.Scales;

/// <summary>Reads the embedded tables of this folder. They are part of the build: a fault in them is a bug and throws.</summary>
internal static class ScaleData
{
    public static ImmutableArray<LikelihoodScale> Likelihood()
    {
        using JsonDocument file = AssessmentData.Open("Scales", "likelihood.json");
        return [.. file.RootElement.GetProperty("scales").EnumerateArray().Select(ReadScale)];
    }

    public static ImmutableArray<ConfidenceScale> Confidence()
    {
        using JsonDocument file = AssessmentData.Open("Scales", "confidence.json");
        return
        [
            .. file.RootElement.GetProperty("scales").EnumerateArray().Select(row => new ConfidenceScale(
                row.Text("id"), row.Text("name"), row.Texts("levels"), row.Verification(), row.Text("source"))),
        ];
    }

    public static (ImmutableArray<AdmiraltyGrade> Reliability, ImmutableArray<AdmiraltyGrade> Credibility) Admiralty()
    {
        using JsonDocument file = AssessmentData.Open("Scales", "admiralty.json");
        return (Grades(file.RootElement.GetProperty("reliability")), Grades(file.RootElement.GetProperty("credibility")));
    }

    public static ImmutableArray<StixConfidenceTable> Stix()
    {
        using JsonDocument file = AssessmentData.Open("Scales", "stix-confidence.json");
        return
        [
            .. file.RootElement.GetProperty("tables").EnumerateArray().Select(table => new StixConfidenceTable(
                table.Text("id"),
                table.Verification(),
                table.Text("source"),
                table.Text("note"),
                [.. table.GetProperty("rows").EnumerateArray().Select(row => new StixConfidenceRow(row.Texts("words"), Range(row.GetProperty("range"))))])),
        ];
    }

    private static LikelihoodScale ReadScale(JsonElement row) => new(
        row.Text("id"),
        row.Text("name"),
        row.Verification(),
        row.Text("source"),
        row.Text("note"),
        [.. row.GetProperty("terms").EnumerateArray().Select(ReadTerm)]);

    private static LikelihoodTerm ReadTerm(JsonElement row) => new(
        [.. row.GetProperty("words").EnumerateArray().Select(ReadWord)],
        new ProbabilityInterval(
            row.GetProperty("low").GetDouble(), row.GetProperty("high").GetDouble(), row.GetProperty("highClosed").GetBoolean()));

    private static LikelihoodWord ReadWord(JsonElement word) => new(
        word.Text("text"),
        word.TryGetProperty("row", out JsonElement row) ? row.GetInt32() : 0,
        !word.TryGetProperty("inProse", out JsonElement prose) || prose.GetBoolean());

    private static ImmutableArray<AdmiraltyGrade> Grades(JsonElement rows) =>
    [
        .. rows.EnumerateArray().Select(row => new AdmiraltyGrade(
            row.Text("code")[0], row.Text("meaning"), row.TryGetProperty("stix", out JsonElement range) ? Range(range) : null)),
    ];

    private static StixRange Range(JsonElement pair) => new(pair[0].GetInt32(), pair[1].GetInt32());
}
