using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Assessments.Forecasting;
using Gateway.Core.Partners;
using Gateway.Protocol;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Forecasting;

/// <summary>Reads what callers ask, and says everything that is wrong with it at once.</summary>
internal sealed class ForecastRequests
{
    private const int MostOutcomes = 10_000;
    private const uint DefaultTop = 30;
    private const uint MostTop = 500;

    // The end of the year 9999.
    private const long LastMs = 253402300799999;

    private readonly List<FieldViolation> _wrong = [];

    public CoreMode Mode(Protocol.V1.Mode mode)
    {
        That(mode.TryToCore(out CoreMode core), "mode", "REQUIRED", "Must be ACTUAL, EXERCISE or TEST: they are never mixed.");
        return core;
    }

    public ForecastSelection Selection(ForecastSelection? selection, string field)
    {
        That(
            selection is not null && PartnerCode.TryParse(selection.Originator, out _),
            $"{field}.originator",
            "REQUIRED",
            "Must be a partner code, such as FRA.");
        return selection ?? new ForecastSelection();
    }

    public int Top(uint top)
    {
        That(top <= MostTop, "top", "RANGE", $"Must be at most {MostTop}.");
        return (int)(top == 0 ? DefaultTop : top);
    }

    /// <summary>The measure; unless it is said, the places that the producer published.</summary>
    public ForecastMeasure Measure(ForecastMeasure measure, string field)
    {
        That(Enum.IsDefined(measure), field, "UNKNOWN", "Must be one of the measures.");
        return measure == ForecastMeasure.Unspecified ? ForecastMeasure.Rank : measure;
    }

    public double? BaseRate(ScoreRequest request)
    {
        That(!request.HasBaseRate || request.BaseRate is >= 0 and <= 1, "base_rate", "RANGE", "Must be a probability, 0 to 1.");
        return request.HasBaseRate ? request.BaseRate : null;
    }

    public OutcomeList Outcomes(ScoreRequest request)
    {
        That(request.KnownUntilMs is > 0 and <= LastMs, "known_until_ms", "REQUIRED", "Must say until when the outcomes are complete.");
        That(request.Outcomes.Count <= MostOutcomes, "outcomes", "RANGE", $"Must be at most {MostOutcomes}.");
        var onsets = ImmutableArray.CreateBuilder<Onset>();
        for (int i = 0; i < Math.Min(request.Outcomes.Count, MostOutcomes); i++)
        {
            ForecastOutcome outcome = request.Outcomes[i];
            bool known = Countries.TryByIso3(outcome.Iso3, out _);
            That(known, $"outcomes[{i}].iso3", "UNKNOWN", "No country in force has this code.");
            bool dated = outcome.EarliestMs is >= 0 and <= LastMs && outcome.BeforeMs is > 0 and <= LastMs && outcome.EarliestMs < outcome.BeforeMs;
            That(dated, $"outcomes[{i}].before_ms", "RANGE", "The earliest time must lie before the other.");
            if (known && dated)
            {
                onsets.Add(new Onset(
                    outcome.Iso3,
                    DateTimeOffset.FromUnixTimeMilliseconds(outcome.EarliestMs),
                    DateTimeOffset.FromUnixTimeMilliseconds(outcome.BeforeMs)));
            }
        }

        long until = Math.Clamp(request.KnownUntilMs, 0, LastMs);
        return new OutcomeList(onsets, DateTimeOffset.FromUnixTimeMilliseconds(until));
    }

    /// <summary>Throws when anything was wrong.</summary>
    public void Check()
    {
        if (_wrong.Count > 0)
        {
            throw RichStatus.BadRequest([.. _wrong]);
        }
    }

    private void That(bool holds, string field, string rule, string message)
    {
        if (!holds)
        {
            _wrong.Add(new FieldViolation(field, rule, message));
        }
    }
}
