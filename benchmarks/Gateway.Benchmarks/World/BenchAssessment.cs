using System.Collections.Immutable;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Benchmarks.World;

/// <summary>An invented assessment of forty portions: 28 for everybody, eight for twelve partners, four for two.</summary>
internal static class BenchAssessment
{
    public const int Portions = 40;

    private const int Everybody = 0, Twelve = 1, Two = 2;

    public static RiskAssessment Make()
    {
        var assessment = new RiskAssessment
        {
            Header = { new Header { Portion = Marked(Everybody), Title = "EXERCISE: Mali 2027", Type = AssessmentType.Annual, Mode = Gateway.Protocol.V1.Mode.Exercise } },
            Subject = { new Subject { Portion = Marked(Everybody), Iso3 = "MLI" } },
        };
        for (int i = 0; i < 4; i++)
        {
            int mark = i == 0 ? Twelve : Everybody;
            assessment.Judgements.Add(new Judgement
            {
                Portion = Marked(mark, $"j{i}"),
                Statement = "A mass killing in the next twelve months is unlikely.",
                Likelihood = new Likelihood { ScaleId = "icd203", Term = "very unlikely", PLow = 0.05, PBest = 0.1, PHigh = 0.2 },
                Confidence = { new Confidence { Portion = Marked(mark), Level = ConfidenceLevel.Moderate, Basis = "Two streams of reporting" } },
                Caveats = { new Caveat { Portion = Marked(mark), Text = "Reporting from the north has been scarce since June." } },
            });
        }

        for (int i = 0; i < 9; i++)
        {
            assessment.Factors.Add(new Factor { Portion = Marked(Everybody, $"f{i}"), FrameworkId = "un-framework-of-analysis", FactorNo = 1 + (uint)i, State = FactorState.Present });
            assessment.Evidence.Add(new Evidence
            {
                Portion = Marked(i < 2 ? Two : i < 7 ? Twelve : Everybody, $"e{i}"),
                Text = "Armed men entered the village at dawn and burned the market and the granary.",
                SupportsRefs = { $"f{i}", "j0" },
            });
        }

        assessment.Populations.Add([new Population { Portion = Marked(Everybody, "p1"), Name = "Villagers" }, new Population { Portion = Marked(Everybody, "p2"), Name = "Displaced" }]);
        assessment.Actors.Add([new Actor { Portion = Marked(Everybody, "a1"), Name = "Militia" }, new Actor { Portion = Marked(Everybody, "a2"), Name = "State" }]);
        assessment.Sources.Add([new Source { Portion = Marked(Two, "s1"), Method = "interviews" }, new Source { Portion = Marked(Two, "s2"), Method = "imagery" }]);
        assessment.Scenarios.Add([new Scenario { Portion = Marked(Everybody, "c1"), Kind = ScenarioKind.MostLikely, Text = "It goes on." }, new Scenario { Portion = Marked(Everybody, "c2"), Kind = ScenarioKind.MostDangerous, Text = "It spreads." }]);
        return assessment;
    }

    /// <summary>The same as portions ready to be sealed.</summary>
    public static ImmutableArray<DraftPortion> Drafts()
    {
        FlattenOutcome outcome = Flattener.Flatten(Make(), Schemas.All[1], RandomSource.System);
        return outcome is FlattenOutcome.Flattened { Portions: { Length: Portions } drafts }
            ? drafts
            : throw new InvalidOperationException($"The assessment should have {Portions} portions: {outcome}");
    }

    private static Portion Marked(int mark, string label = "") =>
        new() { Id = label, Marking = new Marking { Policy = "US", Text = BenchWorld.Marks[mark] } };
}
