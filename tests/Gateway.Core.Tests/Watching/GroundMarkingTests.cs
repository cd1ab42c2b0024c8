using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Tests.Sealing;
using Gateway.Core.Watching;

namespace Gateway.Core.Tests.Watching;

/// <summary>How confidential a finding is: the join of what it rests on, its owners kept, and nobody addressed who may not have all of it.</summary>
public sealed class GroundMarkingTests
{
    private static readonly MarkingRegistry Registry = MarkingRegistry.Default;

    [Theory]
    [InlineData("(U//REL TO USA, FRA, SWE)", "(S//REL TO USA, FRA)", "(S//REL TO USA, FRA)")]
    [InlineData("(C//REL TO USA, FRA)", "(S//REL TO USA, SWE)", "(S//NF)")]
    [InlineData("(U)", "(U)", "(U)")]
    [InlineData("(S//NF)", "(U//REL TO USA, FRA)", "(S//NF)")]
    [InlineData("(S//OC/REL TO USA, FRA)", "(C//REL TO USA, FRA)", "(S//OC/REL TO USA, FRA)")]
    public void The_join_is_a_portion_mark_that_dominates_every_ground(string one, string other, string join)
    {
        Marking? found = GroundMarkings.Join([Us(one), Us(other)], Parties.Usa, Registry);
        Assert.Equal(join, found?.Text);
        foreach (string part in (string[])[one, other])
        {
            Assert.True(MarkingLattice.Dominates(Read(found!), Read(Us(part)), Registry));
        }
    }

    [Fact]
    public void A_partners_information_stays_the_partners()
    {
        Marking? join = GroundMarkings.Join(
            [Us("(U//REL TO USA, FRA, SWE)"), new Marking { Policy = "FRA", Text = "SECRET", ReleasableTo = ["FRA", "USA"] }], Parties.Usa, Registry);
        Assert.NotNull(join);
        Assert.Contains("FGI FRA", join.Text, StringComparison.Ordinal);
        Assert.Contains(Parties.Fra, PortionOwners.All(Parties.Usa, Read(join)));
    }

    [Fact]
    public void What_no_mark_can_carry_together_has_none() => Assert.Null(GroundMarkings.Join(
        [Us("(S//REL TO USA, FRA)"), new Marking { Policy = "TLP", Text = "TLP:AMBER", ReleasableTo = ["USA"] }], Parties.Usa, Registry));

    [Fact]
    public void The_rules_own_mark_counts()
    {
        Finding finding = Rests(Us("(U//REL TO USA, FRA, SWE)")) with { Rule = new WarningRule.Line { Id = "r", Marking = Us("(C//REL TO USA, FRA)") } };
        Assert.Equal("(C//REL TO USA, FRA)", GroundMarkings.Join(finding, Parties.Usa, Registry)?.Text);
    }

    [Fact]
    public void Nobody_is_addressed_who_may_not_have_every_ground_by_itself()
    {
        // Indicators stay from Sweden by policy; the mark would let it have both.
        const string Policy = Core.Tests.Policy.World.GiveAll
            + "\nlimit T-some\n  because \"test\"\n  field class indicator\n  to nation SWE\n  outcome withhold\n";
        NodeModel model = Parties.Model(Parties.Usa, Policy);
        Marking open = Us("(U//REL TO USA, DEU, FRA, SWE)");
        Assert.Equal(["DEU", "FRA"], Audience(model, Rests(open, open)));
        Assert.Equal(["DEU", "FRA", "SWE"], Audience(model, Rests(open, open) with { Grounds = [Rests(open, open).Grounds[0] with { Portions = [Portion(open, FieldClass.Judgement, 1)] }] }));
        Assert.Equal(["FRA"], Audience(model, Rests(open, Us("(U//REL TO USA, FRA)"))));
        Assert.Empty(Audience(model, Rests(open, Us("(S//NF)"))));
    }

    [Fact]
    public void An_officers_approval_on_record_counts_for_the_portion_that_it_opened()
    {
        NodeModel model = Parties.Model(Parties.Usa);
        Finding finding = Rests(Us("(U//REL TO USA, FRA)"), Us("(S//NF)"));
        Assert.Empty(GroundMarkings.Audience(finding, model, Parties.Noon, portion => portion.Index == 0 ? [Parties.Fra] : []));
        Assert.Equal([Parties.Fra], GroundMarkings.Audience(finding, model, Parties.Noon, portion => portion.Index == 1 ? [Parties.Fra] : []));
    }

    [Fact]
    public void Regions_and_topics_are_those_of_the_grounds()
    {
        Finding finding = Rests(Us("(U)"));
        Assert.Equal(["BFA", "MLI"], GroundMarkings.Regions(finding));
        Assert.Equal(["own-nationals"], GroundMarkings.Topics(finding));
    }

    private static string[] Audience(NodeModel model, Finding finding) =>
        [.. GroundMarkings.Audience(finding, model, Parties.Noon, _ => []).Select(partner => partner.Value)];

    private static Finding Rests(params Marking[] markings) => new()
    {
        Key = "key",
        Rule = new WarningRule.Line { Id = "rule" },
        Kind = FindingKind.Threshold,
        Subject = Seen.Burkina,
        Degree = 1,
        Title = "title",
        Statement = "statement",
        Alarm = new Alarm(Urgency.Immediate, Severity.Severe, Certainty.Observed),
        Grounds =
        [
            .. markings.Select((marking, i) => new FindingGround(
                FindingKind.Threshold, Seen.Id("product"), Parties.Usa, "ground", null, "", 0, [Portion(marking, FieldClass.Indicator, (ushort)i)])),
        ],
    };

    private static FactPortion Portion(Marking marking, FieldClass fieldClass, ushort index) => new(Seen.Id("product"), index,
    [
        new PortionFacts
        {
            Originator = Parties.Usa,
            FieldClass = fieldClass,
            Marking = marking,
            SealedAt = Parties.Noon.AddDays(-1),
            Regions = ["MLI"],
            Topics = ["own-nationals"],
        },
    ]);

    private static Marking Us(string text) => new() { Policy = "US", Text = text };

    private static ParsedMarking Read(Marking marking) =>
        MarkingReader.Read(marking, MarkingKind.Portion, Registry) is MarkingReading.Readable readable ? readable.Marking : throw new FormatException(marking.Text);
}
