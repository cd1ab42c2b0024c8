using Gateway.Core.Assessments.Scales;

namespace Gateway.Core.Assessments.Comparing;

/// <summary>Which earlier figure a change was measured against. Numbers equal <c>gateway.v1.ChangeBasis</c>.</summary>
public enum ChangeBasis
{
    /// <summary>The later edition's own model applied to the earlier year.</summary>
    Refit = 1,

    /// <summary>The figure as published then: between editions of a model that changed this says little.</summary>
    Published = 2,
}

/// <summary>Which way a likelihood went. Numbers equal <c>gateway.v1.ChangeDirection</c>.</summary>
public enum ChangeDirection
{
    /// <summary>The words or intervals do not say.</summary>
    Unclear = 1,

    /// <summary>Up.</summary>
    Rising = 2,

    /// <summary>The same.</summary>
    Steady = 3,

    /// <summary>Down.</summary>
    Falling = 4,
}

/// <summary>From one edition to the next.</summary>
/// <param name="FromEdition">Serial of the earlier one.</param>
/// <param name="FromMs">From when the earlier one looked ahead; 0 = not known.</param>
/// <param name="Basis">What the earlier figure is.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Points">Difference of the best numbers, percentage points; null where there are none.</param>
/// <param name="FromRank">Place then, by the same basis; 0 = not ranked.</param>
/// <param name="OtherModel">The versions of the model differ, and no refit was given: the difference may be the model's.</param>
public sealed record EditionChange(
    string FromEdition, long FromMs, ChangeBasis Basis, ChangeDirection Direction, double? Points, uint FromRank, bool OtherModel)
{
    /// <summary>
    /// How an edition differs from the one before. Where it restates the earlier year by its own model, that is what it is measured against,
    /// whether the earlier edition is here or not; the published figure serves only where there is no refit.
    /// </summary>
    internal static EditionChange? Of(View view, View? before)
    {
        if (view.Reading is not LikelihoodReading.Usable now)
        {
            return null;
        }

        EarlierValue? refit = Refit(view, before);
        if (refit?.Best is { } then && now.Best is { } best)
        {
            double points = Intervals.Points(best - then);
            return new EditionChange(refit.Edition, refit.ValidFromMs, ChangeBasis.Refit, Way(points), points, refit.Rank, OtherModel: false);
        }

        if (before is not { Reading: LikelihoodReading.Usable earlier })
        {
            return null;
        }

        double? difference = now.Best is { } one && earlier.Best is { } other ? Intervals.Points(one - other) : null;
        return new EditionChange(
            before.Edition,
            before.EditionMs,
            ChangeBasis.Published,
            difference is { } known ? Way(known) : Way(earlier.Interval, now.Interval),
            difference,
            before.Rank,
            OtherModel: view.ModelVersion != before.ModelVersion);
    }

    /// <summary>The refit of the edition before; where that one is not restated, the newest refit that is not older than it.</summary>
    private static EarlierValue? Refit(View view, View? before)
    {
        EarlierValue? newest = null;
        foreach (EarlierValue value in view.Earlier)
        {
            if (!value.Refit || value.Best is not (>= 0 and <= 1))
            {
                continue;
            }

            if (before is not null && value.Names(before))
            {
                return value;
            }

            bool older = before is not null && value.ValidFromMs < before.EditionMs;
            newest = older || value.ValidFromMs >= view.EditionMs || value.ValidFromMs < (newest?.ValidFromMs ?? 0) ? newest : value;
        }

        return newest;
    }

    private static ChangeDirection Way(double points) =>
        points > 0 ? ChangeDirection.Rising : points < 0 ? ChangeDirection.Falling : ChangeDirection.Steady;

    // Both ends have to go the same way.
    private static ChangeDirection Way(in ProbabilityInterval then, in ProbabilityInterval now) =>
        then == now ? ChangeDirection.Steady
        : now.Low >= then.Low && now.High >= then.High ? ChangeDirection.Rising
        : now.Low <= then.Low && now.High <= then.High ? ChangeDirection.Falling
        : ChangeDirection.Unclear;
}

/// <summary>One edition of a series.</summary>
/// <param name="View">The judgement.</param>
/// <param name="IsHigh">Whether the partner counted as worried.</param>
public sealed record Edition(View View, bool IsHigh);
