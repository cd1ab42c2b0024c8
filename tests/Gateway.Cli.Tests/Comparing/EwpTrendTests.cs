using Gateway.Cli.Imports;
using Gateway.Core.Assessments.Comparing;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Testing;

namespace Gateway.Cli.Tests.Comparing;

/// <summary>domain.md, "Compare" 5, over the producer's own files: 2025 against 2024, by the refit and as published.</summary>
public sealed class EwpTrendTests
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");

    [Fact]
    public void By_the_refit_Niger_rises_most_Cambodia_falls_and_52_changes_have_another_sign_than_as_published()
    {
        View[] before = [.. Read(2024)], after = [.. Read(2025)];
        Dictionary<string, EditionChange> refit = Changes([.. before, .. after]);
        Dictionary<string, EditionChange> published = Changes([.. before, .. after.Select(view => view with { Earlier = [] })]);
        Assert.Equal(168, refit.Count);
        Assert.All(refit.Values, change => Assert.Equal(ChangeBasis.Refit, change.Basis));
        Assert.All(published.Values, change => Assert.Equal((ChangeBasis.Published, true), (change.Basis, change.OtherModel)));
        Assert.Equal(52, refit.Count(one => published.TryGetValue(one.Key, out EditionChange? other) && Math.Sign(one.Value.Points!.Value) * Math.Sign(other.Points!.Value) < 0));
        KeyValuePair<string, EditionChange> highest = refit.MaxBy(one => one.Value.Points);
        Assert.Equal(("NER", 1.2), (highest.Key, Math.Round(highest.Value.Points!.Value, 1)));
        Assert.Equal((-0.2, 1.5), (Math.Round(refit["KHM"].Points!.Value, 1), Math.Round(published["KHM"].Points!.Value, 1)));
    }

    [Fact]
    public void The_highest_risk_of_2025_reads_very_unlikely_and_counts_as_worried_by_place_and_base_rate()
    {
        View[] views = [.. Read(2025)];
        ComparisonResult result = Comparer.Compare(views, [Usa], new ComparisonQuery());
        Voice top = result.Comparisons.Single(comparison => comparison.Voices[0].Latest.Rank == 1).Voices[0];
        Assert.Equal((0.1041, true), (top.Latest.Likelihood!.Best, top.IsHigh));
        Core.Assessments.Scales.LikelihoodScales.TryGet("icd203", out Core.Assessments.Scales.LikelihoodScale? scale);
        Assert.Equal("very unlikely", scale!.TermFor(0.1041)!.Name);
        Assert.Equal(30, result.Comparisons.Count(comparison => comparison.Voices[0].IsHigh));
    }

    private static Dictionary<string, EditionChange> Changes(View[] views) => Comparer.Compare(views, [Usa], new ComparisonQuery()).Comparisons
        .Where(comparison => comparison.Voices[0].Change is not null)
        .ToDictionary(comparison => comparison.Subject.Iso3, comparison => comparison.Voices[0].Change!);

    private static IEnumerable<View> Read(int year)
    {
        string? file = SharedData.File($"ewp/ewp_{year}_forecasts.csv");
        Assert.SkipUnless(file is not null, SharedData.Absent);
        using StreamReader text = File.OpenText(file);
        var sheet = Assert.IsType<ImportReading<CsvSheet>.Read>(CsvSheet.Read(text));
        EwpTable table = Assert.IsType<ImportReading<EwpTable>.Read>(EwpReader.Read(sheet.Value, year)).Value;
        return table.Forecasts.Select(forecast => new View
        {
            Originator = Usa,
            Product = ProductId.OfManifest(BitConverter.GetBytes((year * 1000) + forecast.Country.Gw)),
            Judgement = "0000000000000000",
            Subject = new ComparedSubject(forecast.Country.Iso3),
            Frame = new Frame(new ForeseenEvent(EwpAssessment.EventId, 1000, 12), 24),
            Likelihood = new StatedLikelihood("", "", null, forecast.TwoYears.Risk, null),
            Rank = (uint)forecast.TwoYears.Rank,
            Of = (uint)forecast.TwoYears.Of,
            BaseRate = forecast.TwoYears.Mean,
            Edition = table.Edition.Serial,
            ValidFromMs = Year(year),
            IssuedAtMs = Year(year),
            Model = "ewp",
            ModelVersion = $"{year}",
            Earlier = forecast.Previous is { } previous ? [new EarlierValue("", Year(year - 1), true, previous.Risk, (uint)previous.Rank, (uint)previous.Of)] : [],
        }).ToArray();
    }

    private static long Year(int year) => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
