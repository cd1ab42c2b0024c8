using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using static Gateway.Core.Tests.Policy.World;

namespace Gateway.Core.Tests.Policy;

/// <summary>Who may have what is marked under NATO, EU and national policies.</summary>
public sealed class OtherPoliciesRecipientTests
{
    private static readonly PartnerCode Eu = PartnerCode.Of("EU");
    private static readonly PartnerCode Jpn = PartnerCode.Of("JPN");
    private static readonly PartnerCode Aus = PartnerCode.Of("AUS");
    private static readonly PartnerCode Can = PartnerCode.Of("CAN");

    // Everybody is cleared and has an agreement with everybody, so that the marking alone decides.
    private static readonly World Table = Make();

    [Theory]
    [InlineData("NATO SECRET", "SWE", null)] // a member
    [InlineData("NATO SECRET", "JPN", RuleIds.Releasability)]
    [InlineData("NATO UNCLASSIFIED", "SWE", null)]
    [InlineData("NATO UNCLASSIFIED", "JPN", RuleIds.Releasability)] // no local policy opens it
    [InlineData("NATO/EAPC SECRET", "JPN", RuleIds.Releasability)] // a context grants nothing
    [InlineData("NATO SECRET Releasable to Japan", "JPN", null)]
    [InlineData("NATO SECRET Releasable to Japan", "SWE", null)] // the list adds to the members
    [InlineData("NATO SECRET Releasable to Australia", "JPN", RuleIds.Releasability)]
    [InlineData("NATO SECRET France ONLY", "FRA", null)]
    [InlineData("NATO SECRET France ONLY", "SWE", RuleIds.Releasability)]
    [InlineData("NATO SECRET NATO ONLY", "SWE", null)]
    [InlineData("NATO SECRET Releasable to Japan France ONLY", "JPN", RuleIds.Releasability)] // inside ONLY, whatever else
    [InlineData("NATO SECRET Releasable to Japan France, Japan ONLY", "JPN", null)]
    [InlineData("NATO SECRET France, Japan ONLY", "JPN", RuleIds.Releasability)] // ONLY admits nobody by itself
    [InlineData("NATO SECRET ATOMAL", "SWE", RuleIds.UnknownCode)]
    [InlineData("NATO SECRET - STAFF", "SWE", null)]
    public void NATO_marks_are_for_members_or_the_list_and_inside_ONLY(string text, string to, string? rule) => Expect("NATO", text, to, rule);

    [Theory]
    [InlineData("SECRET UE/EU SECRET", "FRA", null)] // a member state
    [InlineData("SECRET UE/EU SECRET", "GBR", RuleIds.Releasability)]
    [InlineData("SECRET UE/EU SECRET RELEASABLE TO GBR", "GBR", null)]
    [InlineData("SECRET UE/EU SECRET RELEASABLE TO GBR", "FRA", null)]
    [InlineData("SECRET UE/EU SECRET RELEASABLE TO JPN", "GBR", RuleIds.Releasability)]
    public void EU_marks_are_for_member_states_or_the_list(string text, string to, string? rule) => Expect("EU", text, to, rule);

    [Theory]
    [InlineData("EU", "SECRET UE/EU SECRET RELEASABLE TO GBR", "GBR")]
    [InlineData("NATO", "NATO SECRET Releasable to Japan", "JPN")]
    public void A_list_of_an_organisation_needs_its_agreement_too(string policy, string text, string to)
    {
        PartnerCode recipient = PartnerCode.Of(to);
        World none = Table.Without(PartnerCode.Of(policy), recipient);
        Assert.Equal([RuleIds.Agreement], none.Mandatory(Facts(policy, text), recipient).Failing);
    }

    [Theory]
    [InlineData("GBR", "SECRET - UK/US EYES ONLY", "USA", null)]
    [InlineData("GBR", "SECRET - UK/US EYES ONLY", "GBR", null)]
    [InlineData("GBR", "SECRET - UK/US EYES ONLY", "FRA", RuleIds.NationalOnly)]
    [InlineData("GBR", "SECRET - UK EYES ONLY", "USA", RuleIds.NationalOnly)]
    [InlineData("GBR", "SECRET - FIVE EYES ONLY", "AUS", null)]
    [InlineData("GBR", "SECRET - FIVE EYES ONLY", "FRA", RuleIds.NationalOnly)]
    [InlineData("GBR", "SECRET - FIVE EYES ONLY", "NATO", RuleIds.NationalOnly)] // no organisation has a nationality
    [InlineData("GBR", "UK SECRET - REL EU", "EU", null)]
    [InlineData("GBR", "UK SECRET - REL EU", "FRA", RuleIds.Releasability)] // the organisation, not its members
    [InlineData("GBR", "UK SECRET - REL EU", "USA", RuleIds.Releasability)]
    [InlineData("GBR", "OFFICIAL-SENSITIVE - COMMERCIAL//REL TO FRA", "FRA", RuleIds.UnknownCode)] // a caveat nobody undertook
    [InlineData("GBR", "OFFICIAL-SENSITIVE//REL TO FRA", "FRA", null)]
    [InlineData("AUS", "SECRET//AUSTEO", "USA", RuleIds.NationalOnly)]
    [InlineData("AUS", "SECRET//AGAO", "USA", RuleIds.NationalOnly)]
    [InlineData("AUS", "SECRET//AUSTEO", "AUS", null)]
    [InlineData("AUS", "SECRET//REL AUS, USA", "USA", null)]
    [InlineData("AUS", "SECRET//REL AUS, USA", "GBR", RuleIds.Releasability)]
    [InlineData("AUS", "SECRET", "USA", RuleIds.Releasability)]
    [InlineData("CAN", "SECRET//CANADIAN EYES ONLY", "USA", RuleIds.NationalOnly)]
    [InlineData("CAN", "SECRET//CANADIAN EYES ONLY", "CAN", null)]
    [InlineData("FRA", "SECRET SPÉCIAL FRANCE", "USA", RuleIds.NationalOnly)]
    [InlineData("FRA", "SECRET SPÉCIAL FRANCE", "FRA", null)]
    public void National_caveats_name_exactly_who_may_have_it(string policy, string text, string to, string? rule) => Expect(policy, text, to, rule);

    [Fact]
    public void A_partner_that_undertook_a_handling_caveat_may_have_it()
    {
        World honouring = Table.With(Fra, partner => partner with { Caveats = ["COMMERCIAL", "ATOMAL"] });
        Assert.Empty(honouring.Mandatory(Facts("GBR", "OFFICIAL-SENSITIVE - COMMERCIAL//REL TO FRA"), Fra).Failing);
        Assert.Empty(honouring.Mandatory(Facts("NATO", "NATO SECRET ATOMAL"), Fra).Failing);
    }

    [Fact]
    public void Consent_of_the_owner_does_not_reach_outside_ONLY()
    {
        PortionFacts facts = Facts("NATO", "NATO SECRET France ONLY") with { Consents = [Nato] };
        Assert.Contains(RuleIds.Releasability, Table.Mandatory(facts, Swe).Failing);
    }

    [Theory]
    [InlineData("NATO", "NATO SECRET", "FRA", true)]
    [InlineData("NATO", "NATO SECRET Releasable to Japan", "FRA", true)] // a list for others leaves members in
    [InlineData("NATO", "NATO SECRET Releasable to Japan", "JPN", true)]
    [InlineData("NATO", "NATO SECRET", "JPN", false)]
    [InlineData("NATO", "NATO UNCLASSIFIED", "JPN", false)]
    [InlineData("NATO", "NATO SECRET France ONLY", "FRA", true)]
    [InlineData("NATO", "NATO SECRET France ONLY", "SWE", false)]
    [InlineData("NATO", "NATO SECRET France ONLY", "NATO", false)] // not even the organisation's own staff
    [InlineData("EU", "SECRET UE/EU SECRET", "FRA", true)]
    [InlineData("EU", "SECRET UE/EU SECRET", "GBR", false)]
    [InlineData("EU", "SECRET UE/EU SECRET RELEASABLE TO GBR", "GBR", true)]
    [InlineData("EU", "SECRET UE/EU SECRET RELEASABLE TO GBR", "FRA", true)]
    [InlineData("GBR", "SECRET - UK/US EYES ONLY", "USA", true)]
    [InlineData("GBR", "SECRET - UK/US EYES ONLY", "FRA", false)]
    [InlineData("AUS", "SECRET//AUSTEO", "AUS", true)]
    [InlineData("AUS", "SECRET//AUSTEO", "USA", false)]
    public void A_reader_at_home_sees_what_the_mark_allows_the_nation(string policy, string text, string nation, bool seen)
    {
        var reader = new LocalReader(PartnerCode.Of(nation), Level.TopSecret, []);
        Assert.Equal(seen ? Outcome.Release : Outcome.Withhold, MandatoryChecks.ForLocalReader(Facts(policy, text), reader, Table.Context).Ceiling);
    }

    private static void Expect(string policy, string text, string to, string? rule)
    {
        MandatoryResult result = Table.Mandatory(Facts(policy, text), PartnerCode.Of(to));
        if (rule is null)
        {
            Assert.Empty(result.Failing);
        }
        else
        {
            Assert.Contains(rule, result.Failing);
            Assert.Equal(Outcome.Withhold, result.Ceiling);
        }
    }

    // Sealed by the owner, or for an organisation by its own node.
    private static PortionFacts Facts(string policy, string text) => Portion("") with
    {
        Originator = PartnerCode.Of(policy),
        Marking = new Marking { Policy = policy, Text = text },
    };

    private static World Make()
    {
        PartnerCode[] all = [Aus, Can, Eu, Fra, Gbr, Jpn, Nato, Swe, Usa];
        return new World
        {
            Releaser = PartnerCode.Of("CHE"),
            Partners =
            [
                .. all.Append(PartnerCode.Of("CHE")).Select(code => Nation(
                    code.Value, "TOP SECRET", code == Nato || code == Eu ? PartnerKind.Organisation : PartnerKind.Nation)),
            ],
            Coalitions =
            [
                new(Eu, [Since("FRA", 1993), Since("SWE", 1995)]),
                new(Nato, [Since("CAN", 1949), Since("FRA", 1949), Since("GBR", 1949), Since("USA", 1949), Since("SWE", 2024)]),
            ],
            Agreements =
            [
                .. from one in all.Append(PartnerCode.Of("CHE"))
                   from other in all
                   where one != other && (one < other || one == PartnerCode.Of("CHE"))
                   select Agree(one, other, 4, Level.TopSecret),
            ],
        };
    }
}
