using System.Globalization;
using Gateway.Core.Assessments;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Imports;

/// <summary>What the person who imports decides: the marking of every portion, and whether the information is real.</summary>
internal sealed record ForecastTerms(Marking Marking, Mode Mode);

/// <summary>The portions that every imported forecast starts with.</summary>
internal static class ForecastTemplate
{
    /// <summary>Topic by which release policy knows published forecasts.</summary>
    public const string Topic = "forecast";

    public static RiskAssessment Begin(ForecastTerms terms, Country country, ForecastHeading heading) => new()
    {
        Header =
        {
            new Header
            {
                Portion = terms.Portion(),
                Title = $"{heading.Producer}: {country.Name}",
                OrgUnit = heading.OrgUnit,
                Type = AssessmentType.StatisticalModel,
                Mode = terms.Mode,
                InformationCutoffMs = Ms(heading.Cutoff),
                ValidFromMs = Ms(heading.From),
                ValidUntilMs = Ms(heading.Until),
                Edition = heading.Edition,
                Purpose = { "ATROCITY_PREVENTION" },
            },
        },
        Subject = { new Subject { Portion = terms.Portion(), Iso3 = country.Iso3, GwCode = (uint)country.Gw } },
    };

    /// <summary>A portion with the importer's marking.</summary>
    public static Portion Portion(this ForecastTerms terms, string id = "") =>
        new() { Id = id, Marking = terms.Marking.Clone(), Topic = { Topic } };

    /// <summary>"10.4 %".</summary>
    public static string Percent(double probability) => (100 * probability).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    public static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    public static DateTimeOffset Month(int year, int month) => new(year, month, 1, 0, 0, 0, TimeSpan.Zero);
}

/// <summary>What stands in the header of all forecasts of one file.</summary>
internal sealed record ForecastHeading(
    string Producer, string OrgUnit, string Edition, DateTimeOffset Cutoff, DateTimeOffset From, DateTimeOffset Until);
