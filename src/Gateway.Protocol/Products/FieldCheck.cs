using Gateway.Core.Assessments;

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

    public void Time(long ms, string field) => Range(ms >= 0, field, "not before 1970");

    /// <summary>A name, title or code that a reader sees as it is.</summary>
    public void Name(string text, string field) => That(
        PlainText.IsPlain(text), field, SubmissionRule.TextDeceptive,
        "A name holds no line breaks, no control characters and none that change the order of others.");

    /// <summary>An id that means the same at every partner; empty where there is none.</summary>
    public void Id(string id, string field) => That(
        id.Length == 0 || StableId.IsWellFormed(id), field, SubmissionRule.IdMalformed, "An id has 1 to 64 characters a-z, 0-9 or hyphen.");

    /// <summary>A country; empty where there is none.</summary>
    public void Country(string iso3, string field)
    {
        if (iso3.Length == 0 || IsoCodes.IsCountry(iso3))
        {
            return;
        }

        bool shaped = PortionRules.IsCountry(iso3);
        That(
            false,
            field,
            shaped ? SubmissionRule.CountryUnknown : SubmissionRule.CountryMalformed,
            shaped ? "No country has this ISO 3166-1 alpha-3 code." : "Not an ISO 3166-1 alpha-3 code.");
    }
}
