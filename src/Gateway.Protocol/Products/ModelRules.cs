using Gateway.Protocol.V1;

namespace Gateway.Protocol.Products;

/// <summary>
/// What a model card and the restated figures of earlier editions have to keep. A card that keeps them may still be incomplete: that a
/// predictor has no value is a fact about the forecast, and recomputing says so.
/// </summary>
internal static class ModelRules
{
    // Beyond 17 significant digits a double says nothing.
    private const uint MostDigits = 17;

    public static void Check(Model model, FieldCheck check)
    {
        Names(model.Predictors, predictor => predictor.Name, "predictors", "name", check);
        Names(model.Outputs, output => output.Name, "outputs", "name", check);
        check.That(
            !model.HasIntercept || model.Outputs.Count == 0,
            "intercept",
            SubmissionRule.OutOfRange,
            "Each output says its own intercept; the model's is for models without outputs.");
        for (int i = 0; i < model.Outputs.Count; i++)
        {
            ModelOutput output = model.Outputs[i];
            string field = FormattableString.Invariant($"outputs[{i}]");
            check.Require(output.Link != LinkFunction.Unspecified, field + ".link");
            check.Range(output.CoefficientDecimals <= MostDigits, field + ".coefficient_decimals", "0 to 17");
            check.Range(output.ProbabilityDigits <= MostDigits, field + ".probability_digits", "0 to 17");
            Names(output.Coefficients, coefficient => coefficient.Predictor, field + ".coefficients", "predictor", check);
        }
    }

    public static void Check(IReadOnlyList<EarlierEdition> earlier, FieldCheck check)
    {
        for (int i = 0; i < earlier.Count; i++)
        {
            string field = FormattableString.Invariant($"earlier[{i}]");
            check.Require(earlier[i].Edition.Length > 0, field + ".edition");
            check.Probability(earlier[i].HasPBest, earlier[i].PBest, field + ".p_best");
            check.Range(earlier[i].Rank <= earlier[i].Of, field + ".rank", "at most `of`");
            check.Range(earlier[i].ValidFromMs >= 0, field + ".valid_from_ms", "not before 1970");
        }
    }

    private static void Names<T>(IReadOnlyList<T> items, Func<T, string> name, string list, string field, FieldCheck check)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < items.Count; i++)
        {
            string at = FormattableString.Invariant($"{list}[{i}].{field}");
            check.Require(name(items[i]).Length > 0, at);
            check.That(name(items[i]).Length == 0 || seen.Add(name(items[i])), at, SubmissionRule.NameDuplicate, "The name stands in the list already.");
        }
    }
}
