using Gateway.Protocol.Assessments;
using Gateway.Protocol.Products;
using Gateway.Protocol.Tests.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Protocol.Tests.Assessments;

public class ProvenanceTests
{
    [Fact]
    public void A_chain_goes_from_source_and_observation_over_the_judgement_to_the_option()
    {
        ProvenanceStep[] chain = [.. Provenance.Chain(Linked(), "judged")];
        Assert.Equal(
            [
                ("sources", "source"), ("evidence", "seen"), ("based_on", "other"), ("indicators", "counted"), ("factors", "factor"),
                ("judgements", "judged"), ("options", "act"), ("scenarios", "calm"),
            ],
            chain.Select(step => (step.Field, step.Id)));
        Assert.Equal(["factor", "judged"], chain.Single(step => step.Id == "counted").LeadsTo);
        Assert.Equal(["act"], chain.Single(step => step.Id == "judged").LeadsTo);
    }

    [Fact]
    public void What_has_no_part_in_it_is_left_out() =>
        Assert.DoesNotContain(Provenance.Chain(Linked(), "judged"), step => step.Id is "apart" or "dissent");

    [Fact]
    public void An_unknown_portion_has_no_chain() => Assert.Empty(Provenance.Chain(Linked(), "nothing"));

    [Fact]
    public void The_chain_is_the_same_after_sealing_as_far_as_it_was_opened()
    {
        var opened = (RiskAssessment)Reassembler.Reassemble(FakeSeal.Seal(FakeSeal.Flatten(Linked())), FakeSeal.Schema);
        Assert.Equal(
            Provenance.Chain(Linked(), "judged").Select(step => step.Field),
            Provenance.Chain(opened, opened.Judgements.Single(judgement => judgement.Statement == "judged").Portion.Id).Select(step => step.Field));
        opened.Sources.Clear();
        opened.Evidence.Clear();
        Assert.DoesNotContain(
            Provenance.Chain(opened, opened.Judgements.Single(judgement => judgement.Statement == "judged").Portion.Id), step => step.Field is "sources" or "evidence");
    }

    [Fact]
    public void A_circle_ends() // a judgement cannot name what rests on it, but evidence may support itself
    {
        RiskAssessment assessment = Valid.Assessment();
        assessment.Evidence.Add(new Evidence { Portion = Valid.Portion("e"), SupportsRefs = { "e" } });
        Assert.Equal(["e"], Provenance.Chain(assessment, "e").Select(step => step.Id));
    }

    private static RiskAssessment Linked()
    {
        RiskAssessment assessment = Valid.Assessment();
        assessment.Sources.Add(new Source { Portion = Valid.Portion("source"), EvidenceRefs = { "seen" } });
        assessment.Evidence.Add([
            new Evidence { Portion = Valid.Portion("seen"), SupportsRefs = { "judged" } }, new Evidence { Portion = Valid.Portion("apart"), SupportsRefs = { "alone" } }]);
        assessment.BasedOn.Add(new BasedOn
        {
            Portion = Valid.Portion("other"),
            ProductId = ByteString.CopyFrom(new byte[32]),
            Relation = ProductRelation.RestsOn,
            PortionRefs = { "judged" },
        });
        assessment.Indicators.Add(new Indicator { Portion = Valid.Portion("counted"), FactorRefs = { "factor" }, SupportsRefs = { "judged" } });
        assessment.Factors.Add(new Factor { Portion = Valid.Portion("factor"), SupportsRefs = { "judged" } });
        assessment.Judgements.Add([Valid.Judgement("judged", "judged"), Valid.Judgement("alone", "alone")]);
        assessment.Options.Add(new Option
        {
            Portion = Valid.Portion("act"),
            DoNothing = true,
            Text = "Nothing.",
            AnswersRefs = { "judged" },
            ScenarioRefs = { "calm" },
        });
        assessment.Scenarios.Add([
            new Scenario { Portion = Valid.Portion("calm"), Kind = ScenarioKind.Counterfactual },
            new Scenario { Portion = Valid.Portion("likely"), Kind = ScenarioKind.MostLikely },
            new Scenario { Portion = Valid.Portion("danger"), Kind = ScenarioKind.MostDangerous }]);
        return assessment;
    }
}
