using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>The checks that no policy can loosen, each deleted, and the parts of them that matter most.</summary>
internal static class MandatoryRules
{
    private const string File = "src/Gateway.Core/Policy/MandatoryChecks.cs";
    private const string Marks = "src/Gateway.Core/Policy/MarkingChecks.cs";
    private const string Recipients = "src/Gateway.Core/Policy/RecipientChecks.cs";
    private const string Treaties = "src/Gateway.Core/Policy/AgreementChecks.cs";

    public static ImmutableArray<Mutation> All { get; } =
    [
        Deleted("M00-unreadable: what cannot be read is withheld", "new CheckResult(RuleIds.Unreadable, Allow(readable)),", "An_unreadable_marking_is_withheld_from_everybody") with
        {
            Replace = "new CheckResult(RuleIds.Unreadable, Outcome.Release),",
        },
        Deleted("M01-clearance", "(RuleIds.Clearance, RecipientChecks.Clearance),", "Clearance_covers_the_level_at_which_the_recipient_takes_it_in"),
        Deleted("M02-agreement", "(RuleIds.Agreement, AgreementChecks.Agreement),", "Without_an_agreement_nothing_passes"),
        Deleted("M03-national-only", "(RuleIds.NationalOnly, MarkingChecks.NationalOnly),", "A_national_only_caveat_stops_everybody_else"),
        Deleted("M04-releasability", "(RuleIds.Releasability, MarkingChecks.Releasability),", "A_release_list_decides_alone_and_classified_without_one_stays"),
        Deleted("M05-owner-consent", "(RuleIds.OwnerConsent, MarkingChecks.OwnerConsent),", "Foreign_information_goes_only_where_its_owner_agreed"),
        Deleted("M06-display-only", "(RuleIds.DisplayOnly, MarkingChecks.DisplayOnly),", "Display_only_never_leaves"),
        Deleted("M07-orcon", "(RuleIds.Orcon, MarkingChecks.Orcon),", "Originator_controlled_goes_to_named_partners_only_and_is_never_handed_on"),
        Deleted("M08-tlp", "(RuleIds.Tlp, MarkingChecks.TrafficLight),", "The_traffic_light_admits_whom_it_names"),
        Deleted("M09-unknown-code", "(RuleIds.UnknownCode, RecipientChecks.UnknownCode),", "Unknown_recipients_originators_codes_and_caveats_are_refused"),
        Deleted("M10-embargo", "(RuleIds.Embargo, MarkingChecks.Embargo),", "An_embargo_ends_at_its_instant"),
        Deleted("M11-purpose", "(RuleIds.Purpose, AgreementChecks.Purpose),", "Every_agreement_on_the_way_must_serve_atrocity_prevention"),
        Deleted("an expired roster knows nobody", "subject is null || expired || !Enum.IsDefined", "An_expired_roster_knows_nobody") with { Replace = "subject is null || !Enum.IsDefined" },
        Deleted("a level outside the ladder is unreadable", "subject is null || expired || !Enum.IsDefined(subject.Marking.Level)", "A_level_outside_the_ladder_is_unreadable") with
        {
            Replace = "subject is null || expired",
        },
        Part("the level at which the recipient takes it in counts", Recipients,
            "subject.Context.Markings.ReceiveAs(owner, level, subject.Code)", "level", "Clearance_covers_the_level_at_which_the_recipient_takes_it_in"),
        Part("clearance counts for every owner", Recipients, "subject.AllOwners.All(owner => owner == subject.Code", "subject.AllOwners.Any(owner => owner == subject.Code",
            "Clearance_must_cover_foreign_information_inside"),
        Part("an agreement bounds the level", Treaties, "if (subject.Marking.Level > agreement.CeilingFrom(giver))", "if (subject.Marking.Level < 0)",
            "An_agreement_bounds_the_level_in_each_direction"),
        Part("an agreement may hold for an officer", Treaties, "agreement.HoldForOfficer && !subject.Context.HoldApproved ? Lower(stage, Outcome.Hold) : stage", "stage",
            "An_agreement_may_make_every_release_wait_for_an_officer"),
        Part("every giver needs an agreement", Treaties, "if (owner != subject.Code && owner != subject.Context.Releaser && !subject.BelongsTo(owner))", "if (owner == default)",
            "Handing_on_needs_the_agreement_of_the_owner_and_of_the_releaser"),
        Part("RELIDO waits for an officer", Marks, "? Outcome.Withhold : waits ? Outcome.Hold : Outcome.Release", "? Outcome.Withhold : Outcome.Release",
            "Relido_waits_for_an_officer"),
        Part("an empty list means nobody", Marks, "return list is not { IsDefaultOrEmpty: true }\n            && ", "return ", "An_empty_release_list_means_nobody_not_even_a_partner_that_owns_it"),
        Part("NOFORN without nations means the owners", Marks, "?? (subject.Marking.Controls.HasFlag(Controls.NoForn) ? subject.Marking.Owners : null)", "?? null",
            "Noforn_without_a_nation_set_still_stops_foreigners"),
        Part("ORCON is never handed on", Marks, "|| (subject.Context.Releaser == subject.Facts.Originator && subject.Named(", "|| (subject.Named(",
            "Originator_controlled_goes_to_named_partners_only_and_is_never_handed_on"),
        Part("AMBER and above stop at the first recipient", Marks, "Tlp.Amber => direct && ", "Tlp.Amber => ", "Amber_and_above_stop_at_the_first_recipient"),
        Part("RED is for those named", Marks, "Tlp.Red => direct && subject.Named(subject.Marking.ReleasableTo),", "Tlp.Red => direct && subject.Covered(subject.Marking.ReleasableTo),",
            "The_traffic_light_admits_whom_it_names"),
    ];

    private static Mutation Deleted(string check, string row, string test) => Part(check, File, row, "", test);

    private static Mutation Part(string check, string file, string find, string replace, string test) =>
        new(check, file, find, replace, Core("MandatoryChecksTests." + test));
}
