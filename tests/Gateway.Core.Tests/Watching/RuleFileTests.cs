using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Watching;

namespace Gateway.Core.Tests.Watching;

public sealed class RuleFileTests
{
    [Fact]
    public void Every_kind_of_rule_is_read()
    {
        RuleSet set = Seen.Rules(
            """{"id": "murders", "kind": "crossing", "indicator": "Rural Murders", "unit": "events", "at_least": 20, "countries": ["BFA"], "severity": "extreme", "urgency": "immediate", "instruction": "Look.", "action": {"text": "Send observers.", "tool": "observers", "owner": "USA"}, "marking": {"policy": "US", "text": "(U)"}}""",
            """{"id": "rising", "kind": "rise", "indicator": "idps", "unit": "persons", "percent": 50, "periods": 3, "period": "month", "combine": "last", "least_base": 100}""",
            """{"id": "risk", "kind": "risk-rise", "event": "mass-killing", "by_p": 0.01, "horizon_months": 24}""",
            """{"id": "lines", "kind": "threshold", "partners": ["FRA"]}""",
            """{"id": "many", "kind": "concurrence", "least": 3, "event": "mass-killing", "p_low": 0.05, "rank": 30, "terms": {"icd203": ["likely", "Very Likely"]}}""",
            """{"id": "elections", "kind": "trigger", "triggers": ["Election"], "days": [7, 30]}""",
            """{"id": "first", "kind": "first-assessment"}""");
        Assert.Equal(7, set.Rules.Length);
        var crossing = Assert.IsType<WarningRule.Crossing>(set.Rules[0]);
        Assert.Equal(("rural murders", LineCrossing.AtLeast, 20.0, 20.0), (crossing.Indicator, crossing.Way, crossing.Value, crossing.Step));
        Assert.Equal((Urgency.Immediate, Severity.Extreme, "Send observers."), (crossing.Urgency, crossing.Severity, crossing.Action!.Text));
        Assert.Equal([30, 7], Assert.IsType<WarningRule.Approach>(set.Rules[5]).Days);
        Assert.Equal(["likely", "very likely"], Assert.IsType<WarningRule.Concurrence>(set.Rules[4]).Terms["icd203"]);
    }

    [Theory]
    [InlineData("""{"id": "a", "kind": "crossing", "indicator": "x", "unit": "events"}""", "rules[0]", "one-of")]
    [InlineData("""{"id": "a", "kind": "crossing", "indicator": "x", "unit": "events", "at_least": 1, "at_most": 2}""", "rules[0]", "one-of")]
    [InlineData("""{"id": "a", "kind": "crossing", "indicator": "x", "unit": "events", "at_least": 1e999}""", "rules[0].at_least", "not-in-range")]
    [InlineData("""{"id": "a", "kind": "crossing", "indicator": "x", "at_least": 1}""", "rules[0].unit", "missing")]
    [InlineData("""{"id": "a", "kind": "crossing", "indicator": "x", "unit": "events", "at_least": 1, "step": 0}""", "rules[0].step", "not-in-range")]
    [InlineData("""{"id": "A b", "kind": "threshold"}""", "rules[0].id", "not-an-id")]
    [InlineData("""{"id": "a", "kind": "thresholds"}""", "rules[0].kind", "not-a-kind")]
    [InlineData("""{"id": "a"}""", "rules[0].kind", "missing")]
    [InlineData("""{"id": "a", "kind": "threshold", "colour": "red"}""", "rules[0].colour", "unknown-member")]
    [InlineData("""{"id": "a", "kind": "threshold", "countries": ["bfa"]}""", "rules[0].countries[0]", "not-a-country")]
    [InlineData("""{"id": "a", "kind": "threshold", "countries": []}""", "rules[0].countries", "empty")]
    [InlineData("""{"id": "a", "kind": "threshold", "severity": "bad"}""", "rules[0].severity", "not-a-severity")]
    [InlineData("""{"id": "a", "kind": "threshold", "marking": {"policy": "US", "text": "(S//REL TO FRA)"}}""", "rules[0].marking", "US-REL-USA-FIRST")]
    [InlineData("""{"id": "a", "kind": "trigger", "days": []}""", "rules[0].days", "not-days")]
    [InlineData("""{"id": "a", "kind": "trigger", "days": [7, 7]}""", "rules[0].days", "not-days")]
    [InlineData("""{"id": "a", "kind": "risk-rise", "event": "e", "by_p": 2}""", "rules[0].by_p", "not-in-range")]
    [InlineData("""{"id": "a", "kind": "concurrence", "least": 1, "event": "e", "p_low": 0.1}""", "rules[0].least", "not-in-range")]
    [InlineData("""{"id": "a", "kind": "concurrence", "least": 2, "event": "e"}""", "rules[0]", "one-of")]
    [InlineData("""{"id": "a", "kind": "threshold"}, {"id": "a", "kind": "first-assessment"}""", "rules[1]", "duplicate-id")]
    public void Each_error_names_its_field_and_rule(string rules, string path, string rule)
    {
        ImmutableArray<DocumentError> errors = Errors($"{{\"format\": \"gateway-warning-rules/1\", \"rules\": [{rules}]}}");
        Assert.Contains((path, rule), errors.Select(error => (error.Path, error.Rule)));
    }

    [Fact]
    public void Every_error_is_told_at_once()
    {
        ImmutableArray<DocumentError> errors = Errors(
            """{"format": "x", "rules": [{"id": "", "kind": "rise", "indicator": 1, "unit": "", "percent": -1, "periods": 0, "period": "fortnight", "least_base": 0}]}""");
        Assert.Equal(8, errors.Select(error => error.Path).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"format\": \"gateway-warning-rules/1\", \"rules\": 3}")]
    [InlineData("{\"format\": \"gateway-warning-rules/1\", \"rules\": [null, 1, \"x\", []]}")]
    public void What_is_no_rule_file_is_refused_and_never_thrown(string text) => Assert.NotEmpty(Errors(text));

    private static ImmutableArray<DocumentError> Errors(string text)
    {
        Assert.False(RuleFile.TryRead(Encoding.UTF8.GetBytes(text), MarkingRegistry.Default, out RuleSet? rules, out ImmutableArray<DocumentError> errors));
        Assert.Null(rules);
        return errors;
    }
}
