using Gateway.Core.Assessments.Frameworks;
using Gateway.Core.Assessments.Scales;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;

namespace Gateway.Protocol.Assessments;

/// <summary>What an assessment has to keep as a whole, beside what every product has to: blocks of its template and type, scenarios, options, one row of synonyms.</summary>
internal static class WholeRules
{
    private const int LeastScenarios = 2;

    public static void Check(RiskAssessment assessment, Violations violations)
    {
        CheckType(assessment, violations);
        CheckTemplate(assessment, violations);
        CheckScenarios(assessment, violations);
        CheckOptions(assessment, violations);
        CheckSynonyms(assessment, violations);
    }

    private static void CheckType(RiskAssessment assessment, Violations violations)
    {
        AssessmentType type = assessment.Header.Count == 0 ? AssessmentType.Unspecified : assessment.Header[0].Type;
        if (type != AssessmentType.NgoSubmission)
        {
            return;
        }

        // Who reads it cannot ask: each piece says how far it is to be trusted, if only that nobody can tell (F, 6).
        for (int i = 0; i < assessment.Evidence.Count; i++)
        {
            Grade(assessment.Evidence[i].Reliability != Reliability.Unspecified, $"evidence[{i}].reliability");
            Grade(assessment.Evidence[i].Credibility != Credibility.Unspecified, $"evidence[{i}].credibility");
        }

        void Grade(bool present, string field)
        {
            if (!present)
            {
                violations.Add(field, SubmissionRule.Required, "What comes from outside is graded on the Admiralty scale.");
            }
        }
    }

    private static void CheckTemplate(RiskAssessment assessment, Violations violations)
    {
        string id = assessment.Header.Count == 0 ? "" : assessment.Header[0].TemplateId;
        if (id.Length == 0 || !AssessmentTemplates.TryGet(id, out AssessmentTemplate? template))
        {
            return;
        }

        foreach (TemplateBlock block in template.Blocks)
        {
            (string field, bool present, string what) = Block(assessment, block);
            if (!present)
            {
                violations.Add(field, SubmissionRule.TemplateBlockMissing, $"The template {template.Id} demands {what}.");
            }
        }
    }

    private static (string Field, bool Present, string What) Block(RiskAssessment assessment, TemplateBlock block) => block switch
    {
        TemplateBlock.Populations => ("populations", assessment.Populations.Count > 0, "the groups at risk"),
        TemplateBlock.Actors => ("actors", assessment.Actors.Count > 0, "actors"),
        TemplateBlock.Judgements => ("judgements", assessment.Judgements.Count > 0, "a judgement"),
        TemplateBlock.RiskFactors => ("factors", assessment.Factors.Any(factor => factor.Kind == FactorKind.Risk), "a risk factor"),
        // The same field may lack two blocks; each is named.
        TemplateBlock.ResilienceFactors => ("factors.kind", assessment.Factors.Any(factor => factor.Kind == FactorKind.Resilience), "a resilience factor"),
        TemplateBlock.Triggers => ("triggers", assessment.Triggers.Count > 0, "triggers"),
        TemplateBlock.Scenarios => ("scenarios", assessment.Scenarios.Count > 0, "scenarios"),
        TemplateBlock.Options => ("options", assessment.Options.Count > 0, "options"),
        TemplateBlock.Model => ("model", assessment.Model.Count > 0, "the model"),
    };

    private static void CheckScenarios(RiskAssessment assessment, Violations violations)
    {
        if (assessment.Scenarios.Count == 0)
        {
            return;
        }

        // Variants of one scenario are one.
        var labels = new HashSet<string>();
        int paths = assessment.Scenarios.Count(scenario => scenario.Portion?.Id is not { Length: > 0 } label || labels.Add(label));
        string[] missing =
        [
            .. Missing(paths >= LeastScenarios, "a second one"),
            .. Missing(Has(ScenarioKind.MostLikely), "the most likely"),
            .. Missing(Has(ScenarioKind.MostDangerous), "the most dangerous"),
            .. Missing(assessment.Options.Count == 0 || Has(ScenarioKind.Counterfactual), "a counterfactual to the options"),
        ];
        if (missing.Length > 0)
        {
            violations.Add("scenarios", SubmissionRule.ScenarioMissing, $"Where there are scenarios, there is also {string.Join(", ", missing)}.");
        }

        bool Has(ScenarioKind kind) => assessment.Scenarios.Any(scenario => scenario.Kind == kind);

        static string[] Missing(bool there, string what) => there ? [] : [what];
    }

    private static void CheckOptions(RiskAssessment assessment, Violations violations)
    {
        var sets = new Dictionary<string, (int First, bool Nothing)>();
        for (int i = 0; i < assessment.Options.Count; i++)
        {
            Option option = assessment.Options[i];
            (int first, bool nothing) = sets.TryGetValue(option.OptionSet, out var known) ? known : (i, false);
            sets[option.OptionSet] = (first, nothing || option.DoNothing);
        }

        foreach ((int first, bool nothing) in sets.Values)
        {
            if (!nothing)
            {
                violations.Add(
                    $"options[{first}].option_set", SubmissionRule.DoNothingMissing, "Every set of options says what comes of doing nothing.");
            }
        }
    }

    // ICD 203 D.6.e(2): terms of the two rows are not mixed in one product.
    private static void CheckSynonyms(RiskAssessment assessment, Violations violations)
    {
        var rows = new Dictionary<string, int>();
        for (int i = 0; i < assessment.Judgements.Count; i++)
        {
            Check(assessment.Judgements[i].Likelihood, "judgements", i);
        }

        for (int i = 0; i < assessment.Scenarios.Count; i++)
        {
            Check(assessment.Scenarios[i].Likelihood, "scenarios", i);
        }

        void Check(Likelihood? likelihood, string list, int i)
        {
            if (likelihood is null || !LikelihoodScales.TryGet(likelihood.ScaleId, out LikelihoodScale? scale))
            {
                return;
            }

            int row = scale.RowOf(likelihood.Term);
            if (row > 0 && !rows.TryAdd(scale.Id, row) && rows[scale.Id] != row)
            {
                violations.Add(
                    $"{list}[{i}].likelihood.term", SubmissionRule.SynonymsMixed, "A product keeps to one row of the scale's synonyms.");
            }
        }
    }
}
