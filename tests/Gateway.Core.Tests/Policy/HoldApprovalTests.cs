using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Policy;
using static Gateway.Core.Tests.Policy.InterpreterTests;

namespace Gateway.Core.Tests.Policy;

/// <summary>A release officer's approval lifts a hold, and nothing but a hold.</summary>
public sealed class HoldApprovalTests
{
    private const string Wide = "(S//REL TO USA, FRA)";

    [Fact]
    public void An_approval_changes_nothing_that_did_not_wait() => Holds(c =>
    {
        Decision before = c.World.Decide(c.Facts, c.To), after = Approved(c.World, c.Facts, c.To).Decision;
        return before.Outcome == Outcome.Hold || (before.Outcome == after.Outcome && before.Rules.SequenceEqual(after.Rules));
    });

    [Fact]
    public void An_approval_never_goes_beyond_a_bound_that_is_no_hold() => Holds(c =>
    {
        Explanation before = Interpreter.Explain(c.Facts, c.To, c.World.Context), after = Approved(c.World, c.Facts, c.To);
        World unheld = c.World with { Agreements = [.. c.World.Agreements.Select(agreement => agreement with { HoldForOfficer = false })] };
        Outcome bound = before.Mandatory.Results.Where(check => check.Ceiling != Outcome.Hold).Select(check => check.Ceiling)
            .Concat(unheld.Mandatory(c.Facts, c.To).Results.Where(check => check.Rule == RuleIds.Agreement).Select(check => check.Ceiling))
            .Concat(before.Limits.Where(limit => limit.Outcome != Outcome.Hold).Select(limit => limit.Outcome))
            .Append(before.Gives.IsEmpty ? Outcome.Withhold : Outcome.Release)
            .Min();
        return after.Decision.Outcome <= bound || after.Decision.Outcome == before.Decision.Outcome;
    });

    [Fact]
    public void What_is_approved_waits_no_more_and_names_the_officer_beside_what_decides() => Holds(c =>
    {
        Decision before = c.World.Decide(c.Facts, c.To), after = Approved(c.World, c.Facts, c.To).Decision;
        return before.Outcome != Outcome.Hold
            || (after.Outcome > Outcome.Hold && after.Rules.Contains(RuleIds.Officer) && after.Rules.Length > 1
                && after.Rules.SequenceEqual(after.Rules.Order(StringComparer.Ordinal)));
    });

    [Fact]
    public void Cases_that_wait_are_among_those_tried()
    {
        int held = 0;
        DecisionProperties.Case.Sample(
            c =>
            {
                if (c.World.Decide(c.Facts, c.To).Outcome == Outcome.Hold)
                {
                    Interlocked.Increment(ref held);
                }

                return true;
            },
            iter: 2000);
        Assert.True(held > 20, $"{held} of 2000");
    }

    [Fact]
    public void Relido_is_released_once_approved()
    {
        World world = new() { Texts = [Head("rules") + Give("L01", "field any", "to all partners", "", "release")] };
        Assert.Equal((Outcome.Hold, Outcome.Release), Both(world, "(S//REL TO USA, FRA/RELIDO)"));
    }

    [Fact]
    public void An_agreement_that_asks_for_an_officer_keeps_its_stage_after_the_approval()
    {
        World world = new World { Texts = [Head("rules") + Give("L01", "field any", "to all partners", "", "release")] }
            .With(World.Usa, World.Fra, agreement => agreement with { HoldForOfficer = true, Stage = 1 });
        Assert.Equal((Outcome.Hold, Outcome.TearLine), Both(world, Wide));
        Assert.Equal(
            (Outcome.Withhold, Outcome.Withhold),
            Both(world.With(World.Usa, World.Fra, agreement => agreement with { Stage = 0 }), Wide));
    }

    [Fact]
    public void A_policy_that_holds_is_lifted_give_and_limit()
    {
        World give = new() { Texts = [Head("rules") + Give("L01", "field any", "to all partners", "", "hold")] };
        Assert.Equal((Outcome.Hold, Outcome.Release), Both(give, Wide));
        World limit = new()
        {
            Texts = [Head("rules") + Give("L01", "field any", "to all partners", "", "release") + Limit("L02", "field any", "to all partners", "", "hold")],
        };
        Assert.Equal((Outcome.Hold, Outcome.Release), Both(limit, Wide));
    }

    [Theory]
    [InlineData("(S//NF)")]
    [InlineData("(TS//REL TO USA, FRA/RELIDO)")]
    [InlineData("not a marking")]
    public void What_is_withheld_stays_withheld(string mark)
    {
        World world = new World { Texts = [Head("rules") + Give("L01", "field any", "to all partners", "", "hold")] }
            .With(World.Fra, partner => partner with { Clearance = partner.Clearance with { Default = Level.Secret } });
        Assert.Equal((Outcome.Withhold, Outcome.Withhold), Both(world, mark));
    }

    [Fact]
    public void A_tear_line_is_not_raised_by_an_approval()
    {
        World world = new()
        {
            Texts = [Head("rules") + Give("L01", "field any", "to all partners", "", "hold") + Give("L02", "field any", "to all partners", "", "tear line")],
        };
        Assert.Equal((Outcome.TearLine, Outcome.TearLine), Both(world, Wide));
    }

    private static (Outcome Before, Outcome After) Both(World world, string mark) => (
        world.Decide(mark, World.Fra).Outcome,
        Approved(world, World.Portion(mark), World.Fra).Decision.Outcome);

    private static Explanation Approved(World world, PortionFacts facts, Core.Partners.PartnerCode to) =>
        Interpreter.Explain(facts, to, world.Context with { HoldApproved = true });

    private static void Holds(Func<(World World, PortionFacts Facts, ParsedMarking Mark, Core.Partners.PartnerCode To), bool> property) =>
        DecisionProperties.Case.Sample(property, iter: 2000);
}
