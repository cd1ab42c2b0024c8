using System.Diagnostics;

namespace Gateway.Benchmarks;

/// <summary>What a scenario must reach: a rate, a share of its baseline, or both.</summary>
/// <param name="Rate">Least operations per second; 0 for none.</param>
/// <param name="Ratio">Least share of the baseline; 0 for none.</param>
/// <param name="Why">What keeps it from being reached, in a few words; said only when it is missed.</param>
internal sealed record Gate(double Rate, double Ratio, string Why)
{
    public bool Holds(double rate, double ratio) => rate >= Rate && ratio >= Ratio;
}

/// <summary>One line of the table.</summary>
internal sealed record Result(string What, double Ours, double Baseline, Gate? Gate)
{
    public double Ratio => Ours / Baseline;

    /// <summary>Null when there is nothing to reach.</summary>
    public bool? Passed => Gate?.Holds(Ours, Ratio);
}

/// <summary>
/// Measures ours against the baseline, turn by turn in one process: a machine that slows down slows both. The best turn of each counts,
/// because others can only make a turn slower.
/// </summary>
internal sealed class Contest(Pace pace)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(4);

    /// <summary>Both run repeatedly on one thread; <paramref name="ours"/> and <paramref name="baseline"/> do one operation.</summary>
    public Result Run(string what, Gate? gate, Action ours, Action baseline)
    {
        TimeSpan turn = pace.Budget / (2 * pace.Turns);
        return Run(what, gate, () => Repeat(ours, turn), () => Repeat(baseline, turn), pace.Turns);
    }

    /// <summary>Each turn answers with its own rate per second. The first turn of both warms up.</summary>
    public static Result Run(string what, Gate? gate, Func<double> ours, Func<double> baseline, int turns)
    {
        double bestOurs = 0, bestBaseline = 0;
        for (int i = 0; i <= turns; i++)
        {
            (double one, double other) = (ours(), baseline());
            if (i > 0)
            {
                (bestOurs, bestBaseline) = (Math.Max(bestOurs, one), Math.Max(bestBaseline, other));
            }
        }

        return new Result(what, bestOurs, bestBaseline, gate);
    }

    // Short slices: among many, some run without being interrupted by others on the machine.
    private static double Repeat(Action operation, TimeSpan turn)
    {
        double best = 0;
        long first = Stopwatch.GetTimestamp();
        do
        {
            int count = 0;
            long start = Stopwatch.GetTimestamp();
            do
            {
                operation();
                count++;
            }
            while (Stopwatch.GetElapsedTime(start) < Slice);
            best = Math.Max(best, count / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (Stopwatch.GetElapsedTime(first) < turn);
        return best;
    }
}
