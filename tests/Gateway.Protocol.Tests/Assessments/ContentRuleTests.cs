using System.Collections;
using System.Reflection;
using CsCheck;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.Tests.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Protocol.Tests.Assessments;

public class ContentRuleTests
{
    [Fact]
    public void Each_bad_input_is_refused_at_its_field_by_its_rule_and_by_no_other()
    {
        Assert.All(BadInputs.All, row => RefusalTests.Refuses(row.Spoil, row.Field, row.Rule));
        Assert.True(BadInputs.All.Count > 120);
    }

    [Fact]
    public void All_bad_inputs_at_once_are_all_reported()
    {
        BadInput[] rows = [.. BadInputs.All.Where(row => row.Field.StartsWith("judgements[0].likelihood", StringComparison.Ordinal)
            || row.Field.StartsWith("factors[0]", StringComparison.Ordinal) || row.Field.StartsWith("flows[0]", StringComparison.Ordinal))];
        RiskAssessment assessment = Valid.Assessment();
        List<(string, string)> expected = [];
        foreach (BadInput row in rows)
        {
            RiskAssessment one = Valid.Assessment();
            row.Spoil(one);
            string list = row.Field[..row.Field.IndexOf('[', StringComparison.Ordinal)];
            int position = list switch { "judgements" => assessment.Judgements.Count, "factors" => assessment.Factors.Count, _ => assessment.Flows.Count };
            one.Header.Clear();
            one.Subject.Clear();
            foreach (Portion header in Labels.All(one).Select(Labels.Header))
            {
                header.Id = "";
            }

            assessment.MergeFrom(one);
            expected.Add((row.Field.Replace($"{list}[0]", $"{list}[{position}]", StringComparison.Ordinal), row.Rule));
        }

        var refused = Assert.IsType<FlattenOutcome.Refused>(Flattener.Flatten(assessment, FakeSeal.Schema, RandomSource.System));
        var found = refused.Violations.Select(violation => (violation.Field, violation.Rule)).ToHashSet();
        Assert.All(expected.Take(Violations.Most), fault => Assert.Contains(fault, found));
    }

    [Fact]
    public void Every_rule_about_content_has_a_bad_input()
    {
        // MalformedSubmissionTests and RefusalTests have these.
        string[] elsewhere =
        [
            SubmissionRule.MarkingMalformed, SubmissionRule.LabelMalformed, SubmissionRule.CountryMalformed, SubmissionRule.EnumUnknown, SubmissionRule.FieldUnknown,
        ];
        Assert.Equal([], AboutContent.Except(elsewhere).Except(BadInputs.All.Select(row => row.Rule)));
    }

    [Theory]
    [InlineData("icd203", "likely", 0.55, 0.55, 0.8)]
    [InlineData("icd203", "Likely", 0.55, 0.6, 0.7999999999)]
    [InlineData("icd203", "almost certain", 0.95, 0.99, 0.99)]
    [InlineData("icd203", "unlikely", 0.2, 0.30000000000000004, 0.45)] // 3 × 0.1
    [InlineData("phia", "unlikely", 0.25, 0.35, 0.35)]
    [InlineData("phia", "remote chance", 0.0, 0.0, 0.05)]
    [InlineData("ajp21", "likely", 0.6, 0.75, 0.9)]
    [InlineData("ca-kent-fr", "très probable", 0.87, 0.93, 0.99)]
    [InlineData("x-house", "so-so", 0.0, 0.5, 1.0)]
    public void Numbers_inside_their_term_are_accepted(string scale, string term, double low, double best, double high) =>
        Accepts(a => a.Judgements.Add(new Judgement(Valid.Judgement("j"))
        {
            Likelihood = new Likelihood { ScaleId = scale, Term = term, PLow = low, PBest = best, PHigh = high },
        }));

    [Theory]
    [InlineData("A mass killing is unlikely. Our confidence in this is low.")]
    [InlineData("It is likely that high officers lost the confidence of the men.")]
    [InlineData("The militia holds remote villages; we state this with high confidence.")]
    [InlineData("Une attaque est probable. La confiance est élevée.")]
    [InlineData("Highly unlikelyhood is no word, confidence low.")]
    public void A_sentence_of_its_own_for_each_is_accepted(string statement) =>
        Accepts(a => a.Judgements.Add(Valid.Judgement("j", statement)));

    [Theory]
    [InlineData("""{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}""")]
    [InlineData("""{"coordinates":[-180,-90,8848.86],"type":"Point","bbox":[-180,-90,-180,-90]}""")]
    [InlineData("""{"type":"GeometryCollection","geometries":[{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}]}""")]
    public void A_geometry_of_the_standard_is_accepted(string geometry) =>
        Accepts(a => a.Subject[0].Place.Add(new Place { Portion = Valid.Portion(), Geometry = geometry }));

    [Fact]
    public void People_of_different_days_are_not_added_up_and_those_who_returned_are_not_counted() => Accepts(a => a.Populations.Add(new Population
    {
        Portion = Valid.Portion(),
        Size = new PersonRange { High = 100 },
        Displaced =
        {
            new Displacement { Kind = DisplacementKind.Refugees, Persons = new() { Low = 60 }, AsOfMs = 1 },
            new Displacement { Kind = DisplacementKind.InternallyDisplaced, Persons = new() { Low = 60 }, AsOfMs = 2 },
            new Displacement { Kind = DisplacementKind.Returned, Persons = new() { Low = 90 }, AsOfMs = 2 },
        },
    }));

    [Fact]
    public void Displaced_people_are_added_up_without_overflow() => RefusalTests.Refuses(
        a => a.Populations.Add(new Population
        {
            Portion = Valid.Portion(),
            Size = new PersonRange { High = ulong.MaxValue },
            Displaced =
            {
                new Displacement { Kind = DisplacementKind.Refugees, Persons = new() { Low = ulong.MaxValue } },
                new Displacement { Kind = DisplacementKind.AsylumSeekers, Persons = new() { Low = 1 } },
            },
        }),
        "populations[0].displaced",
        SubmissionRule.SumExceeds);

    [Fact]
    public void An_assessment_is_valid_without_a_legal_label_and_with_one()
    {
        Accepts(a => Assert.Empty(a.Determination));
        Accepts(a => a.Determination.Add(new Determination { Portion = Valid.Portion(), Label = "genocide", Partner = "USA", MadeAtMs = 1, Actor = "A state" }));
    }

    [Fact]
    public void A_template_names_every_block_that_is_missing()
    {
        RiskAssessment assessment = Valid.Assessment();
        assessment.Header[0].TemplateId = "araf";
        RefusalTests.Refuses(
            assessment,
            [.. new[] { "populations", "actors", "judgements", "factors", "factors.kind", "triggers", "scenarios", "options" }
                .Select(field => (field, SubmissionRule.TemplateBlockMissing))]);
    }

    [Fact]
    public void An_assessment_after_the_framework_with_all_blocks_is_accepted() => Accepts(a =>
    {
        a.Header[0].TemplateId = "araf";
        a.Populations.Add(new Population { Portion = Valid.Portion() });
        a.Actors.Add(new Actor { Portion = Valid.Portion() });
        a.Judgements.Add(Valid.Judgement("j"));
        a.Factors.Add([new Factor { Portion = Valid.Portion(), Kind = FactorKind.Risk }, new Factor { Portion = Valid.Portion(), Kind = FactorKind.Resilience }]);
        a.Triggers.Add(new Trigger { Portion = Valid.Portion(), ExpectedAtMs = 1 });
        a.Scenarios.Add([
            new Scenario { Portion = Valid.Portion(), Kind = ScenarioKind.MostLikely },
            new Scenario { Portion = Valid.Portion(), Kind = ScenarioKind.MostDangerous },
            new Scenario { Portion = Valid.Portion(), Kind = ScenarioKind.Counterfactual }]);
        a.Options.Add(new Option { Portion = Valid.Portion(), DoNothing = true, Text = "Nothing." });
    });

    // Spoils any field of any message, in ways that a hostile client could think of.
    [Fact]
    public void No_mutated_message_makes_the_checks_throw() => Gen.Select(AnyAssessment.Gen, Gen.Int).Sample(
        (assessment, seed) =>
        {
            var random = new Random(seed);
            IMessage[] messages = [.. Messages(assessment)];
            for (int i = 0; i < 12; i++)
            {
                Spoil(messages[random.Next(messages.Length)], random);
            }

            Assert.NotNull(Flattener.Flatten(assessment, FakeSeal.Schema, RandomSource.System));
        },
        iter: 400);

    [Fact]
    public void Huge_lists_get_a_short_answer_in_a_short_time()
    {
        RiskAssessment assessment = Valid.Assessment();
        assessment.Options.Add(Enumerable.Range(0, 50_000).Select(i => new Option { Portion = Valid.Portion(), OptionSet = $"s{i}" }));
        assessment.Scenarios.Add(Enumerable.Range(0, 50_000).Select(_ => new Scenario { Portion = Valid.Portion() }));
        assessment.Judgements.Add(Enumerable.Range(0, 50_000).Select(i => new Judgement
        {
            Portion = Valid.Portion(),
            Likelihood = new() { ScaleId = "icd203", Term = i % 2 == 0 ? "likely" : "probable" },
        }));
        var refused = Assert.IsType<FlattenOutcome.Refused>(Flattener.Flatten(assessment, FakeSeal.Schema, RandomSource.System));
        Assert.InRange(refused.Violations.Length, 1, Violations.Most + 1);
    }

    private static readonly HashSet<string> AboutContent =
    [
        .. typeof(SubmissionRule).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)
            .Where(rule => rule is "required" or "out-of-range" or "out-of-order" or "sum-exceeds" or "direction-missing" or "text-deceptive"
                || rule.EndsWith("-unknown", StringComparison.Ordinal) || rule.EndsWith("-mixed", StringComparison.Ordinal)
                || rule.StartsWith("unit-", StringComparison.Ordinal) || rule.StartsWith("template-", StringComparison.Ordinal)
                || rule.EndsWith("-malformed", StringComparison.Ordinal) || rule.StartsWith("scale-", StringComparison.Ordinal)
                || rule is "range-outside-term" or "likelihood-with-confidence" or "country-mismatch" or "scenario-missing" or "do-nothing-missing"),
    ];

    private static void Accepts(Action<RiskAssessment> change)
    {
        RiskAssessment assessment = Valid.Assessment();
        change(assessment);
        FlattenOutcome outcome = Flattener.Flatten(assessment, FakeSeal.Schema, RandomSource.System);
        Assert.True(outcome is FlattenOutcome.Flattened, outcome is FlattenOutcome.Refused refused ? string.Join('\n', refused.Violations) : "");
    }

    private static IEnumerable<IMessage> Messages(IMessage message)
    {
        yield return message;
        foreach (FieldDescriptor field in message.Descriptor.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message))
        {
            IEnumerable inner = field.IsRepeated ? (IEnumerable)field.Accessor.GetValue(message) : new[] { field.Accessor.GetValue(message) };
            foreach (IMessage one in inner.OfType<IMessage>())
            {
                foreach (IMessage deeper in Messages(one))
                {
                    yield return deeper;
                }
            }
        }
    }

    private static void Spoil(IMessage message, Random random)
    {
        IList<FieldDescriptor> fields = message.Descriptor.Fields.InDeclarationOrder();
        FieldDescriptor field = fields[random.Next(fields.Count)];
        if (field.IsRepeated)
        {
            var list = (IList)field.Accessor.GetValue(message);
            if (list.Count > 0 && random.Next(2) == 0)
            {
                list.Clear();
            }
            else
            {
                list.Add(field.FieldType == FieldType.String ? Text(random) : field.MessageType.Parser.ParseFrom([]));
            }
        }
        else if (field.FieldType == FieldType.Message)
        {
            field.Accessor.SetValue(message, random.Next(2) == 0 ? null : field.MessageType.Parser.ParseFrom([]));
        }
        else
        {
            field.Accessor.SetValue(message, Value(field, random));
        }
    }

    private static object Value(FieldDescriptor field, Random random) => field.FieldType switch
    {
        FieldType.String => Text(random),
        FieldType.Bytes => ByteString.CopyFrom(new byte[random.Next(0, 65)]),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.Double => new[] { double.NaN, double.PositiveInfinity, double.MinValue, 1e308, -0.0, double.Epsilon, 0.3 }[random.Next(7)],
        FieldType.UInt32 => random.Next(2) == 0 ? uint.MaxValue : 0u,
        FieldType.Int32 => random.Next(2) == 0 ? int.MinValue : int.MaxValue,
        FieldType.UInt64 => random.Next(2) == 0 ? ulong.MaxValue : 0ul,
        FieldType.Int64 => random.Next(2) == 0 ? long.MinValue : long.MaxValue,
        _ => Enum.ToObject(field.EnumType.ClrType, random.Next(-1, 100)),
    };

    private static string Text(Random random) => new[]
    {
        "", "\uD800", "\uDC00\uD800", "\u202Egnirts", "\0", "icd203", "stix-dni", "x-", "likely", "confidence", "likely with high confidence",
        new string('[', 5000), """{"type":"Point","coordinates":[1e400,-1e400]}""", """{"type":"Polygon","coordinates":[[]]}""", "ML-5", "araf", "-", "a-", "--",
        new string('x', 40_000), "\U0010FFFF", "e\u0301\u200D",
    }[random.Next(22)];
}
