using System.Collections.Immutable;
using System.Diagnostics;
using Gateway.Benchmarks.World;
using Gateway.Core.Assessments.Comparing;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Node.Callers;
using Gateway.Node.Comparing;
using Gateway.Node.Holdings;
using Google.Protobuf;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Benchmarks.Scenarios;

/// <summary>
/// Whole answers a second, as a ministry asks for them: what it may see, compared, and written as messages; a gate of 5 is 200 ms. Against the
/// bare grouping of the same judgements, which reads no scale and compares nothing.
/// </summary>
internal static class Compare
{
    private static readonly LocalCaller Ministry = new("ministry@bench", Role.Ministry, Level.Secret, "USA");

    public static IEnumerable<Result> Run(BenchWorld world, string folder, Pace pace)
    {
        (int countries, int partners, int editions) = (pace.Countries, 30, 8);
        using var compared = new ComparedWorld(world, folder, countries, partners, editions);
        var holdings = new HoldingsIndex(compared.Store, () => compared.Model, () => DateTimeOffset.UtcNow);
        long start = Stopwatch.GetTimestamp();
        holdings.CatchUp();
        double read = Stopwatch.GetElapsedTime(start).TotalSeconds;
        PartnerCode[] roster = [.. compared.Model.Roster.Partners.Select(partner => partner.Code)];
        View[] views = [.. JudgementViews.Of(holdings.For(Ministry, CoreMode.Actual))];
        if (views.Length != countries * partners * editions)
        {
            throw new InvalidOperationException("The ministry sees every judgement.");
        }

        var query = new ComparisonQuery { Editions = editions };
        yield return Contest.Run(
            $"compare {countries}x{partners}x{editions}",
            new Gate(5, 0, "every edition of every voice is read, ordered and written"),
            () => Rate(() => Answer(holdings, roster, query)),
            () => Rate(() => Group(views)),
            pace.Turns);
        var one = new ComparisonQuery { Editions = editions, Countries = [views[0].Subject.Iso3] };
        yield return Contest.Run(
            "compare one country of these",
            gate: null,
            () => Rate(() => Answer(holdings, roster, one)),
            () => Rate(() => Group(views)),
            pace.Turns);
        Console.WriteLine(FormattableString.Invariant($"  the holdings of {views.Length:N0} products were read in {read:0.0} s"));
    }

    private static long Answer(HoldingsIndex holdings, PartnerCode[] roster, ComparisonQuery query)
    {
        ComparisonResult result = Comparer.Compare(JudgementViews.Of(holdings.For(Ministry, CoreMode.Actual)), roster, query);
        return result.Comparisons.Sum(comparison => (long)ComparisonAnswers.Of(comparison, pairs: false).ToByteArray().Length);
    }

    private static int Group(View[] views) => views
        .GroupBy(view => (view.Subject, view.Frame))
        .Sum(subject => subject.GroupBy(view => view.Originator).Count());

    private static double Rate(Func<long> operation)
    {
        long start = Stopwatch.GetTimestamp();
        _ = operation();
        return 1 / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
