using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.Releasing;

public sealed class PreviewTests : IAsyncDisposable
{
    private readonly TestNode _node = new(Parties.Fra);

    public static TheoryData<string> Partners => [.. ((PartnerCode[])[Parties.Deu, Parties.Swe, Parties.Usa]).Select(code => code.Value)];

    [Theory]
    [MemberData(nameof(Partners))]
    public async Task A_preview_is_what_is_then_released(string code)
    {
        var partner = PartnerCode.Of(code);
        SealedProduct product = _node.Seal();
        var preview = Preview.Of(product, partner, _node.Model, _node.Clock.GetUtcNow());
        await _node.PublishAsync(product);
        FeedRow? row = _node.Store.Read.Feed(partner, Lane.Products, 0, 1).SingleOrDefault();
        Assert.Equal(row?.Opened.ToArray() ?? [], preview.Portions.Where(portion => portion.Cause == PreviewCause.Opened).Select(portion => portion.Portion.Index));
        DecisionRow decided = _node.Store.Read.Decisions(product.Id).Single(decision => decision.Partner == partner);
        Assert.True(DecisionRecord.TryDecode(decided.Record.Span, out DecisionRecord? record));
        Assert.Equal(
            record.Portions.Select(portion => (portion.Index, portion.Decision.Outcome, string.Join(' ', portion.Decision.Rules))),
            preview.Portions.Select(portion => (portion.Portion.Index, portion.Decision.Outcome, string.Join(' ', portion.Decision.Rules))));
        if (row is not null)
        {
            Assert.True(ReleaseTerms.TryDecode(row.Terms.Span, out ReleaseTerms? terms, out _));
            Assert.Equal(terms.Banner.Text, preview.Ruling.Banner!.Text);
        }
    }

    [Fact]
    public void The_explanation_of_a_portion_is_that_of_its_decision()
    {
        SealedProduct product = _node.Seal();
        foreach (PartnerCode partner in _node.Model.Recipients)
        {
            Assert.All(Preview.Of(product, partner, _node.Model, Parties.Noon).Portions, portion =>
            {
                Assert.Equal(portion.Decision.Outcome, portion.Why!.Decision.Outcome);
                Assert.Equal(portion.Decision.Rules, portion.Why.Decision.Rules);
            });
        }
    }

    [Fact]
    public void A_portion_whose_companion_stays_says_so_and_names_it()
    {
        // The confidence of the fuller judgement is for nobody; without it the judgement does not go.
        SealedProduct product = _node.Seal(drafts:
        [
            .. TestSchema.Drafts.Select((draft, i) => i == 2 ? draft with { Marking = draft.Marking with { Text = "SECRET", ReleasableTo = [] } } : draft),
        ]);
        var preview = Preview.Of(product, Parties.Usa, _node.Model, Parties.Noon);
        PreviewedPortion judgement = preview.Portions.Single(portion =>
            portion.Portion.Body.Type == "gateway.v1.Judgement" && portion.Portion.Body.Marking.Text.StartsWith("SECRET", StringComparison.Ordinal));
        PreviewedPortion confidence = preview.Portions.Single(portion =>
            portion.Portion.Body.Type == "gateway.v1.Confidence" && portion.Portion.Body.Marking.Text == "SECRET");
        Assert.Equal((Outcome.Release, PreviewCause.CompanionStays), (judgement.Decision.Outcome, judgement.Cause));
        Assert.Equal([confidence.Portion.Index], judgement.Missing);
        Assert.Equal(PreviewCause.Withheld, confidence.Cause);
    }

    [Fact]
    public void A_tear_line_beside_its_fuller_wording_is_opened_only_where_it_may_go_on()
    {
        SealedProduct product = _node.Seal();
        var onward = Preview.Of(product, Parties.Usa, _node.Model, Parties.Noon);
        Assert.DoesNotContain(onward.Portions, portion => portion.Cause == PreviewCause.FullerWordingOpened);
        var preview = Preview.Of(product, Parties.Usa, _node.Model with { Onward = [] }, Parties.Noon);
        Assert.Equal(2, preview.Portions.Count(portion => portion.Cause == PreviewCause.FullerWordingOpened));
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
