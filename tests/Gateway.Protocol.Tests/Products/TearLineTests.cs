using System.Collections.Immutable;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Portion = Gateway.Core.Sealing.Portion;

namespace Gateway.Protocol.Tests.Products;

public class TearLineTests
{
    private static readonly RiskAssessment Submitted = Submit();

    [Fact]
    public void Variants_share_a_path_and_are_preferred_in_the_order_written()
    {
        DraftPortion[] judgements = [.. Drafts("gateway.v1.Judgement")];
        Assert.Equal([0, 1], judgements.Select(draft => draft.Preference));
        Assert.Equal(judgements[0].Path, judgements[1].Path);
        Assert.Equal([0, 1], Drafts("gateway.v1.Header").Select(draft => draft.Preference));
        Assert.All(Drafts("gateway.v1.Header"), draft => Assert.Equal("header", draft.Path));
    }

    [Fact]
    public void A_judgement_and_its_confidence_and_caveats_accompany_each_other()
    {
        ImmutableArray<DraftPortion> drafts = FakeSeal.Flatten(Submitted);
        for (int i = 0; i < drafts.Length; i++)
        {
            Assert.All(drafts[i].MustAccompany, other => Assert.Contains(i, drafts[other].MustAccompany));
            Assert.Equal(drafts[i].MustAccompany.Order(), drafts[i].MustAccompany);
        }

        Assert.Equal([2, 1], drafts.Where(draft => draft.Type == "gateway.v1.Judgement").Select(draft => draft.MustAccompany.Length));
        Assert.Matches("^judgements/[0-9a-f]{16}/confidence$", drafts.First(draft => draft.Type == "gateway.v1.Confidence").Path);
        Assert.Matches("^judgements/[0-9a-f]{16}/caveats/[0-9a-f]{16}$", drafts.First(draft => draft.Type == "gateway.v1.Caveat").Path);
    }

    [Fact]
    public void A_place_goes_with_its_subject_but_the_subject_goes_without()
    {
        RiskAssessment submitted = Valid.Assessment();
        submitted.Subject[0].Place.Add(new Place { Portion = Valid.Portion(), AdmPcode = "ML05" });
        ImmutableArray<DraftPortion> drafts = FakeSeal.Flatten(submitted);
        int subject = drafts.IndexOf(drafts.Single(draft => draft.Path == "subject"));
        Assert.Empty(drafts[subject].MustAccompany);
        Assert.Equal([subject], drafts.Single(draft => draft.Path == "subject/place").MustAccompany);
    }

    [Fact]
    public void The_fullest_opened_variant_is_shown_with_its_own_confidence()
    {
        Judgement all = Assert.Single(Open(_ => true).Judgements);
        Assert.Equal(("full", ConfidenceLevel.High, 1), (all.Statement, all.Confidence.Single().Level, all.Caveats.Count));

        Judgement torn = Assert.Single(Open(portion => portion.Body.Marking.Text != "(TS)").Judgements);
        Assert.Equal(("torn", ConfidenceLevel.Low, 0), (torn.Statement, torn.Confidence.Single().Level, torn.Caveats.Count));
    }

    [Fact]
    public void A_child_whose_parent_is_not_opened_is_not_shown() =>
        Assert.Empty(Open(portion => portion.Body.Type == "gateway.v1.Confidence").Judgements);

    [Fact]
    public void References_follow_their_target_to_its_random_id()
    {
        RiskAssessment shown = Open(_ => true);
        Assert.Equal([shown.Judgements.Single().Portion.Id], shown.Evidence.Single().SupportsRefs);
        Assert.Matches("^[0-9a-f]{16}$", shown.Judgements.Single().Portion.Id);
    }

    [Fact]
    public void A_reference_to_what_is_not_opened_is_not_shown() =>
        Assert.Empty(Open(portion => portion.Body.Type == "gateway.v1.Evidence").Evidence.Single().SupportsRefs);

    [Fact]
    public void Regions_default_to_the_subjects_country_and_sets_are_sorted()
    {
        RiskAssessment submitted = Valid.Assessment();
        submitted.Header[0].Portion.Region.Add(["NER", "BFA", "NER"]);
        submitted.Header[0].Portion.Topic.Add(["b", "a", "b"]);
        ImmutableArray<DraftPortion> drafts = FakeSeal.Flatten(submitted);
        Assert.Equal(["BFA", "NER"], drafts[0].Regions);
        Assert.Equal(["a", "b"], drafts[0].Topics);
        Assert.Equal(["MLI"], drafts[1].Regions);
    }

    private static IEnumerable<DraftPortion> Drafts(string type) => FakeSeal.Flatten(Submitted).Where(draft => draft.Type == type);

    private static RiskAssessment Open(Func<Portion, bool> opened) =>
        Reassembler.Reassemble<RiskAssessment>(FakeSeal.Seal(FakeSeal.Flatten(Submitted)).Where(opened), FakeSeal.Schema);

    private static RiskAssessment Submit()
    {
        RiskAssessment assessment = Valid.Assessment();
        assessment.Header.Add(Valid.Header());
        Judgement full = Valid.Judgement("j1", "full"), torn = Valid.Judgement("j1", "torn");
        full.Portion.Marking.Text = full.Confidence[0].Portion.Marking.Text = "(TS)";
        full.Confidence[0].Level = ConfidenceLevel.High;
        full.Caveats.Add(new Caveat { Portion = Valid.Portion("c1", "(TS)"), Text = "One source only." });
        torn.Confidence[0].Level = ConfidenceLevel.Low;
        assessment.Judgements.Add([full, torn]);
        assessment.Evidence.Add(new Evidence { Portion = Valid.Portion("e1"), SupportsRefs = { "j1" } });
        return assessment;
    }
}
