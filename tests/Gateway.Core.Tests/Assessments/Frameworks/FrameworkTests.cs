using System.Text.Json;
using CsCheck;
using Gateway.Core.Assessments;
using Gateway.Core.Assessments.Frameworks;
using Gateway.Testing;

namespace Gateway.Core.Tests.Assessments.Frameworks;

public class FrameworkTests
{
    private const string Un = "un-framework-of-analysis";

    private static readonly string[] Targets = [Un, "araf", "ewp", "x-none"];

    [Fact]
    public void The_frameworks_are_loaded_with_factors_numbered_without_gaps()
    {
        Assert.Equal([Un, "araf", "ewp"], RiskFrameworks.All.Select(framework => framework.Id));
        Assert.All(RiskFrameworks.All, framework =>
        {
            Assert.Equal(Enumerable.Range(1, framework.Factors.Length), framework.Factors.Select(factor => factor.No));
            Assert.All(framework.Factors, factor => Assert.Equal(Enumerable.Range(1, factor.Indicators.Length), factor.Indicators.Select(indicator => indicator.No)));
        });
    }

    [Fact]
    public void The_UN_framework_has_eight_common_and_six_specific_factors_and_says_that_its_indicators_are_unverified()
    {
        RiskFramework framework = Get(Un);
        Assert.Equal((8, 6), (framework.Factors.Count(factor => factor.Set == "common"), framework.Factors.Count(factor => factor.Set != "common")));
        Assert.Equal((Verification.Partly, Verification.Unverified), (framework.Verification, framework.Indicators));
        Assert.All(RiskFrameworks.All, one => Assert.NotEqual(Verification.Verified, one.Indicators));
    }

    [Fact]
    public void The_UN_framework_is_that_of_the_domain_data()
    {
        string? file = SharedData.File("domain/un_framework.json");
        Assert.SkipUnless(file is not null, SharedData.Absent);
        using JsonDocument data = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal(
            data.RootElement.GetProperty("factors").EnumerateArray().Select(row => (row.GetProperty("n").GetInt32(), row.GetProperty("name").GetString())),
            Get(Un).Factors.Select(factor => (factor.No, (string?)factor.Name)));
        Assert.Equal(
            data.RootElement.GetProperty("factors").EnumerateArray().Where(row => row.GetProperty("indicators").ValueKind == JsonValueKind.Object)
                .SelectMany(row => row.GetProperty("indicators").EnumerateObject().Select(one => (one.Name, one.Value.GetString()))),
            Get(Un).Factors.SelectMany(factor => factor.Indicators.Select(one => ($"{factor.No}.{one.No}", (string?)one.Name))));
    }

    [Theory]
    [InlineData(7, 14, true)]
    [InlineData(7, 15, false)]
    [InlineData(7, 0, true)]
    [InlineData(13, 4, true)] // its indicators have no numbers here: none is contradicted
    [InlineData(15, 0, false)]
    [InlineData(0, 0, false)]
    [InlineData(-1, 0, false)]
    [InlineData(int.MaxValue, 0, false)]
    public void A_factor_or_indicator_exists_or_not(int factor, int indicator, bool exists) =>
        Assert.Equal(exists, Get(Un).Has(new FactorRef(Un, factor, indicator)));

    [Fact]
    public void The_variables_of_the_statistical_model_are_those_of_its_coefficients()
    {
        string? file = SharedData.File("ewp/ewp_2025_coefficients.csv");
        Assert.SkipUnless(file is not null, SharedData.Absent);
        string text = File.ReadAllText(file);
        Assert.All(Get("ewp").Factors.Where(factor => factor.Code is not "reg"), factor => Assert.Contains(factor.Code, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_pair_of_the_crosswalk_names_factors_that_exist_and_the_crosswalk_says_it_is_unverified()
    {
        Assert.All(FrameworkCrosswalk.All.SelectMany(pair => new[] { pair.One, pair.Other }), factor => Assert.True(Get(factor.Framework).Has(factor), factor.ToString()));
        Assert.Equal(Verification.Unverified, FrameworkCrosswalk.Verification);
    }

    [Fact]
    public void The_crosswalk_is_read_both_ways() => Assert.All(FrameworkCrosswalk.All, pair =>
    {
        Assert.Contains(pair.Other, Assert.IsType<CrosswalkOutcome.Mapped>(FrameworkCrosswalk.Translate(pair.One, pair.Other.Framework)).To);
        Assert.Contains(pair.One, Assert.IsType<CrosswalkOutcome.Mapped>(FrameworkCrosswalk.Translate(pair.Other, pair.One.Framework)).To);
    });

    [Fact]
    public void An_indicator_without_a_counterpart_falls_back_to_its_factor_and_says_so()
    {
        var exact = (CrosswalkOutcome.Mapped)FrameworkCrosswalk.Translate(new FactorRef(Un, 1, 4), "ewp");
        Assert.False(exact.ByFactor);
        var wider = (CrosswalkOutcome.Mapped)FrameworkCrosswalk.Translate(new FactorRef(Un, 9, 3), "ewp");
        Assert.True(wider.ByFactor);
    }

    [Fact]
    public void Nothing_is_lost_in_translation() => Gen.Select(Gen.Int[0, Targets.Length - 1].Select(i => Targets[i]), Gen.Int[-1, 40], Gen.Int[0, 15])
        .Select((framework, factor, indicator) => new FactorRef(framework, factor, indicator)).Array[0, 30].Sample(factors =>
        {
            foreach (string target in Targets)
            {
                CrosswalkResult result = FrameworkCrosswalk.TranslateAll(factors, target);
                Assert.Equal(factors.Order(Comparer<FactorRef>.Create(Compare)), result.Mapped.Select(row => row.From).Concat(result.Unmapped).Order(Comparer<FactorRef>.Create(Compare)));
                Assert.All(result.Mapped, row => Assert.All(row.To.To, factor => Assert.Equal(target, factor.Framework)));
            }
        });

    [Fact]
    public void A_factor_that_another_framework_does_not_know_is_flagged() =>
        Assert.Equal([new FactorRef("ewp", 31, 0)], FrameworkCrosswalk.TranslateAll([new FactorRef("ewp", 31, 0), new FactorRef("ewp", 3, 0)], Un).Unmapped);

    [Fact]
    public void Templates_follow_frameworks_that_exist() => Assert.All(
        AssessmentTemplates.All, template => Assert.True(template.Framework.Length == 0 || RiskFrameworks.TryGet(template.Framework, out _)));

    private static int Compare(FactorRef one, FactorRef other) => (one.Framework, one.Factor, one.Indicator).CompareTo((other.Framework, other.Factor, other.Indicator));

    private static RiskFramework Get(string id) => RiskFrameworks.TryGet(id, out RiskFramework? framework) ? framework : throw new KeyNotFoundException(id);
}
