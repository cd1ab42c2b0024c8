using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Mode = Gateway.Protocol.V1.Mode;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Protocol.Tests.Products;

public class RefusalTests
{
    [Fact]
    public void The_smallest_valid_assessment_is_accepted() =>
        Assert.Equal(2, FakeSeal.Flatten(Valid.Assessment()).Length);

    [Fact]
    public void A_portion_without_header_or_marking_is_refused_by_name()
    {
        RiskAssessment assessment = Valid.Assessment();
        assessment.Judgements.Add([Valid.Judgement("j1"), Valid.Judgement("j2"), Valid.Judgement("j3")]);
        assessment.Judgements[0].Portion = null;
        assessment.Judgements[1].Portion.Marking = null;
        assessment.Judgements[2].Confidence[0].Portion.Marking.Text = "";
        Refuses(
            assessment,
            ("judgements[0].portion.marking", SubmissionRule.MarkingMissing),
            ("judgements[1].portion.marking", SubmissionRule.MarkingMissing),
            ("judgements[2].confidence[0].portion.marking", SubmissionRule.MarkingMissing));
    }

    [Fact]
    public void Header_and_subject_are_required() =>
        Refuses(new RiskAssessment(), ("header", SubmissionRule.Required), ("subject", SubmissionRule.Required));

    [Fact]
    public void Every_fault_is_reported_at_once()
    {
        var assessment = new RiskAssessment { Header = { new Header { Portion = Valid.Portion() } }, Subject = { new Subject { Iso3 = "ml" } } };
        Refuses(
            assessment,
            ("header[0].title", SubmissionRule.Required),
            ("header[0].type", SubmissionRule.Required),
            ("header[0].mode", SubmissionRule.ModeMissing),
            ("subject[0].portion.marking", SubmissionRule.MarkingMissing),
            ("subject[0].iso3", SubmissionRule.CountryMalformed));
    }

    [Fact]
    public void Variants_of_the_header_have_one_mode() =>
        Refuses(a => a.Header.Add(new Header(Valid.Header()) { Mode = Mode.Actual }), "header[1].mode", SubmissionRule.ModeMissing);

    [Fact]
    public void A_time_before_1970_is_refused() =>
        Refuses(a => a.Header[0].AuthoredAtMs = -1, "header[0].authored_at_ms", SubmissionRule.OutOfRange);

    [Fact]
    public void Valid_until_lies_after_valid_from() =>
        Refuses(a => a.Header[0] = new Header(a.Header[0]) { ValidFromMs = 2, ValidUntilMs = 1 }, "header[0].valid_until_ms", SubmissionRule.OutOfOrder);

    [Theory]
    [InlineData("ML")]
    [InlineData("mli")]
    [InlineData("MLIX")]
    [InlineData("M1I")]
    public void A_country_is_three_capital_letters(string country)
    {
        Refuses(a => a.Subject[0].Iso3 = country, "subject[0].iso3", SubmissionRule.CountryMalformed);
        Refuses(a => a.Header[0].Portion.Region.Add(country), "header[0].portion.region[0]", SubmissionRule.CountryMalformed);
    }

    [Fact]
    public void A_label_may_not_name_two_things()
    {
        Refuses(
            a =>
            {
                a.Judgements.Add(Valid.Judgement("x"));
                a.Evidence.Add(new Evidence { Portion = Valid.Portion("x") });
            },
            "evidence[0].portion.id",
            SubmissionRule.LabelDuplicate);
        Refuses(
            a =>
            {
                a.Judgements.Add([Valid.Judgement("j1"), Valid.Judgement("j2")]);
                a.Judgements[0].Caveats.Add(new Caveat { Portion = Valid.Portion("c") });
                a.Judgements[1].Caveats.Add(new Caveat { Portion = Valid.Portion("c") });
            },
            "judgements[1].caveats[0].portion.id",
            SubmissionRule.LabelDuplicate);
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("under_score")]
    [InlineData("123456789012345678901234567890123")]
    public void A_malformed_label_or_topic_is_refused(string label)
    {
        Refuses(a => a.Evidence.Add(new Evidence { Portion = Valid.Portion(label) }), "evidence[0].portion.id", SubmissionRule.LabelMalformed);
        Refuses(a => a.Subject[0].Portion.Topic.Add(["fine", label]), "subject[0].portion.topic[1]", SubmissionRule.LabelMalformed);
    }

    [Fact]
    public void A_reference_must_resolve() =>
        Refuses(
            a => a.Evidence.Add(new Evidence { Portion = Valid.Portion("e"), SupportsRefs = { "e", "nothing", "e" } }),
            "evidence[0].supports_refs[1]",
            SubmissionRule.ReferenceUnresolved);

    [Theory]
    [InlineData(9_000)]
    [InlineData(20_000)]
    public void References_count_with_the_bytes_that_they_are_sealed_with(int references) =>
        Refuses(a => a.Evidence.Add(Referring("e", references)), "evidence[0]", SubmissionRule.PortionTooLarge);

    [Fact]
    public void Portions_that_grow_beyond_a_package_when_sealed_are_refused_as_a_whole()
    {
        RiskAssessment assessment = Valid.Assessment();
        assessment.Evidence.Add(Enumerable.Range(0, 80).Select(i => Referring($"e{i}", 3_000, "e0")));
        FlattenOutcome outcome = Flattener.Flatten(assessment, Schemas.Largest(ProductKind.All[0]), RandomSource.System);
        var refused = Assert.IsType<FlattenOutcome.Refused>(outcome);
        Assert.Equal(SubmissionRule.ProductTooLarge, Assert.Single(refused.Violations).Rule);
    }

    // A label of one or two characters becomes an id of sixteen.
    private static Evidence Referring(string label, int references, string? to = null) =>
        new() { Portion = Valid.Portion(label), SupportsRefs = { Enumerable.Repeat(to ?? label, references) } };

    [Fact]
    public void What_a_judgement_cannot_go_without_has_no_variants()
    {
        Refuses(
            a =>
            {
                a.Judgements.Add(Valid.Judgement("j"));
                a.Judgements[0].Confidence.Add(new Confidence { Portion = Valid.Portion() });
            },
            "judgements[0].confidence[1].portion.id",
            SubmissionRule.AccompanyingVariant);
        Refuses(
            a =>
            {
                a.Judgements.Add(Valid.Judgement("j"));
                a.Judgements[0].Caveats.Add([new Caveat { Portion = Valid.Portion("c") }, new Caveat { Portion = Valid.Portion("c") }]);
            },
            "judgements[0].caveats[1].portion.id",
            SubmissionRule.AccompanyingVariant);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_probability_lies_between_0_and_1(double value)
    {
        Refuses(Judged(j => j.BaseRate = value), "judgements[0].base_rate", SubmissionRule.OutOfRange);
        Refuses(Judged(j => j.Likelihood = new Likelihood { PBest = value }), "judgements[0].likelihood.p_best", SubmissionRule.OutOfRange);
        Refuses(Judged(j => j.Likelihood = new Likelihood { PHigh = value }), "judgements[0].likelihood.p_high", SubmissionRule.OutOfRange);
        Refuses(Judged(j => j.Likelihood = new Likelihood { PLow = value }), "judgements[0].likelihood.p_low", SubmissionRule.OutOfRange);
    }

    [Fact]
    public void Low_best_and_high_ascend()
    {
        Refuses(Judged(j => j.Likelihood = new Likelihood { PLow = 0.5, PHigh = 0.4 }), "judgements[0].likelihood", SubmissionRule.OutOfOrder);
        Refuses(Judged(j => j.Likelihood = new Likelihood { PLow = 0.1, PBest = 0.5, PHigh = 0.4 }), "judgements[0].likelihood", SubmissionRule.OutOfOrder);
        Refuses(
            a => a.Populations.Add(new Population { Portion = Valid.Portion(), Size = new PersonRange { Low = 2, Best = 1 } }),
            "populations[0].size",
            SubmissionRule.OutOfOrder);
        Refuses(
            a => a.Evidence.Add(new Evidence { Portion = Valid.Portion(), Event = new IncidentReport { Killed = new PersonRange { Best = 2, High = 1 } } }),
            "evidence[0].event.killed",
            SubmissionRule.OutOfOrder);
    }

    [Fact]
    public void Numbers_keep_their_ranges()
    {
        Refuses(Judged(j => (j.Rank, j.Of) = (3, 2)), "judgements[0].rank", SubmissionRule.OutOfRange);
        Refuses(Judged(j => j.Statement = ""), "judgements[0].statement", SubmissionRule.Required);
        Refuses(Judged(j => j.Likelihood = new Likelihood { Term = "likely" }), "judgements[0].likelihood.scale_id", SubmissionRule.Required);
        Refuses(a => a.Subject[0].GwCode = 1000, "subject[0].gw_code", SubmissionRule.OutOfRange);
        Refuses(a => a.Factors.Add(new Factor { Portion = Valid.Portion(), Severity = 5 }), "factors[0].severity", SubmissionRule.OutOfRange);
        Refuses(a => a.Dissent.Add(new Dissent { Portion = Valid.Portion(), Opinion = -3 }), "dissent[0].opinion", SubmissionRule.OutOfRange);
        Refuses(
            a => a.Evidence.Add(new Evidence { Portion = Valid.Portion(), Event = new IncidentReport { Longitude = 181 } }),
            "evidence[0].event.longitude",
            SubmissionRule.OutOfRange);
        Refuses(
            a => a.Evidence.Add(new Evidence { Portion = Valid.Portion(), Event = new IncidentReport { Latitude = -91 } }),
            "evidence[0].event.latitude",
            SubmissionRule.OutOfRange);
    }

    [Fact]
    public void A_value_needs_a_unit() =>
        Refuses(
            a => a.Indicators.Add(new Indicator { Portion = Valid.Portion(), Observations = { new Observation { AtMs = 1, Value = 0 } } }),
            "indicators[0].observations[0].unit",
            SubmissionRule.UnitMissing);

    private static Action<RiskAssessment> Judged(Action<Judgement> change) => assessment =>
    {
        assessment.Judgements.Add(Valid.Judgement("j"));
        change(assessment.Judgements[0]);
    };

    internal static void Refuses(Action<RiskAssessment> change, string field, string rule)
    {
        RiskAssessment assessment = Valid.Assessment();
        change(assessment);
        Refuses(assessment, (field, rule));
    }

    internal static void Refuses(RiskAssessment assessment, params (string Field, string Rule)[] expected)
    {
        FlattenOutcome outcome = Flattener.Flatten(assessment, FakeSeal.Schema, RandomSource.System);
        var refused = Assert.IsType<FlattenOutcome.Refused>(outcome, exactMatch: true);
        Assert.Equal(expected, refused.Violations.Select(violation => (violation.Field, violation.Rule)));
    }
}
