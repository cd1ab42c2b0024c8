using System.Collections.Immutable;

namespace Gateway.Core.Assessments;

/// <summary>A country in force, with the numbers that producers of forecasts know it by. Immutable.</summary>
/// <param name="Gw">Gleditsch-Ward number, 1 to 999.</param>
/// <param name="Iso3">ISO 3166-1 alpha-3; <c>XKX</c> (user-assigned) for Kosovo.</param>
/// <param name="ViewsId">Country id of the ViEWS forecasts.</param>
/// <param name="Name">Short English name.</param>
/// <param name="OtherGw">Numbers that another producer gives the same country; the Early Warning Project has Germany at 255.</param>
/// <param name="Aliases">Other spellings seen in the producers' files.</param>
public sealed record Country(
    int Gw, string Iso3, int ViewsId, string Name, ImmutableArray<int> OtherGw, ImmutableArray<string> Aliases);
