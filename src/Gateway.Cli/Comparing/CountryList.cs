using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Spectre.Console;
using static Gateway.Cli.Comparing.ComparisonWords;

namespace Gateway.Cli.Comparing;

/// <summary>Many subjects, a line each.</summary>
internal static class CountryList
{
    private const int Bars = 8;
    private const int Name = 18;

    public static void Show(Surface surface, IReadOnlyList<SubjectComparison> comparisons)
    {
        foreach (IGrouping<string, SubjectComparison> frame in comparisons.GroupBy(one => Frame(one.Event, one.HorizonMonths)))
        {
            surface.Console.SayWrapped(frame.Key, 2, new Style(decoration: Decoration.Bold));
            Table table = Page.Table("subject", ">by", "worried", ">from", ">to %", ">a/o/d", ">gap", "trend");
            table.Columns[0].NoWrap();
            table.Columns[^1].NoWrap();
            foreach (SubjectComparison comparison in frame.OrderByDescending(Worried).ThenByDescending(Highest))
            {
                table.Row(
                    Short(comparison),
                    Number($"{comparison.Voices.Select(voice => voice.Originator).Distinct().Count()}"),
                    string.Join(' ', comparison.Voices.Where(voice => voice.High).Select(voice => voice.Originator).Distinct()),
                    Lowest(comparison),
                    Highest(comparison) is { } highest ? Points(highest) : "",
                    comparison.Agree + comparison.Overlap + comparison.Diverge > 0 ? Number($"{comparison.Agree}/{comparison.Overlap}/{comparison.Diverge}") : "",
                    comparison.Widest is { } widest ? Number($"{widest.GapPoints:0.##}") : "",
                    Trend(comparison));
            }

            surface.Console.Write(table);
            surface.Console.WriteLine();
        }

        surface.Console.SayWrapped(
            "by: partners that judge it. from, to: the lowest and the highest that anybody says, never a mean. a/o/d: pairs that agree, overlap, "
            + "diverge. gap: points between the two that lie furthest apart. Name a country to see who, since when and why.",
            0);
    }

    /// <summary>Subjects that one partner alone worries about.</summary>
    public static void ShowOverlooked(Surface surface, IReadOnlyList<OverlookedSubject> found)
    {
        if (found.Count == 0)
        {
            surface.Console.Say("Nothing: no subject that exactly one partner worries about and that the others pass over.");
            return;
        }

        Table table = Page.Table("subject", "worried", ">place", ">per cent", "silent", "calm", "event and horizon");
        table.Columns[0].NoWrap();
        foreach (OverlookedSubject one in found)
        {
            ComparedVoice voice = one.Comparison.Voices.First(voice => voice.Originator == one.Worried && voice.High);
            table.Row(
                Short(one.Comparison),
                one.Worried,
                Place(voice),
                Percent(voice),
                string.Join(' ', one.Silent),
                string.Join(' ', one.Calm),
                Frame(one.Comparison.Event, one.Comparison.HorizonMonths));
        }

        surface.Console.Write(table);
        surface.Console.Say("silent: judges other countries by this event and horizon; on this one you may see nothing.");
    }

    private static int Worried(SubjectComparison comparison) => comparison.Voices.Where(voice => voice.High).Select(voice => voice.Originator).Distinct().Count();

    private static double? Highest(SubjectComparison comparison) => comparison.Voices.Where(voice => voice.Interval is not null).Max(voice => (double?)voice.Interval.High);

    private static string Lowest(SubjectComparison comparison) =>
        comparison.Voices.Where(voice => voice.Interval is not null).Min(voice => (double?)voice.Interval.Low) is { } lowest ? Points(lowest) : "";

    /// <summary>Of the voice with most editions; of equals the first by code.</summary>
    private static string Trend(SubjectComparison comparison) =>
        comparison.Voices.MaxBy(voice => voice.Editions.Count) is { Editions.Count: > 1 } voice ? $"{voice.Originator} {Sparkline.Of(Series(voice), Bars)}" : "";

    private static string Short(SubjectComparison comparison)
    {
        string name = Country(comparison.Iso3) + (comparison.GroupId.Length > 0 ? $" {comparison.GroupId}" : "") + (comparison.Area.Length > 0 ? $" {comparison.Area}" : "");
        return name.Length <= Name ? name : name[..(Name - 1)] + "…";
    }
}
