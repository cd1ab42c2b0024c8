using Gateway.Benchmarks.Baselines;
using Gateway.Benchmarks.World;
using Gateway.Core.Markings;

namespace Gateway.Benchmarks.Scenarios;

/// <summary>Parsing and validating marks that were never met before (no memo), against a bare scan of the same texts.</summary>
internal static class Markings
{
    private const double PerSecond = 500_000;

    // One of every form of the US register.
    private static readonly string[] Forms =
    [
        "(U)", "(S//NF)", "(S//REL TO USA, FRA)", "(S//OC/REL TO USA, FRA, GBR)", "(TS//FGI DEU GBR//NF)", "(S//REL TO USA, FVEY/RELIDO)",
        "(//NS//REL TO USA, NATO)", "(//CAN GBR S//REL TO USA, CAN, GBR)", "(//JOINT S CAN USA//OC/REL TO USA, CAN)", "(U//FOUO)",
    ];

    public static IEnumerable<Result> Run(Contest contest)
    {
        yield return Rate(contest, "read a new mark", Forms);
        yield return Rate(contest, "read a new mark for 30 partners", [BenchWorld.Marks[0]]);
    }

    private static Result Rate(Contest contest, string what, string[] texts)
    {
        Marking[] marks = [.. texts.Select(text => new Marking { Policy = "US", Text = text })];
        var bare = new BareTokens(texts);
        (int ours, int baseline) = (0, 0);
        return contest.Run(
            what,
            new Gate(PerSecond, 0, "two microseconds a mark"),
            () => Require(MarkingReader.ReadAfresh(marks[ours++ % marks.Length], MarkingKind.Portion, MarkingRegistry.Default)),
            () => bare.Scan(texts[baseline++ % texts.Length]));
    }

    private static void Require(MarkingReading reading)
    {
        if (reading is not MarkingReading.Readable)
        {
            throw new InvalidOperationException("These marks are valid.");
        }
    }
}
