using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using static Gateway.Core.Tests.Policy.World;

namespace Gateway.Core.Tests.Policy;

public sealed class LocalReaderTests
{
    private static readonly World WorldTable = new() { Releaser = Fra };

    private static readonly LocalReader French = new(Fra, Level.Secret, []);

    [Theory]
    [InlineData("(S//REL TO USA, FRA)", Outcome.Release)]
    [InlineData("(S//DISPLAY ONLY FRA)", Outcome.Release)]
    [InlineData("(TS//REL TO USA, FRA)", Outcome.Withhold)]
    [InlineData("(S//REL TO USA, SWE)", Outcome.Withhold)]
    [InlineData("(S//NF)", Outcome.Withhold)]
    [InlineData("(S)", Outcome.Withhold)]
    [InlineData("(U)", Outcome.Release)]
    [InlineData("(S//OC/REL TO USA, FRA)", Outcome.Withhold)]
    [InlineData("(S//PR/REL TO USA, FRA)", Outcome.Withhold)]
    [InlineData("no mark", Outcome.Withhold)]
    public void A_foreign_portion_is_shown_within_its_marking(string mark, Outcome expected) =>
        Assert.Equal(expected, MandatoryChecks.ForLocalReader(Portion(mark), French, WorldTable.Context).Ceiling);

    [Theory]
    [InlineData("(S//NF)", Level.Secret, Outcome.Release)]
    [InlineData("(S//OC/REL TO USA, FRA)", Level.Secret, Outcome.Release)]
    [InlineData("(S)", Level.Secret, Outcome.Release)]
    [InlineData("(S//NF)", Level.Confidential, Outcome.Withhold)]
    public void Own_information_asks_for_clearance_only(string mark, Level clearance, Outcome expected) => Assert.Equal(
        expected, MandatoryChecks.ForLocalReader(Portion(mark), new LocalReader(Usa, clearance, []), WorldTable.Context).Ceiling);

    [Fact]
    public void Clearance_maps_down() // France takes CONFIDENTIAL in as SECRET
    {
        PortionFacts facts = Portion("(C//REL TO USA, FRA)");

        Assert.Equal(Outcome.Withhold, MandatoryChecks.ForLocalReader(facts, French with { Clearance = Level.Confidential }, WorldTable.Context).Ceiling);
        Assert.Equal(Outcome.Release, MandatoryChecks.ForLocalReader(facts, French, WorldTable.Context).Ceiling);
    }

    [Fact]
    public void A_reader_of_no_partner_sees_nothing() => Assert.Equal(
        RuleIds.UnknownCode,
        MandatoryChecks.ForLocalReader(Portion("(U)"), new LocalReader(PartnerCode.Of("XKX"), Level.TopSecret, []), WorldTable.Context).FirstFailing);

    [Fact]
    public void Green_is_for_the_community_and_red_for_the_named()
    {
        WorldTable.Book.Stated["green"] = TestBook.Mark(Level.Unclassified) with { Tlp = Tlp.Green, Owners = [] };
        WorldTable.Book.Stated["red"] = TestBook.Mark(Level.Unclassified, "NATO") with { Tlp = Tlp.Red, Owners = [] };
        PortionFacts green = Portion("green");
        green = green with { Marking = green.Marking with { Community = "ewp" } };

        Assert.Equal(Outcome.Withhold, MandatoryChecks.ForLocalReader(green, French, WorldTable.Context).Ceiling);
        Assert.Equal(Outcome.Release, MandatoryChecks.ForLocalReader(green, French with { TlpCommunities = ["ewp"] }, WorldTable.Context).Ceiling);
        Assert.Equal(RuleIds.Tlp, MandatoryChecks.ForLocalReader(Portion("red"), French, WorldTable.Context).FirstFailing);
        Assert.Equal(Outcome.Release, MandatoryChecks.ForLocalReader(Portion("red"), new LocalReader(Usa, Level.Secret, []), WorldTable.Context).Ceiling);
    }
}
