using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Forecasting;

/// <summary>What came of computing a partner's number again.</summary>
public abstract record Recomputed
{
    private Recomputed()
    {
    }

    /// <summary>The published number follows from the card.</summary>
    /// <param name="Computed">Probability, 0 to 1.</param>
    /// <param name="Published">Probability, 0 to 1.</param>
    /// <param name="Tolerance">How far the two may lie apart, by the roundings that the card states.</param>
    public sealed record Reproduced(double Computed, double Published, double Tolerance) : Recomputed
    {
        /// <summary>Computed less published.</summary>
        public double Difference => Computed - Published;
    }

    /// <summary>The published number does not follow from the card: another model, other data, or an error.</summary>
    /// <param name="Computed">Probability, 0 to 1.</param>
    /// <param name="Published">Probability, 0 to 1.</param>
    /// <param name="Tolerance">How far the two may lie apart, by the roundings that the card states.</param>
    public sealed record Differs(double Computed, double Published, double Tolerance) : Recomputed
    {
        /// <summary>Computed less published.</summary>
        public double Difference => Computed - Published;
    }

    /// <summary>
    /// The coefficients are rounded so far that agreement would say nothing: they allow everything from low to high, and the published
    /// number lies in between.
    /// </summary>
    /// <param name="Low">Probability, 0 to 1.</param>
    /// <param name="High">Probability, 0 to 1.</param>
    /// <param name="Published">Probability, 0 to 1.</param>
    public sealed record TooCoarse(double Low, double High, double Published) : Recomputed;

    /// <summary>The card gives a number, and nothing that was published stands beside it.</summary>
    /// <param name="Computed">Probability, 0 to 1.</param>
    public sealed record Unpublished(double Computed) : Recomputed;

    /// <summary>The card cannot be computed.</summary>
    /// <param name="Missing">Predictors without a value, in the card's order; <c>(intercept)</c> when that is missing.</param>
    public sealed record Incomplete(ImmutableArray<string> Missing) : Recomputed;

    /// <summary>The sum does not fit a number: coefficients or values are absurdly large.</summary>
    public sealed record Overflow : Recomputed;
}
