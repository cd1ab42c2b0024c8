using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Compiled;

namespace Gateway.Core.Tests.Policy.Compiled;

/// <summary>What the compiled model adds to the interpreter's answers: places, sharing, and how long a class is good for.</summary>
public sealed class CompiledModelTests
{
    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(129)]
    public void The_last_partner_of_a_word_and_the_first_of_the_next_keep_their_own_decisions(int partners)
    {
        ImmutableArray<Partner> nations =
            [.. MarkingRegistry.Default.Nations.Where(nation => nation != "USA").Take(partners - 1).Append("USA").Select(nation => World.Nation(nation, "TOP SECRET"))];
        World world = new World() with
        {
            Partners = nations,
            Agreements = [.. nations.Where(nation => nation.Code != World.Usa).Select(nation => World.Agree(World.Usa, nation.Code, 4, Level.TopSecret))],
        };
        var model = new CompiledModel(world.Context);
        foreach (Partner only in world.Roster.Partners.Where(partner => partner.Code != World.Usa))
        {
            MarkingClass portion = model.Class(World.Portion($"(S//REL TO USA, {only.Code})"), World.Noon);
            Row row = model.Row(portion);
            for (int place = 0; place < partners; place++)
            {
                Outcome expected = place == model.Partners.Place(only.Code) ? Outcome.Release : Outcome.Withhold;
                Assert.Equal(expected, row[place].Outcome);
                Assert.Equal(expected, row.Outcome(place));
                Assert.Equal(expected, model.Decide(portion, place).Outcome);
            }
        }
    }

    [Fact]
    public void Equal_decisions_of_row_and_partner_are_one_object()
    {
        var model = new CompiledModel(new World().Context);
        MarkingClass portion = model.Class(World.Portion("(S//REL TO USA, FRA, GBR)"), World.Noon);
        int france = model.Partners.Place(World.Fra);
        Assert.Same(model.Row(portion)[france], model.Decide(portion, france));
        Assert.Same(model.Row(portion)[model.Partners.Place(World.Gbr)], model.Decide(portion, france));
    }

    [Fact]
    public void A_consent_is_part_of_a_portions_class()
    {
        PortionFacts own = World.Portion("(S//REL TO USA, GBR)");
        PortionFacts consented = own with { Consents = [World.Usa] };
        var memo = new DecisionMemo(new World().Context);
        Assert.Equal(Outcome.Release, memo.Decide(consented, World.Fra, World.Noon).Outcome);
        Assert.Equal(Outcome.Withhold, memo.Decide(own, World.Fra, World.Noon).Outcome);
    }

    [Fact]
    public void A_class_holds_to_the_next_change_and_no_further()
    {
        World world = new World().With(World.Usa, World.Fra, agreement => agreement with { ValidUntil = World.Noon.AddHours(1) });
        var memo = new DecisionMemo(world.Context);
        ClassDecisions before = memo.Of(World.Portion("(U)"), World.Noon);
        Assert.Equal(World.Noon.AddHours(1).UtcTicks, before.Until);
        Assert.Same(before, memo.Of(World.Portion("(U)"), World.Noon.AddHours(1).AddTicks(-1)));

        ClassDecisions after = memo.Of(World.Portion("(U)"), World.Noon.AddHours(1));
        Assert.Equal(Outcome.Release, before.For(World.Fra, memo.Place(World.Fra)).Outcome);
        Assert.Equal([RuleIds.Agreement], after.For(World.Fra, memo.Place(World.Fra)).Rules);
    }

    [Fact]
    public void An_embargo_ends_a_class_before_any_change_of_roster_or_policy()
    {
        PortionFacts facts = World.Portion("(U)");
        facts = facts with { Marking = facts.Marking with { NotBeforeMs = World.Noon.AddMinutes(5).ToUnixTimeMilliseconds() } };
        var memo = new DecisionMemo(new World().Context);
        Assert.Equal(World.Noon.AddMinutes(5).UtcTicks, memo.Of(facts, World.Noon).Until);
        Assert.Equal([RuleIds.Embargo], memo.Decide(facts, World.Fra, World.Noon.AddMinutes(5).AddTicks(-1)).Rules);
        Assert.Equal(Outcome.Release, memo.Decide(facts, World.Fra, World.Noon.AddMinutes(5)).Outcome);
    }

    [Fact]
    public void An_approval_is_left_to_the_interpreter()
    {
        DecisionContext context = new World().Context with { HoldApproved = true };
        PortionFacts facts = World.Portion("(S//REL TO USA, FRA/RELIDO)");
        Decision decision = new DecisionMemo(context).Decide(facts, World.Fra, World.Noon);
        Assert.Equal(Outcome.Release, decision.Outcome);
        Assert.Contains(RuleIds.Officer, decision.Rules);
    }

    [Fact]
    public void Whom_the_roster_does_not_know_gets_nothing()
    {
        var memo = new DecisionMemo(new World().Context);
        Decision decision = memo.Decide(World.Portion("(U)"), PartnerCode.Of("JPN"), World.Noon);
        Assert.Equal(Outcome.Withhold, decision.Outcome);
        Assert.Equal([RuleIds.UnknownCode, RuleIds.NoRule], decision.Rules);
    }

    [Fact]
    public void More_words_of_marks_than_are_kept_are_decided_all_the_same()
    {
        World world = new World().With(World.Fra, partner => partner with { TlpCommunities = ["c1999"] });
        var model = new CompiledModel(world.Context);
        for (int i = 0; i < 2_000; i++)
        {
            var facts = World.Portion("") with { Marking = new Marking { Policy = "TLP", Text = "TLP:GREEN", Community = $"c{i}" } };
            Decision decision = model.Decide(model.Class(facts, World.Noon), model.Partners.Place(World.Fra));
            Assert.Equal(i == 1_999 ? Outcome.Release : Outcome.Withhold, decision.Outcome);
        }
    }
}
