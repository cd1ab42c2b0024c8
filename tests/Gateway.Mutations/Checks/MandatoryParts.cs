using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>The checks that no policy can loosen, each turned round, and each of their conditions left out.</summary>
internal static class MandatoryParts
{
    private const string Frame = "src/Gateway.Core/Policy/MandatoryChecks.cs";
    private const string Result = "src/Gateway.Core/Policy/MandatoryResult.cs";
    private const string Marks = "src/Gateway.Core/Policy/MarkingChecks.cs";
    private const string Recipients = "src/Gateway.Core/Policy/RecipientChecks.cs";
    private const string Treaties = "src/Gateway.Core/Policy/AgreementChecks.cs";
    private const string Readers = "src/Gateway.Core/Policy/LocalReaderChecks.cs";
    private const string Sealing = "src/Gateway.Core/Sealing/Sealer.cs";
    private const string Going = "src/Gateway.Core/Releasing/HeldMatter.cs";

    public static ImmutableArray<Mutation> All { get; } =
    [
        Of("M00-unreadable, turned round", Frame, "Allow(readable)", "Allow(!readable)", "MandatoryChecksTests.An_unreadable_marking_is_withheld_from_everybody"),
        Of("an unknown recipient is withheld", Frame, "Allow(known)", "Outcome.Release", "MandatoryChecksTests.Unknown_recipients_originators_codes_and_caveats_are_refused"),
        Of("the lowest ceiling counts", Result, "result.Ceiling < lowest", "result.Ceiling > lowest", "RuleBoundaryTests.A_ceiling_is_the_lowest_of_all_checks_wherever_it_stands"),
        Of("M01-clearance, turned round", Recipients, "subject.Recipient.Clearance.For(owner) >=", "subject.Recipient.Clearance.For(owner) <",
            "MandatoryChecksTests.Clearance_covers_the_level_at_which_the_recipient_takes_it_in"),
        Of("clearance reaches the level itself", Recipients, "subject.Recipient.Clearance.For(owner) >=", "subject.Recipient.Clearance.For(owner) >",
            "MandatoryChecksTests.Clearance_covers_the_level_at_which_the_recipient_takes_it_in"),
        Of("M02-agreement, turned round", Treaties, "agreements.IsEmpty ? Absent", "!agreements.IsEmpty ? Absent", "MandatoryChecksTests.Without_an_agreement_nothing_passes"),
        Of("an agreement's ceiling is within it", Treaties, "subject.Marking.Level > agreement", "subject.Marking.Level >= agreement",
            "MandatoryChecksTests.An_agreement_bounds_the_level_in_each_direction"),
        Of("the stricter of two agreements counts", Treaties, "one < other ? one : other", "one > other ? one : other", "MandatoryChecksTests.Two_agreements_in_force_both_bind"),
        Of("a stage of tear lines gives tear lines", Treaties, "StageScope.TearLinesOnly => Outcome.TearLine", "StageScope.TearLinesOnly => Outcome.Release",
            "MandatoryChecksTests.The_stage_of_an_agreement_decides_which_fields_pass"),
        Of("a stage that gives nothing withholds", Treaties, "StageScope.Nothing => Outcome.Withhold", "StageScope.Nothing => Outcome.TearLine",
            "MandatoryChecksTests.The_stage_of_an_agreement_decides_which_fields_pass"),
        Of("own grants are no agreement", Treaties, "giver != subject.Context.Releaser\n        && (", "(", "MandatoryChecksTests.Own_grants_are_no_agreement"),
        Of("a grant speaks for whom it names", Treaties, "subject.Facts.Grants.Contains(subject.Code)", "!subject.Facts.Grants.IsEmpty",
            "MandatoryChecksTests.Handing_on_needs_the_agreement_of_the_owner_and_of_the_releaser"),
        Of("a grant is the originator's", Treaties, "(giver == subject.Facts.Originator && ", "(", "RuleBoundaryTests.A_grant_speaks_for_no_other_owner"),
        Of("M03-national-only, turned round", Marks, "&& subject.Named(nations))", "&& !subject.Named(nations))", "MandatoryChecksTests.A_national_only_caveat_stops_everybody_else"),
        Of("a national-only mark is for nations", Marks, "subject.Recipient.Kind == PartnerKind.Nation && ", "", "RuleBoundaryTests.An_organisation_is_no_nation_of_a_caveat_and_no_nation_of_a_rule"),
        Of("M04-releasability, turned round", Marks, "return !mayKnow && !subject.Consented", "return mayKnow && !subject.Consented",
            "MandatoryChecksTests.A_release_list_decides_alone_and_classified_without_one_stays"),
        Of("an approval satisfies RELIDO", Marks, " && !subject.Context.HoldApproved;", ";", "HoldApprovalTests.Relido_is_released_once_approved"),
        Of("M05-owner-consent, turned round", Marks, "|| others.All(", "|| !others.All(", "MandatoryChecksTests.Foreign_information_goes_only_where_its_owner_agreed"),
        Of("a concealed source consents to nothing", Marks, "!concealed && (subject", "(subject", "MandatoryChecksTests.Foreign_information_goes_only_where_its_owner_agreed"),
        Of("every joint owner consents", Marks, "marking.Joint || (owner", "false || (owner", "RuleBoundaryTests.A_list_of_joint_information_covers_the_originator_too"),
        Of("M06-display-only, turned round", Marks, "subject.Marking.DisplayOnly is null ||", "subject.Marking.DisplayOnly is not null ||", "MandatoryChecksTests.Display_only_never_leaves"),
        Of("M07-orcon, turned round", Marks, "(Controls.Orcon | Controls.OrconUsGov)) == Controls.None", "(Controls.Orcon | Controls.OrconUsGov)) != Controls.None",
            "MandatoryChecksTests.Originator_controlled_goes_to_named_partners_only_and_is_never_handed_on"),
        Of("ORCON-USGOV is originator control", Marks, "(Controls.Orcon | Controls.OrconUsGov)) ==", "Controls.Orcon) ==", "RuleBoundaryTests.Each_form_of_originator_control_needs_the_originators_list"),
        Of("ORCON names recipients one by one", Marks, "subject.Named(subject.Facts.Marking.OriginatorList)", "subject.Covered(subject.Facts.Marking.OriginatorList)",
            "MandatoryChecksTests.Originator_controlled_goes_to_named_partners_only_and_is_never_handed_on"),
        Of("M08-tlp: GREEN is its community's", Marks, "subject.Recipient.TlpCommunities.Contains(subject.Facts.Marking.Community)", "true", "MandatoryChecksTests.The_traffic_light_admits_whom_it_names"),
        Of("GREEN is handed on within its community only", Marks, "|| (direct && subject.Covered(", "|| (subject.Covered(", "MandatoryChecksTests.Green_is_handed_on_within_its_community_only"),
        Of("AMBER+STRICT stops at the first recipient", Marks, "Tlp.AmberStrict => direct && ", "Tlp.AmberStrict => ", "MandatoryChecksTests.Amber_and_above_stop_at_the_first_recipient"),
        Of("RED stops at the first recipient", Marks, "Tlp.Red => direct && ", "Tlp.Red => ", "MandatoryChecksTests.Amber_and_above_stop_at_the_first_recipient"),
        Of("M09-unknown-code: the originator is a partner", Recipients, "subject.Context.Roster.TryFind(subject.Facts.Originator, out _)\n        && ", "",
            "MandatoryChecksTests.Unknown_recipients_originators_codes_and_caveats_are_refused"),
        Of("M09-unknown-code: the kind of information is known", Recipients, "&& Enum.IsDefined(subject.Facts.FieldClass)", "",
            "MandatoryChecksTests.Unknown_recipients_originators_codes_and_caveats_are_refused"),
        Of("M09-unknown-code: the recipient honours every caveat", Recipients, "&& Caveats(subject.Marking).All(subject.Recipient.Caveats.Contains)", "",
            "MandatoryChecksTests.A_caveat_passes_to_whom_has_undertaken_to_honour_it"),
        Of("a control that nobody knows is a caveat", Recipients, "(marking.Controls & ~Known) != Controls.None", "marking.Controls < 0",
            "MandatoryChecksTests.Unknown_recipients_originators_codes_and_caveats_are_refused"),
        Of("an opaque token is a caveat", Recipients, "marking.OtherControls.IsDefault ? [] : marking.OtherControls", "Array.Empty<string>()",
            "MandatoryChecksTests.Unknown_recipients_originators_codes_and_caveats_are_refused"),
        Of("a code in a list is known", Recipients, "|| (!list.IsDefault && list.All(", "|| (true || list.All(", "MandatoryChecksTests.Unknown_recipients_originators_codes_and_caveats_are_refused"),
        Of("M10-embargo, turned round", Marks, "notBefore <= subject.Context.Now", "notBefore > subject.Context.Now", "MandatoryChecksTests.An_embargo_ends_at_its_instant"),
        Of("an embargo ends at its instant", Marks, "notBefore <= subject.Context.Now", "notBefore < subject.Context.Now", "MandatoryChecksTests.An_embargo_ends_at_its_instant"),
        Of("an embargo before all time is none that anybody meant", Marks, "(notBefore > 0 && ", "(", "MandatoryChecksTests.An_embargo_ends_at_its_instant"),
        Of("M11-purpose holds for every agreement", Treaties, "agreed &= agreement", "agreed |= agreement", "MandatoryChecksTests.Every_agreement_on_the_way_must_serve_atrocity_prevention"),
        Of("M13-third-party: neither granted nor consented", Going, "bool mayGo = (granted || facts.AllConsent(consents, model.MarkingBook)) && ", "bool mayGo = ",
            "HandOnTests.Who_was_not_granted_gets_nothing_though_the_mark_covers_it_and_the_refusal_is_logged_at_home", "ThirdPartyProperties.Nobody_obtains_through_a_third_partner_what_is_denied_directly"),
        Of("M14-addressee: the audience is not asked", Sealing, "!Audience.IsDefaultOrEmpty && !Audience.Contains(partner)", "false",
            "ReleaseGateTests.A_product_addressed_to_one_partner_goes_to_no_other_and_the_refusals_are_logged"),
        Of("a reader at home is cleared", Readers, "new CheckResult(RuleIds.Clearance, Cleared(subject, reader)),", "", "LocalReaderTests.A_foreign_portion_is_shown_within_its_marking"),
        Of("a reader at home is within a national-only mark", Readers, "new CheckResult(RuleIds.NationalOnly, MarkingChecks.NationalOnly(subject)),", "",
            "RuleBoundaryTests.A_reader_at_home_is_kept_from_an_unclassified_portion_by_a_national_only_mark_alone"),
        Of("a reader at home is within the list", Readers, "own || MayKnow(subject)", "true || MayKnow(subject)", "LocalReaderTests.A_foreign_portion_is_shown_within_its_marking"),
        Of("a reader at home is named under ORCON", Readers, "own || !IsOrcon(subject)", "true || !IsOrcon(subject)", "LocalReaderTests.A_foreign_portion_is_shown_within_its_marking"),
        Of("a reader at home is admitted by the light", Readers, "own || Light(subject, reader)", "true || Light(subject, reader)",
            "LocalReaderTests.Green_is_for_the_community_and_red_for_the_named"),
        Of("a reader's nation honours every caveat", Readers, "own || RecipientChecks", "true || RecipientChecks", "LocalReaderTests.A_foreign_portion_is_shown_within_its_marking"),
    ];

    private static Mutation Of(string check, string file, string find, string replace, params string[] tests) =>
        new(check, file, find, replace, [.. tests.Select(Core)]);
}
