using Gateway.Core.Partners;

namespace Gateway.DevKeys;

/// <summary>The sample policies of <c>samples/policies</c>, and one for partners without a sample.</summary>
internal static class DevPolicies
{
    private static readonly HashSet<string> Demo = ["FRA", "SWE", "USA"];

    /// <summary>
    /// A partner's own samples if all partners that the samples speak of are there; otherwise one file that gives metadata to everybody.
    /// </summary>
    public static IReadOnlyList<(string Name, string Text)> For(PartnerCode partner, IReadOnlyList<PartnerCode> all) =>
        Demo.Contains(partner.Value) && Demo.IsSubsetOf(all.Select(code => code.Value))
            ? DevSamples.All($"policies/{partner.Value}")
            : [("outbound.relpol", Metadata(partner, all.First(code => code != partner)))];

    private static string Metadata(PartnerCode partner, PartnerCode other) => $"""
        policy outbound version 1
        schema risk-assessment/1 marking/1
        effective 2025-01-01 review-by 2035-01-01

        give L01-metadata
          because "What exists may be known to every partner that the marking admits"
          field class metadata
          to all partners
          outcome release

        example "Everybody learns what {partner} has"
          field class metadata
          marking TLP "TLP:CLEAR"
          region BFA
          to {other} at 2025-06-01
          expect release by L01-metadata

        invariant "sources and methods never leave"
          for all fields class sources-and-methods, all partners: withhold

        """;
}
