using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Tests.Policy.Generators;

namespace Gateway.Core.Tests.Policy;

/// <summary>A property over cases that are all alike proves nothing: what is generated is as varied as the properties need.</summary>
public sealed class GeneratorTests
{
    [Fact]
    public void Every_policy_that_can_be_read_has_marks_at_several_levels()
    {
        Assert.Equal(MarkingRegistry.Default.Policies, GeneratedMarks.ByPolicy.Select(marks => marks[0].Policy));
        Assert.All(GeneratedMarks.ByPolicy, marks => Assert.True(marks.Select(mark => GeneratedMarks.Parsed(mark).Level).Distinct().Count() > 1 || marks[0].Policy == "TLP"));
        Assert.All(GeneratedMarks.Unreadable, mark => Assert.IsType<MarkingReading.Unreadable>(MarkingBook.Default.Read(mark)));
    }

    [Fact]
    public void Every_outcome_and_every_check_decides_some_of_the_cases()
    {
        var outcomes = new Dictionary<Outcome, int>();
        var rules = new HashSet<string>();
        int all = 0;
        Cases.Small.Sample(
            one =>
            {
                foreach (PortionFacts facts in one.Portions)
                {
                    foreach (PartnerCode to in one.Everybody)
                    {
                        Decision decision = Interpreter.Decide(facts, to, one.Context);
                        outcomes[decision.Outcome] = outcomes.GetValueOrDefault(decision.Outcome) + 1;
                        rules.UnionWith(decision.Rules.Where(RuleIds.IsReserved));
                        all++;
                    }
                }
            },
            iter: 2_000,
            threads: 1,
            seed: "0000KOIPZyZ2");
        Assert.Equal(RuleIds.All.Remove(RuleIds.Recalled).Remove(RuleIds.ThirdParty).Remove(RuleIds.Addressee).Order(StringComparer.Ordinal), rules.Order(StringComparer.Ordinal));
        Assert.All(Enum.GetValues<Outcome>(), outcome => Assert.True(outcomes.GetValueOrDefault(outcome) * 100 > all, $"{outcome}: {outcomes.GetValueOrDefault(outcome)} of {all}"));
    }

    [Fact]
    public void Rosters_have_the_sizes_at_which_words_of_64_partners_begin_and_end() => Assert.All(
        Rosters.Sizes, size => Rosters.OfSize(size).Sample(roster => roster.Partners.Length == size, iter: 3));
}
