using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Comparing;

/// <summary>
/// A line for every voice, also those that cannot be compared (RFC 4180). Text that partners wrote is made plain, and what a spreadsheet would
/// take for a formula begins with an apostrophe.
/// </summary>
internal static class ComparisonCsv
{
    private static readonly string[] Headings =
    [
        "iso3", "group_id", "area", "definition_id", "threshold", "window_months", "horizon_months", "originator", "model_id", "model_version", "edition",
        "valid_from", "term", "scale_id", "scale_verified", "p_low", "p_best", "p_high", "fault", "rank", "of", "percentile", "base_rate", "worried", "worried_since",
        "first", "change_points", "change_direction", "change_basis", "confidence", "not_comparable", "dissent", "marking", "product_id",
    ];

    public static void Write(TextWriter output, IEnumerable<SubjectComparison> comparisons)
    {
        Line(output, Headings);
        foreach (SubjectComparison comparison in comparisons)
        {
            foreach (ComparedVoice voice in comparison.Voices)
            {
                Write(output, comparison, comparison.Event, comparison.HorizonMonths, voice, "");
            }

            foreach (VoiceApart apart in comparison.Apart)
            {
                Write(output, comparison, apart.Event, apart.HorizonMonths, apart.Voice, string.Join("; ", apart.Reasons.Select(ComparisonWords.Reason)));
            }
        }
    }

    private static void Write(TextWriter output, SubjectComparison comparison, Event? foreseen, uint horizon, ComparedVoice voice, string reasons) => Line(
        output,
        [
            comparison.Iso3, comparison.GroupId, comparison.Area, foreseen?.DefinitionId ?? "", Whole(foreseen?.Threshold ?? 0), Whole(foreseen?.WindowMonths ?? 0),
            Whole(horizon), voice.Originator, voice.ModelId, voice.ModelVersion, voice.Edition, Day(voice.ValidFromMs), voice.Likelihood?.Term ?? "",
            voice.Likelihood?.ScaleId ?? "", voice.Interval is { Source: IntervalSource.Scale } ? (ComparisonWords.IsVerified(voice.Interval) ? "yes" : "no") : "",
            Number(voice.Interval?.Low), Number(voice.Likelihood is { HasPBest: true } stated ? stated.PBest : null), Number(voice.Interval?.High),
            ComparisonWords.Fault(voice.Fault), Whole(voice.Rank), Whole(voice.Of), Number(voice.HasPercentile ? voice.Percentile : null),
            Number(voice.HasBaseRate ? voice.BaseRate : null), reasons.Length > 0 ? "" : voice.High ? "yes" : "no", Day(voice.HighSinceMs), Day(voice.FirstMs),
            Number(voice.Change is { HasPoints: true } change ? change.Points : null), voice.Change is { } way ? ComparisonWords.Direction(way.Direction) : "",
            voice.Change is { } basis ? basis.Basis.ToString().ToLowerInvariant() : "", ComparisonWords.Confidence(voice.Confidence), reasons,
            string.Join(" | ", voice.Dissent.Select(note => $"{note.Who}: {note.Text}")), voice.Marking?.Text ?? "", Convert.ToHexStringLower(voice.ProductId.Span),
        ]);

    private static void Line(TextWriter output, IEnumerable<string> cells) => output.WriteLine(string.Join(',', cells.Select(Cell)));

    private static string Cell(string text)
    {
        string plain = Page.Plain(text);
        bool number = double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        string safe = !number && plain.Length > 0 && "=+-@".Contains(plain[0], StringComparison.Ordinal) ? "'" + plain : plain;
        return safe.AsSpan().IndexOfAny(',', '"') < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Whole(uint number) => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture);

    private static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Day(long ms) => ms <= 0 ? "" : ComparisonWords.Day(ms);
}
