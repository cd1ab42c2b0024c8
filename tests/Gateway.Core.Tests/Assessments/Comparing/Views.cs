using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Assessments.Comparing;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.Assessments.Comparing;

/// <summary>Short ways to write down what a partner says.</summary>
internal static class Views
{
    public static readonly Frame TwoYears = new(new ForeseenEvent("ewp-mass-killing", 1000, 12), 24);

    public static readonly PartnerCode[] Roster = [.. new[] { "USA", "GBR", "FRA", "SWE" }.Select(PartnerCode.Of)];

    public static View Of(string partner, string country = "MLI", int year = 2025, string edition = "", string model = "") => new()
    {
        Originator = PartnerCode.Of(partner),
        Product = ProductId.OfManifest(Encoding.UTF8.GetBytes($"{partner}-{country}-{year}-{model}")),
        Judgement = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(partner))[..8]),
        Subject = new ComparedSubject(country),
        Frame = TwoYears,
        Edition = edition,
        ValidFromMs = Year(year),
        IssuedAtMs = Year(year) + 1,
        Model = model,
    };

    public static View Says(this View view, string scale, string term) => view with { Likelihood = new StatedLikelihood(scale, term, null, null, null) };

    public static View Says(this View view, double best) => view with { Likelihood = new StatedLikelihood("", "", null, best, null) };

    public static View Ranked(this View view, uint rank, uint of = 168) => view with { Rank = rank, Of = of };

    public static long Year(int year) => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static ComparisonResult Compare(params View[] views) => Comparer.Compare(views, Roster, new ComparisonQuery());

    public static Comparison One(params View[] views) => Assert.Single(Compare(views).Comparisons);

    public static string[] Codes(IEnumerable<PartnerCode> codes) => [.. codes.Select(code => code.Value)];
}
