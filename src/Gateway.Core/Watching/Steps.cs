namespace Gateway.Core.Watching;

/// <summary>How far beyond a bound a value lies, in whole steps: what makes a worsened cause worth telling again.</summary>
internal static class Steps
{
    private const int Most = 1_000;

    /// <summary>A step of the bound's own size, so that the next one is told at its double; of 1 for the bound 0.</summary>
    public static double Default(double bound) => bound == 0 ? 1 : Math.Abs(bound);

    /// <summary>1 at the bound, one more for each whole step beyond it. Not below 1, and bounded: a number may be anything.</summary>
    public static int Degree(double beyond, double step)
    {
        double steps = Math.Floor(beyond / step);
        return double.IsNaN(steps) || steps < 0 ? 1 : 1 + (int)Math.Min(steps, Most);
    }
}
