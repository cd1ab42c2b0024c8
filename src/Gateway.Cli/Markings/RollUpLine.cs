using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Cli.Render;
using Gateway.Core.Markings;

namespace Gateway.Cli.Markings;

/// <summary>One roll-up: the portion marks, and the banner or the reasons why there is none.</summary>
internal sealed record RollUpLine(ImmutableArray<string> Portions, string Banner, ImmutableArray<MarkingError> Errors)
{
    /// <summary>The marks of one line, or null if it is not a JSON array of texts.</summary>
    public static ImmutableArray<string>? TryRead(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array && root.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
                ? [.. root.EnumerateArray().Select(item => item.GetString()!)]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static RollUpLine Of(ImmutableArray<string> portions, string policy, MarkingRegistry registry, string? compiled = null)
    {
        var read = portions
            .Select(mark => MarkingReader.Read(new Marking { Policy = policy, Text = mark }, MarkingKind.Portion, registry))
            .ToList();
        ImmutableArray<MarkingError> unreadable = [.. read.OfType<MarkingReading.Unreadable>().SelectMany(reading => reading.Errors)];
        if (!unreadable.IsEmpty)
        {
            return new RollUpLine(portions, "", unreadable);
        }

        List<ParsedMarking> marks = [.. read.OfType<MarkingReading.Readable>().Select(reading => reading.Marking)];
        MarkingReading rolled = compiled is null
            ? RollUp.Banner(marks, policy, registry)
            : RollUp.Compiled(new Marking { Policy = policy, Text = compiled }, marks, registry);
        return rolled switch
        {
            MarkingReading.Readable banner => new RollUpLine(portions, banner.Marking.Canonical, []),
            MarkingReading.Unreadable none => new RollUpLine(portions, "", none.Errors),
            var other => throw new InvalidOperationException($"{other.GetType()} is no reading."),
        };
    }

    public void WriteJson(TextWriter output) => output.WriteJson(json =>
    {
        json.WriteTexts("portions", Portions);
        json.WriteString("banner", Banner);
        MarkingReport.WriteErrors(json, Errors);
    });
}
