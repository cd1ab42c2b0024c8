using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Marking = Gateway.Core.Markings.Marking;
using RandomSource = Gateway.Core.Sealing.RandomSource;

namespace Gateway.Cli.Tests.Samples;

/// <summary>The five analyst's products of the exercise are complete, acceptable to a node, and plainly invented.</summary>
public sealed class ExerciseTests
{
    private const string Bilateral = "TCD";

    public static TheoryData<string> Countries => ["BFA", "ETH", "MMR", "SDN", "TCD"];

    [Theory]
    [MemberData(nameof(Countries))]
    public void A_node_accepts_it_in_the_usual_size_class(string iso3)
    {
        DraftPortion[] portions = [.. Flatten(iso3)];
        Assert.InRange(portions.Length, 20, 35);
    }

    [Theory]
    [MemberData(nameof(Countries))]
    public void Every_mark_is_valid(string iso3)
    {
        foreach (DraftPortion portion in Flatten(iso3))
        {
            MarkingReading reading = MarkingReader.Read(portion.Marking, MarkingKind.Portion, MarkingRegistry.Default);
            Assert.True(reading is MarkingReading.Readable, portion.Marking.Text);
        }
    }

    [Theory]
    [MemberData(nameof(Countries))]
    public void It_says_in_every_title_and_statement_that_it_is_an_exercise(string iso3)
    {
        RiskAssessment assessment = Read(iso3);
        Assert.All(assessment.Header, header =>
        {
            Assert.StartsWith("EXERCISE EXERCISE EXERCISE", header.Title, StringComparison.Ordinal);
            Assert.Equal(Gateway.Protocol.V1.Mode.Exercise, header.Mode);
        });
        string[] texts =
        [
            .. assessment.Judgements.Select(j => j.Statement), .. assessment.Factors.Select(f => f.Text), .. assessment.Evidence.Select(e => e.Text),
            .. assessment.Sources.Select(s => s.Description), .. assessment.Options.Select(o => o.Text), .. assessment.Scenarios.Select(s => s.Text),
        ];
        Assert.All(texts, text => Assert.StartsWith("EXERCISE. ", text, StringComparison.Ordinal));
        Assert.All(assessment.Actors, actor => Assert.EndsWith("(invented)", actor.Name, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Countries))]
    public void It_has_what_an_analyst_owes_the_reader(string iso3)
    {
        RiskAssessment assessment = Read(iso3);
        Assert.All(assessment.Judgements, judgement => Assert.NotEmpty(judgement.Confidence));
        Assert.Superset(
            new HashSet<ScenarioKind> { ScenarioKind.MostLikely, ScenarioKind.MostDangerous, ScenarioKind.Counterfactual },
            assessment.Scenarios.Select(scenario => scenario.Kind).ToHashSet());
        Assert.Contains(assessment.Options, option => option.DoNothing);
        Assert.NotEmpty(assessment.Dissent);
        Assert.Empty(assessment.Determination);
    }

    [Theory]
    [MemberData(nameof(Countries))]
    public void Terms_and_intervals_agree_with_the_scale_they_name(string iso3)
    {
        var icd203 = new Dictionary<string, (double, double)>
        {
            ["very unlikely"] = (0.05, 0.20),
            ["unlikely"] = (0.20, 0.45),
            ["roughly even chance"] = (0.45, 0.55),
            ["likely"] = (0.55, 0.80),
            ["very likely"] = (0.80, 0.95),
        };
        RiskAssessment assessment = Read(iso3);
        foreach (Likelihood likelihood in assessment.Judgements.Select(j => j.Likelihood).Concat(assessment.Scenarios.Select(s => s.Likelihood)).OfType<Likelihood>())
        {
            Assert.Equal("icd203", likelihood.ScaleId);
            Assert.Equal(icd203[likelihood.Term], (likelihood.PLow, likelihood.PHigh));
        }
    }

    [Theory]
    [MemberData(nameof(Countries))]
    public void Sources_stay_national_evidence_is_originator_controlled_and_the_main_judgement_has_a_tear_line(string iso3)
    {
        RiskAssessment assessment = Read(iso3);
        Assert.All(assessment.Sources, source => Assert.Equal("(S//NF)", source.Portion.Marking.Text));
        Assert.Contains(assessment.Evidence, e => e.Portion.Marking is { Text: "(S//OC/REL TO USA, FRA)", OriginatorList: ["FRA"] });
        Judgement[] onset = [.. assessment.Judgements.Where(j => j.Portion.Id == "onset")];
        string wider = iso3 == Bilateral ? "(C//REL TO USA, FRA)" : "(C//REL TO USA, FRA, SWE)";
        Assert.Equal(["(S//REL TO USA, FRA)", wider], onset.Select(j => j.Portion.Marking.Text));
    }

    [Fact]
    public void One_is_between_two_governments_and_nothing_of_it_names_a_third() =>
        Assert.DoesNotContain("SWE", File.ReadAllText(SampleFiles.Of($"assessments/{Bilateral}-exercise.json")), StringComparison.Ordinal);

    [Fact]
    public void Its_country_is_among_the_forty_of_the_forecasts()
    {
        string forecasts = File.ReadAllText(SampleFiles.Ewp);
        foreach (string iso3 in Countries)
        {
            Assert.True(Core.Assessments.Countries.TryByIso3(iso3, out Country? country));
            Assert.Contains($",{country.Name},", forecasts, StringComparison.Ordinal);
            Assert.Equal((uint)country.Gw, Read(iso3).Subject[0].GwCode);
        }
    }

    private static RiskAssessment Read(string iso3) =>
        JsonParser.Default.Parse<RiskAssessment>(File.ReadAllText(SampleFiles.Of($"assessments/{iso3}-exercise.json")));

    private static ImmutableArray<DraftPortion> Flatten(string iso3)
    {
        Assert.True(Schemas.TryGet(SizeClass._128, out ProductSchema? schema));
        FlattenOutcome outcome = Flattener.Flatten(Read(iso3), schema, RandomSource.System);
        return outcome switch
        {
            FlattenOutcome.Flattened flattened => flattened.Portions,
            FlattenOutcome.Refused refused => throw new InvalidOperationException(string.Join('\n', refused.Violations)),
            _ => [],
        };
    }
}
