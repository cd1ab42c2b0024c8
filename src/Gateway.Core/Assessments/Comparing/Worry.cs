namespace Gateway.Core.Assessments.Comparing;

/// <summary>
/// When a partner counts as worried. The world's highest risks are small numbers (the top of EWP 2025 is 10.4 %, which ICD 203 calls "very
/// unlikely"), so place and base rate say it before the word does.
/// </summary>
internal static class Worry
{
    /// <summary>Places that count as high unless told otherwise: what early warning publishes as its list.</summary>
    public const uint DefaultTop = 30;

    private const uint Quarter = 4;
    private const double LowFrom = 0.2;
    private const double TimesBaseRate = 4;

    /// <summary>
    /// High: among the first <paramref name="top"/> places and in the upper quarter of those ranked; or at least four times the stated base rate;
    /// or all of the interval at 20 % and more.
    /// </summary>
    public static bool IsHigh(View view, uint top)
    {
        if (view.Rank > 0 && view.Rank <= top && (ulong)view.Rank * Quarter <= (ulong)view.Of + Quarter - 1)
        {
            return true;
        }

        return view.Reading is LikelihoodReading.Usable usable
            && (usable.Interval.Low >= LowFrom
                || (view.BaseRate is > 0 and <= 1 and var rate && (usable.Best ?? usable.Interval.Low) >= TimesBaseRate * rate));
    }
}
