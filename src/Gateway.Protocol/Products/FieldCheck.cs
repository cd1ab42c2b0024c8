namespace Gateway.Protocol.Products;

/// <summary>Checks of single fields of one portion.</summary>
internal readonly struct FieldCheck(SubmissionNode node, Violations violations)
{
    public void That(bool holds, string field, string rule, string message)
    {
        if (!holds)
        {
            violations.Add(node, field, rule, message);
        }
    }

    public void Require(bool present, string field) => That(present, field, SubmissionRule.Required, "The field must be there.");

    public void Order(bool holds, string field, string message) => That(holds, field, SubmissionRule.OutOfOrder, message);

    public void Range(bool holds, string field, string range)
    {
        if (!holds)
        {
            violations.Add(node, field, SubmissionRule.OutOfRange, $"Has to be {range}.");
        }
    }

    public void Probability(bool present, double value, string field) =>
        Range(!present || value is >= 0 and <= 1, field, "a probability, 0 to 1");
}
