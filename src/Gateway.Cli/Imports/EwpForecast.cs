using System.Collections.Immutable;
using Gateway.Core.Assessments;

namespace Gateway.Cli.Imports;

/// <summary>One country's forecast in one edition of the Early Warning Project.</summary>
/// <param name="Country">The country.</param>
/// <param name="Name">Its name as the producer writes it.</param>
/// <param name="TwoYears">Onset of a mass killing in the edition's year or the next.</param>
/// <param name="OneYear">Onset in the edition's year.</param>
/// <param name="Previous">The year before's two-year risk, refitted by this edition's model; null where the edition has none.</param>
/// <param name="Predictors">What went into the model, where the file has it.</param>
internal sealed record EwpForecast(
    Country Country, string Name, RankedRisk TwoYears, RankedRisk OneYear, RankedRisk? Previous, ImmutableArray<(string Name, double Value)> Predictors);

/// <summary>A probability with what a reader needs beside it: place and base rate.</summary>
/// <param name="Risk">Probability, 0 to 1.</param>
/// <param name="Rank">Place among all countries, 1 = highest.</param>
/// <param name="Of">Countries ranked.</param>
/// <param name="Mean">Mean over all ranked countries.</param>
internal sealed record RankedRisk(double Risk, int Rank, int Of, double Mean);

/// <summary>All forecasts of one edition, by two-year rank.</summary>
internal sealed record EwpTable(EwpEdition Edition, ImmutableArray<EwpForecast> Forecasts)
{
    /// <summary>Null: no coefficients came with the file.</summary>
    public EwpCoefficients? Coefficients { get; init; }
}
