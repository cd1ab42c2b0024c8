using System.Diagnostics;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Protocol.Tests.Products;

public class Measure(ITestOutputHelper output)
{
    /// <summary>Run by hand, in Release: figures of a machine under load decide nothing.</summary>
    [Fact(Explicit = true)]
    public void Flatten_and_reassemble_forty_portions()
    {
        RiskAssessment assessment = Forty();
        ProductSchema schema = Schemas.All[1];
        var opened = FakeSeal.Seal(FakeSeal.Flatten(assessment));
        double flatten = Best(() => Flattener.Flatten(assessment, schema, RandomSource.System));
        double reassemble = Best(() => Reassembler.Reassemble(opened, schema));
        double plain = Best(() => RiskAssessment.Parser.ParseFrom(assessment.ToByteArray()));
        double view = Best(() => Reassembler.View(opened, schema));
        output.WriteLine($"{opened.Length} portions, {assessment.CalculateSize()} bytes: flatten {flatten:F1}, reassemble {reassemble:F1}, view {view:F1}, plain protobuf write and read {plain:F1} µs");
    }

    private static double Best(Func<object> run)
    {
        double best = double.MaxValue;
        for (int round = 0; round < 60; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 1000; i++)
            {
                run();
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / 1000);
        }

        return best;
    }

    private static RiskAssessment Forty()
    {
        RiskAssessment assessment = Valid.Assessment();
        for (int i = 0; i < 4; i++)
        {
            Judgement judgement = Valid.Judgement($"j{i}");
            judgement.Likelihood = new Likelihood { ScaleId = "icd203", Term = "very unlikely", PLow = 0.05, PBest = 0.1, PHigh = 0.2 };
            judgement.Caveats.Add(new Caveat { Portion = Valid.Portion(), Text = "Reporting from the north has been scarce since June." });
            assessment.Judgements.Add(judgement);
        }

        for (int i = 0; i < 8; i++)
        {
            assessment.Factors.Add(new Factor { Portion = Valid.Portion($"f{i}"), FrameworkId = "un-framework-of-analysis", FactorNo = 1, State = FactorState.Present });
            assessment.Evidence.Add(new Evidence { Portion = Valid.Portion($"e{i}"), Text = "Armed men entered the village.", SupportsRefs = { $"f{i}", "j0" } });
        }

        assessment.Populations.Add([new Population { Portion = Valid.Portion("p1"), Name = "Villagers" }, new Population { Portion = Valid.Portion("p2"), Name = "Displaced" }]);
        assessment.Actors.Add([new Actor { Portion = Valid.Portion("a1"), Name = "Militia" }, new Actor { Portion = Valid.Portion("a2"), Name = "State" }]);
        assessment.Sources.Add([new Source { Portion = Valid.Portion("s1"), Method = "interviews" }, new Source { Portion = Valid.Portion("s2"), Method = "imagery" }]);
        assessment.Scenarios.Add([new Scenario { Portion = Valid.Portion("c1"), Kind = ScenarioKind.MostLikely, Text = "It goes on." }, new Scenario { Portion = Valid.Portion("c2"), Kind = ScenarioKind.MostDangerous, Text = "It spreads." }]);
        return assessment;
    }
}
