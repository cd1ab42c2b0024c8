using Gateway.Protocol.Products;
using Gateway.Protocol.Tests.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Protocol.Tests.Assessments;

/// <summary>One way to spoil a valid assessment, and the one fault that has to be found.</summary>
internal sealed record BadInput(Action<RiskAssessment> Spoil, string Field, string Rule);

/// <summary>The table of bad inputs: each row breaks one rule at one field.</summary>
internal static class BadInputs
{
    public static IReadOnlyList<BadInput> All { get; } =
    [
        .. Scales(), .. Frameworks(), .. Codes(), .. Names(), .. Geometries(), .. Quantities(), .. Directions(), .. Dates(), .. Wholes(), .. Rest(),
    ];

    private static IEnumerable<BadInput> Scales() =>
    [
        Likely(new() { ScaleId = "ICD203", Term = "likely" }, "scale_id", SubmissionRule.ScaleUnknown),
        Likely(new() { ScaleId = "dni" }, "scale_id", SubmissionRule.ScaleUnknown),
        Likely(new() { ScaleId = "x-" }, "scale_id", SubmissionRule.ScaleUnknown),
        Likely(new() { ScaleId = "stix-dni", Term = "likely" }, "scale_id", SubmissionRule.ScaleNotLikelihood),
        Likely(new() { ScaleId = "stix-wep", Term = "likely" }, "scale_id", SubmissionRule.ScaleNotLikelihood),
        Likely(new() { ScaleId = "icd203", Term = "highly likely" }, "term", SubmissionRule.TermUnknown),
        Likely(new() { ScaleId = "phia", Term = "very likely" }, "term", SubmissionRule.TermUnknown),
        Likely(new() { ScaleId = "icd203", Term = "likely/probable" }, "term", SubmissionRule.TermUnknown),
        Likely(new() { ScaleId = "icd203", Term = "likely", PLow = 0.5, PHigh = 0.8 }, "p_low", SubmissionRule.RangeOutsideTerm),
        Likely(new() { ScaleId = "icd203", Term = "likely", PLow = 0.55, PHigh = 0.81 }, "p_high", SubmissionRule.RangeOutsideTerm),
        Likely(new() { ScaleId = "icd203", Term = "likely", PBest = 0.8 }, "p_best", SubmissionRule.RangeOutsideTerm), // half-open: 80 % is "very likely"
        Likely(new() { ScaleId = "icd203", Term = "very unlikely", PBest = 0.2 }, "p_best", SubmissionRule.RangeOutsideTerm),
        Likely(new() { ScaleId = "icd203", Term = "almost certain", PBest = 0.995 }, "p_best", SubmissionRule.RangeOutsideTerm), // no word above 99 %
        Likely(new() { ScaleId = "icd203", Term = "almost no chance", PBest = 0.005 }, "p_best", SubmissionRule.RangeOutsideTerm),
        Likely(new() { ScaleId = "phia", Term = "unlikely", PBest = 0.22 }, "p_best", SubmissionRule.RangeOutsideTerm), // a gap
        Likely(new() { ScaleId = "phia", Term = "realistic possibility", PBest = 0.52 }, "p_best", SubmissionRule.RangeOutsideTerm),
        Likely(new() { ScaleId = "phia", Term = "highly unlikely", PLow = 0.05, PHigh = 0.2 }, "p_low", SubmissionRule.RangeOutsideTerm), // ICD's range
        Likely(new() { ScaleId = "ajp21", Term = "likely", PBest = 0.9 }, "p_best", SubmissionRule.RangeOutsideTerm),
        Likely(new() { ScaleId = "ajp21", Term = "highly likely", PBest = 0.85 }, "p_best", SubmissionRule.RangeOutsideTerm),
        Likely(new() { ScaleId = "ca-kent-fr", Term = "probable", PBest = 0.61 }, "p_best", SubmissionRule.RangeOutsideTerm),
        Likely(new() { ScaleId = "x-house", Term = "so-so", PHigh = 0.5 }, "p_low", SubmissionRule.Required),
        Likely(new() { ScaleId = "x-house", Term = "so-so", PLow = 0.5 }, "p_high", SubmissionRule.Required),
        Judged(j => j.Confidence[0].ScaleId = "icd203", "confidence[0].scale_id", SubmissionRule.ScaleUnknown),
        Judged(j => j.Statement = "We judge with high confidence that a mass killing is likely.", "statement", SubmissionRule.LikelihoodWithConfidence),
        Judged(j => j.Statement = "It rains. It is very unlikely (moderate confidence).", "statement", SubmissionRule.LikelihoodWithConfidence),
        Judged(j => j.Confidence[0].Basis = "Confidence is low that it remains unlikely", "confidence[0].basis", SubmissionRule.LikelihoodWithConfidence),
        new(
            a =>
            {
                a.Judgements.Add([Valid.Judgement("j1"), Valid.Judgement("j2")]);
                a.Judgements[0].Likelihood = new() { ScaleId = "icd203", Term = "likely" };
                a.Judgements[1].Likelihood = new() { ScaleId = "icd203", Term = "improbable" };
            },
            "judgements[1].likelihood.term",
            SubmissionRule.SynonymsMixed),
    ];

    private static IEnumerable<BadInput> Frameworks() =>
    [
        Factored(new() { FrameworkId = "un-framework", FactorNo = 1 }, "framework_id", SubmissionRule.FrameworkUnknown),
        Factored(new() { FrameworkId = "un-framework-of-analysis", FrameworkEdition = "2013" }, "framework_edition", SubmissionRule.FrameworkUnknown),
        Factored(new() { FrameworkId = "un-framework-of-analysis", FactorNo = 15 }, "factor_no", SubmissionRule.FactorUnknown),
        Factored(new() { FrameworkId = "araf", FactorNo = 5 }, "factor_no", SubmissionRule.FactorUnknown),
        Factored(new() { FrameworkId = "ewp", FactorNo = uint.MaxValue }, "factor_no", SubmissionRule.FactorUnknown),
        Factored(new() { FrameworkId = "un-framework-of-analysis", FactorNo = 7, IndicatorNo = 15 }, "indicator_no", SubmissionRule.IndicatorUnknown),
        Factored(new() { FrameworkId = "ewp", FactorNo = 1, IndicatorNo = 1 }, "indicator_no", SubmissionRule.IndicatorUnknown),
        Factored(new() { FrameworkId = "araf", IndicatorNo = 1 }, "indicator_no", SubmissionRule.IndicatorUnknown),
        Factored(new() { FactorNo = 1 }, "framework_id", SubmissionRule.Required),
        new(a => a.Indicators.Add(new Indicator { Portion = Valid.Portion(), QuestionId = "no-such" }), "indicators[0].question_id", SubmissionRule.QuestionUnknown),
        new(a => a.Indicators.Add(new Indicator { Portion = Valid.Portion(), Kind = IndicatorKind.Question }), "indicators[0].question_id", SubmissionRule.Required),
        new(
            a => a.Tags.Add(new Tags { Portion = Valid.Portion(), Scheme = "rubrics", Terms = { "conflict-prevention", "Krisenprävention" } }),
            "tags[0].terms[1]",
            SubmissionRule.RubricUnknown),
    ];

    private static IEnumerable<BadInput> Codes() =>
    [
        new(a => a.Subject[0].Iso3 = "XXX", "subject[0].iso3", SubmissionRule.CountryUnknown),
        new(a => a.Subject[0].Iso3 = "YUG", "subject[0].iso3", SubmissionRule.CountryUnknown),
        new(a => a.Subject[0].Portion.Region.Add(["MLI", "ABC"]), "subject[0].portion.region[1]", SubmissionRule.CountryUnknown),
        new(a => a.Subject[0].Kind = SubjectKind.Area, "subject[0].area", SubmissionRule.Required),
        new(a => a.Subject[0].Kind = SubjectKind.Group, "subject[0].group_id", SubmissionRule.Required),
        new(a => a.Subject[0].GroupId = "Dogon people", "subject[0].group_id", SubmissionRule.IdMalformed),
        new(a => a.Subject[0].Area = new() { Iso3 = "BFA" }, "subject[0].area.iso3", SubmissionRule.CountryMismatch),
        new(a => a.Subject[0].Area = new() { Iso3 = "MLI", Subdivision = "BF-01" }, "subject[0].area.subdivision", SubmissionRule.CountryMismatch),
        new(a => a.Subject[0].Area = new() { Subdivision = "ZZ-1" }, "subject[0].area.subdivision", SubmissionRule.CodeMalformed),
        new(a => a.Subject[0].Area = new() { AdmPcode = "ml05" }, "subject[0].area.adm_pcode", SubmissionRule.CodeMalformed),
        new(a => a.Header[0].Post = "Bamako", "header[0].post", SubmissionRule.CodeMalformed),
        new(a => a.Header[0].Post = "ML-5 ", "header[0].post", SubmissionRule.CodeMalformed),
        new(a => a.Header[0].Post = "XX-5", "header[0].post", SubmissionRule.CodeMalformed),
        new(a => a.Header[0].Type = AssessmentType.Field, "header[0].post", SubmissionRule.Required),
        new(a => a.Header[0].Type = AssessmentType.NgoSubmission, "header[0].submitter", SubmissionRule.Required),
        new(a => a.Header[0].Submitter = "Dr. Jane Doe", "header[0].submitter", SubmissionRule.IdMalformed),
        new(a => a.Header[0].TemplateId = "araf-2", "header[0].template_id", SubmissionRule.TemplateUnknown),
        new(a => a.Header[0].EditionYear = 1066, "header[0].edition_year", SubmissionRule.OutOfRange),
        new(a => a.Actors.Add(new Actor { Portion = Valid.Portion(), Iso3 = "ZZZ" }), "actors[0].iso3", SubmissionRule.CountryUnknown),
        new(a => a.BasedOn.Add(new BasedOn { Portion = Valid.Portion(), ProductId = ByteString.CopyFrom(1), Relation = ProductRelation.Answers }), "based_on[0].product_id", SubmissionRule.IdMalformed),
        new(a => a.BasedOn.Add(new BasedOn { Portion = Valid.Portion(), ProductId = ByteString.CopyFrom(new byte[32]) }), "based_on[0].relation", SubmissionRule.Required),
    ];

    private static IEnumerable<BadInput> Names() =>
    [
        new(a => a.Header[0].Title = "Mali\u202Efdp.exe", "header[0].title", SubmissionRule.TextDeceptive),
        new(a => a.Header[0].Title = "Mali\u2066", "header[0].title", SubmissionRule.TextDeceptive),
        new(a => a.Header[0].Edition = "2026\n2027", "header[0].edition", SubmissionRule.TextDeceptive),
        new(a => a.Header[0].OrgUnit = "\0", "header[0].org_unit", SubmissionRule.TextDeceptive),
        new(a => a.Subject[0].GroupName = "a\u200Bb", "subject[0].group_name", SubmissionRule.TextDeceptive),
        new(a => a.Actors.Add(new Actor { Portion = Valid.Portion(), Name = "\u202Bgnorw" }), "actors[0].name", SubmissionRule.TextDeceptive),
        new(a => a.Populations.Add(new Population { Portion = Valid.Portion(), Name = "half \uD83D" }), "populations[0].name", SubmissionRule.TextDeceptive),
        new(a => a.Tags.Add(new Tags { Portion = Valid.Portion(), Terms = { "\u2028" } }), "tags[0].terms[0]", SubmissionRule.TextDeceptive),
        new(a => a.Dissent.Add(new Dissent { Portion = Valid.Portion(), Partner = "\uE000" }), "dissent[0].partner", SubmissionRule.TextDeceptive),
    ];

    private static IEnumerable<BadInput> Geometries() =>
    [
        Placed("not json"),
        Placed("""{"type":"Point","coordinates":[181,0]}"""),
        Placed("""{"type":"Point","coordinates":[0,90.1]}"""),
        Placed("""{"type":"Point","coordinates":[1e308,0]}"""),
        Placed("""{"type":"Point","coordinates":[0,1e999]}"""),
        Placed("""{"type":"Point","coordinates":[0]}"""),
        Placed("""{"type":"Point","coordinates":[0,0,0,0]}"""),
        Placed("""{"type":"Point","coordinates":["0","0"]}"""),
        Placed("""{"type":"Point","coordinates":[0,0],"coordinates":[1,1]}"""),
        Placed("""{"type":"Point","coordinates":[0,0],"note":"hidden"}"""),
        Placed("""{"type":"Point","coordinates":[0,0],"crs":{}}"""),
        Placed("""{"type":"Feature","geometry":{"type":"Point","coordinates":[0,0]},"properties":{}}"""),
        Placed("""{"type":"LineString","coordinates":[[0,0]]}"""),
        Placed("""{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}"""),
        Placed("""{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}"""),
        Placed("""{"type":"Polygon","coordinates":[]}"""),
        Placed("""{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[0,0]}]}]}"""),
        Placed("{\"type\":\"Point\",\"coordinates\":" + new string('[', 10_000) + new string(']', 10_000) + "}"),
        Placed("[1,2]"),
        Placed("null"),
        Placed("\uD800"),
        new(a => a.Subject[0].Place.Add(new Place { Portion = Valid.Portion(), AdmPcode = "5" }), "subject[0].place[0].adm_pcode", SubmissionRule.CodeMalformed),
    ];

    private static IEnumerable<BadInput> Quantities() =>
    [
        Observed([new() { AtMs = 1, Value = 1, Unit = "events" }, new() { AtMs = 2, Value = 1, Unit = "persons" }], "observations[1].unit", SubmissionRule.UnitMixed),
        Observed([new() { AtMs = 1, Low = 1 }], "observations[0].unit", SubmissionRule.UnitMissing),
        Observed([new() { Value = 1, Unit = "events" }], "observations[0].at_ms", SubmissionRule.Required),
        Observed([new() { AtMs = 2, UntilMs = 2 }], "observations[0].until_ms", SubmissionRule.OutOfOrder),
        Observed([new() { AtMs = 1, Low = 2, Value = 1, Unit = "events" }], "observations[0]", SubmissionRule.OutOfOrder),
        Observed([new() { AtMs = 1, Value = double.NaN, Unit = "events" }], "observations[0].value", SubmissionRule.OutOfRange),
        Observed([new() { AtMs = 1, Quote = "inyenzi" }], "observations[0].language", SubmissionRule.Required),
        Observed([new() { AtMs = 1, Quote = "inyenzi", Language = "Kinyarwanda" }], "observations[0].language", SubmissionRule.LanguageMalformed),
        Observed([new() { Area = new() { Iso3 = "QQQ" } }], "observations[0].area.iso3", SubmissionRule.CountryUnknown),
        Displaced(new() { Kind = DisplacementKind.Refugees, Persons = new() { Low = 101 } }, "displaced", SubmissionRule.SumExceeds),
        Displaced(new() { Persons = new() { Low = 1 } }, "displaced[0].kind", SubmissionRule.Required),
        Displaced(new() { Kind = DisplacementKind.Refugees }, "displaced[0].persons", SubmissionRule.Required),
        Displaced(new() { Kind = DisplacementKind.Refugees, Persons = new() { Low = 2, High = 1 } }, "displaced[0].persons", SubmissionRule.OutOfOrder),
        Capable(new() { Kind = CapabilityKind.ChemicalWeapons, Quantity = new() { Best = 1 } }, "quantity.unit", SubmissionRule.UnitMissing),
        Capable(new() { Kind = CapabilityKind.Armour, Quantity = new() { Low = -1, Unit = "vehicles" } }, "quantity", SubmissionRule.OutOfRange),
        Capable(new() { Kind = CapabilityKind.Armour, Quantity = new() { Low = 2, High = 1, Unit = "vehicles" } }, "quantity", SubmissionRule.OutOfOrder),
        Capable(new(), "kind", SubmissionRule.Required),
    ];

    private static IEnumerable<BadInput> Directions() =>
    [
        Flows(f => f.ToIso3 = "MLI", "to_iso3", SubmissionRule.DirectionMissing),
        Flows(f => f.FromIso3 = "", "from_iso3", SubmissionRule.Required),
        Flows(f => f.ToIso3 = "", "to_iso3", SubmissionRule.Required),
        Flows(f => f.ToIso3 = "ATL", "to_iso3", SubmissionRule.CountryUnknown),
        Flows(f => f.Kind = FlowKind.Unspecified, "kind", SubmissionRule.Required),
        Flows(f => f.Quantity = null, "quantity", SubmissionRule.Required),
        Flows(f => f.Quantity.Unit = "tonnes", "quantity.unit", SubmissionRule.UnitWrong),
        Flows(f => f.FromMs = 0, "from_ms", SubmissionRule.Required),
        Flows(f => f.UntilMs = 0, "until_ms", SubmissionRule.Required),
        Flows(f => f.UntilMs = 1, "until_ms", SubmissionRule.OutOfOrder),
        new(a => a.Spillovers.Add(new Spillover { Portion = Valid.Portion(), FromIso3 = "MLI", ToIso3 = "MLI" }), "spillovers[0].to_iso3", SubmissionRule.DirectionMissing),
        new(a => a.Spillovers.Add(new Spillover { Portion = Valid.Portion(), FromIso3 = "MLI", ToIso3 = "NER", Severity = 5 }), "spillovers[0].severity", SubmissionRule.OutOfRange),
    ];

    private static IEnumerable<BadInput> Dates() =>
    [
        new(a => a.Triggers.Add(new Trigger { Portion = Valid.Portion(), Kind = "election" }), "triggers[0].expected_at_ms", SubmissionRule.Required),
        new(a => a.Triggers.Add(new Trigger { Portion = Valid.Portion(), ExpectedAtMs = -1 }), "triggers[0].expected_at_ms", SubmissionRule.OutOfRange),
        new(a => a.Triggers.Add(new Trigger { Portion = Valid.Portion(), ExpectedAtMs = 5, ExpectedUntilMs = 4 }), "triggers[0].expected_until_ms", SubmissionRule.OutOfOrder),
        new(a => (a.Header[0].AuthoredAtMs, a.Header[0].InformationCutoffMs) = (1, 2), "header[0].information_cutoff_ms", SubmissionRule.OutOfOrder),
        new(a => a.Determination.Add(new Determination { Portion = Valid.Portion(), Label = "genocide", Partner = "USA" }), "determination[0].made_at_ms", SubmissionRule.Required),
        new(a => a.Determination.Add(new Determination { Portion = Valid.Portion(), Label = "genocide", MadeAtMs = 1 }), "determination[0].partner", SubmissionRule.Required),
        new(a => a.Determination.Add(new Determination { Portion = Valid.Portion(), Partner = "USA", MadeAtMs = 1 }), "determination[0].label", SubmissionRule.Required),
    ];

    private static IEnumerable<BadInput> Wholes() =>
    [
        new(a => a.Scenarios.Add(Scene("s1", ScenarioKind.MostLikely)), "scenarios", SubmissionRule.ScenarioMissing),
        new(a => a.Scenarios.Add([Scene("s1", ScenarioKind.MostLikely), Scene("s1", ScenarioKind.MostDangerous)]), "scenarios", SubmissionRule.ScenarioMissing), // variants of one
        new(a => a.Scenarios.Add([Scene("s1", ScenarioKind.MostLikely), Scene("s2", ScenarioKind.Other)]), "scenarios", SubmissionRule.ScenarioMissing),
        new(a => a.Scenarios.Add([Scene("s1", ScenarioKind.MostDangerous), Scene("s2", ScenarioKind.Counterfactual)]), "scenarios", SubmissionRule.ScenarioMissing),
        new(
            a =>
            {
                a.Scenarios.Add([Scene("s1", ScenarioKind.MostLikely), Scene("s2", ScenarioKind.MostDangerous)]);
                a.Options.Add(new Option { Portion = Valid.Portion(), DoNothing = true, Text = "Nothing." });
            },
            "scenarios",
            SubmissionRule.ScenarioMissing),
        new(a => a.Options.Add(new Option { Portion = Valid.Portion(), Text = "Act." }), "options[0].option_set", SubmissionRule.DoNothingMissing),
        new(
            a => a.Options.Add([
                new Option { Portion = Valid.Portion(), DoNothing = true, Text = "Nothing.", OptionSet = "a" },
                new Option { Portion = Valid.Portion(), Text = "Act.", OptionSet = "b" }]),
            "options[1].option_set",
            SubmissionRule.DoNothingMissing),
        new(a => a.Options.Add(new Option { Portion = Valid.Portion(), DoNothing = true }), "options[0].text", SubmissionRule.Required),
        new(
            a =>
            {
                a.Header[0] = new Header(a.Header[0]) { Type = AssessmentType.NgoSubmission, Submitter = "n-17" };
                a.Evidence.Add(new Evidence { Portion = Valid.Portion(), Reliability = Reliability.F });
            },
            "evidence[0].credibility",
            SubmissionRule.Required),
        new(
            a =>
            {
                a.Header[0].TemplateId = "ewp";
                a.Judgements.Add(Valid.Judgement("j"));
            },
            "model",
            SubmissionRule.TemplateBlockMissing),
    ];

    private static IEnumerable<BadInput> Rest() =>
    [
        Judged(j => j.GroupId = "A", "group_id", SubmissionRule.IdMalformed),
        Judged(j => j.Area = new() { Subdivision = "ML5" }, "area.subdivision", SubmissionRule.CodeMalformed),
        new(a => a.Options.Add(new Option { Portion = Valid.Portion(), DoNothing = true, Text = "Nothing.", OptionSet = "A b" }), "options[0].option_set", SubmissionRule.IdMalformed),
    ];

    private static BadInput Judged(Action<Judgement> spoil, string field, string rule) => new(
        a =>
        {
            a.Judgements.Add(Valid.Judgement("j"));
            spoil(a.Judgements[0]);
        },
        $"judgements[0].{field}",
        rule);

    private static BadInput Likely(Likelihood likelihood, string field, string rule) =>
        Judged(j => j.Likelihood = likelihood, $"likelihood.{field}", rule);

    private static BadInput Factored(Factor factor, string field, string rule) =>
        new(a => a.Factors.Add(new Factor(factor) { Portion = Valid.Portion() }), $"factors[0].{field}", rule);

    private static BadInput Placed(string geometry) => new(
        a => a.Subject[0].Place.Add(new Place { Portion = Valid.Portion(), Geometry = geometry }), "subject[0].place[0].geometry", SubmissionRule.GeometryMalformed);

    private static BadInput Observed(Observation[] observations, string field, string rule) =>
        new(a => a.Indicators.Add(new Indicator { Portion = Valid.Portion(), Observations = { observations } }), $"indicators[0].{field}", rule);

    private static BadInput Displaced(Displacement displaced, string field, string rule) => new(
        a => a.Populations.Add(new Population { Portion = Valid.Portion(), Size = new() { High = 100 }, Displaced = { displaced } }), $"populations[0].{field}", rule);

    private static BadInput Capable(Capability capability, string field, string rule) => new(
        a => a.Actors.Add(new Actor { Portion = Valid.Portion("a"), Capabilities = { new Capability(capability) { Portion = Valid.Portion() } } }),
        $"actors[0].capabilities[0].{field}",
        rule);

    private static BadInput Flows(Action<Flow> spoil, string field, string rule) => new(
        a =>
        {
            a.Flows.Add(new Flow
            {
                Portion = Valid.Portion(),
                Kind = FlowKind.Fighters,
                Quantity = new() { Low = 200, High = 400, Unit = "persons" },
                FromIso3 = "MLI",
                ToIso3 = "NER",
                FromMs = 10,
                UntilMs = 20,
            });
            spoil(a.Flows[0]);
        },
        $"flows[0].{field}",
        rule);

    private static Scenario Scene(string label, ScenarioKind kind) => new() { Portion = Valid.Portion(label), Kind = kind, Text = "It goes on." };
}
