using Gateway.Core.Policy;
using Gateway.Core.Tests.Policy;

namespace Gateway.Core.Tests.Markings.Tables;

/// <summary>Who may receive which portion, and the reason that is logged when not, as §6 of the rules has it.</summary>
public sealed class DecisionTableTests
{
    private const int Width = 7;

    public static TheoryData<int, string> Rows => Table.Cases("decision", Width);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Ceiling_and_first_failing_rule_are_what_the_page_says(int line, string row)
    {
        TableRow cells = Table.Row("decision", Width, line);
        var decision = new DecisionRow(cells);
        MandatoryResult mandatory = MandatoryChecks.ForRelease(decision.Facts, decision.Recipient, decision.Context);
        Decision decided = Interpreter.Decide(decision.Facts, decision.Recipient, decision.Context);

        // Every local rule gives everything, or none gives anything: what is released shows the ceiling.
        string outcome = decided.Outcome switch
        {
            Outcome.Withhold => "withhold",
            Outcome.Hold => "hold",
            Outcome.TearLine => "tear line",
            Outcome.Release => "release",
        };
        string rule = mandatory.FirstFailing is { Length: > 0 } first ? first : decided.Outcome == Outcome.Release ? "-" : decided.Rules[0];
        Assert.True(outcome == cells[5], $"{row}: {outcome} by {rule}");
        Assert.True(
            cells[6] == "-" ? outcome != "release" || rule == "-" || decision.Approved : rule.StartsWith(cells[6] + "-", StringComparison.Ordinal),
            $"{row}: {outcome} by {rule}");
    }
}
