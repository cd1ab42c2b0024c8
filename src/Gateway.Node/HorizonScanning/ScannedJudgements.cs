using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Assessments.Comparing;
using Gateway.Core.HorizonScanning;
using Gateway.Core.Markings;

namespace Gateway.Node.HorizonScanning;

/// <summary>What comparisons say in a digest: who went up, and who lies apart from whom. Pure.</summary>
internal static class ScannedJudgements
{
    public static IEnumerable<ScannedRise> Rises(IEnumerable<Comparison> comparisons)
    {
        foreach (Comparison comparison in comparisons)
        {
            foreach (Voice voice in comparison.Voices.Where(voice => voice.Change?.Direction == ChangeDirection.Rising))
            {
                yield return new ScannedRise
                {
                    Product = voice.Latest.Product,
                    Originator = voice.Latest.Originator,
                    Iso3 = comparison.Subject.Iso3,
                    Group = Group(comparison.Subject),
                    Fact = $"{Event(comparison.Frame)}: {Change(voice, voice.Change!)}",
                    Points = voice.Change!.Points,

                    // The figure of before is in the sentence too.
                    Markings = Markings(voice.Editions.TakeLast(2).Select(edition => edition.View).Append(voice.Latest)),
                };
            }
        }
    }

    /// <summary>Voices of different partners that have no probability in common, each with its own words; two that pass on one model are one voice.</summary>
    public static IEnumerable<ScannedDispute> Disputes(IEnumerable<Comparison> comparisons)
    {
        foreach (Comparison comparison in comparisons)
        {
            VoicePair[] apart =
            [
                .. comparison.Pairs.Where(pair => pair.Relation == IntervalRelation.Diverge && !pair.SameModel
                    && comparison.Voices[pair.One].Latest.Originator != comparison.Voices[pair.Other].Latest.Originator),
            ];
            if (apart.Length == 0)
            {
                continue;
            }

            Voice[] voices = [.. apart.SelectMany(pair => (int[])[pair.One, pair.Other]).Distinct().Order().Select(place => comparison.Voices[place])];
            double gap = apart.Max(pair => pair.GapPoints);
            yield return new ScannedDispute
            {
                Products = [.. voices.Select(voice => voice.Latest.Product).Distinct()],
                Partners = [.. voices.Select(voice => voice.Latest.Originator).Distinct().OrderBy(code => code.Value, StringComparer.Ordinal)],
                Iso3 = comparison.Subject.Iso3,
                Group = Group(comparison.Subject),
                Fact = $"{Event(comparison.Frame)}: {string.Join("; ", voices.Select(voice => $"{voice.Latest.Originator} {Likelihood(voice)}"))}. {(gap > 0 ? $"{Number(gap)} points apart" : "They only touch")}.",
                GapPoints = gap,
                Markings = Markings(voices.Select(voice => voice.Latest)),
            };
        }
    }

    private static ImmutableArray<Marking> Markings(IEnumerable<View> views) => [.. views.SelectMany(view => view.Markings).Distinct()];

    private static string Group(ComparedSubject subject) =>
        string.Join(", ", new[] { subject.Group, subject.Area }.Where(text => text.Length > 0));

    private static string Event(Frame frame)
    {
        string what = frame.Event.Definition.Length > 0 ? frame.Event.Definition : "event not stated";
        string size = frame.Event.Threshold > 0 ? string.Create(CultureInfo.InvariantCulture, $", {frame.Event.Threshold:N0} killed within {frame.Event.WindowMonths} months") : "";
        string horizon = frame.HorizonMonths > 0 ? $", {frame.HorizonMonths} months ahead" : "";
        return what + size + horizon;
    }

    private static string Likelihood(Voice voice)
    {
        string term = voice.Latest.Likelihood is { Term.Length: > 0 } stated ? $"“{stated.Term}” " : "";
        return voice.Latest.Reading is LikelihoodReading.Usable usable
            ? usable.Best is { } best ? $"{term}{Percent(best)}".Trim() : $"{term}({Percent(usable.Interval.Low)} to {Percent(usable.Interval.High)})"
            : term.Length > 0 ? term.Trim() : "no likelihood";
    }

    // Two editions of a model are measured by the later one's own refit; a figure as published then says less, and that is said.
    private static string Change(Voice voice, EditionChange change)
    {
        string points = change.Points is { } known ? $", up {Number(known)} points" : ", up";
        string from = change.FromEdition.Length > 0 ? $" from {change.FromEdition}" : "";
        string basis = change.Basis switch
        {
            ChangeBasis.Refit => " by the later edition's own refit",
            ChangeBasis.Published => change.OtherModel ? " as published then, by another version of the model" : " as published then",
        };
        string rank = voice.Latest.Rank > 0
            ? $"; rank {voice.Latest.Rank} of {voice.Latest.Of}{(change.FromRank > 0 ? $", before {change.FromRank}" : "")}"
            : "";
        return $"now {Likelihood(voice)}{points}{from}{basis}{rank}.";
    }

    private static string Percent(double probability) => Number(100 * probability) + " %";

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
