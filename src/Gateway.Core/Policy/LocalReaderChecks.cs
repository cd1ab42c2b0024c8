using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>What a reader at home may see. The nation's own information needs clearance and the originator's controls, nothing more.</summary>
internal static class LocalReaderChecks
{
    public static MandatoryResult All(Subject subject, LocalReader reader)
    {
        bool own = subject.Named(subject.Marking.Owners) || (subject.Marking.Owners.IsDefaultOrEmpty && subject.Facts.Originator == reader.Nation);
        return new MandatoryResult(
        [
            new CheckResult(RuleIds.Unreadable, Outcome.Release),
            new CheckResult(RuleIds.Clearance, Cleared(subject, reader)),
            new CheckResult(RuleIds.NationalOnly, MarkingChecks.NationalOnly(subject)),
            new CheckResult(RuleIds.Releasability, MandatoryChecks.Allow(MarkingChecks.Inside(subject) && (own || MayKnow(subject)))),
            new CheckResult(RuleIds.Orcon, MandatoryChecks.Allow(own || !IsOrcon(subject) || subject.Named(subject.Facts.Marking.OriginatorList))),
            new CheckResult(RuleIds.Tlp, MandatoryChecks.Allow(own || Light(subject, reader))),
            new CheckResult(RuleIds.UnknownCode, MandatoryChecks.Allow(
                own || RecipientChecks.Caveats(subject.Marking).All(subject.Recipient.Caveats.Contains))),
        ]);
    }

    private static Outcome Cleared(Subject subject, LocalReader reader)
    {
        Level level = subject.Marking.Level;
        return MandatoryChecks.Allow(level == Level.Unclassified
            || subject.AllOwners.All(owner => reader.Clearance >= subject.Context.Markings.ReceiveAs(owner, level, reader.Nation)));
    }

    // Members share what their organisation marked, list or no list; a list of another policy decides alone.
    private static bool MayKnow(Subject subject)
    {
        ParsedMarking marking = subject.Marking;
        bool listed = marking.ReleasableTo is not null || marking.DisplayOnly is not null;
        return MarkingChecks.Unmarked(marking)
            || ((!listed || marking.IsOfOrganisation) && subject.Owners.Any(subject.BelongsTo))
            || subject.Covered(marking.ReleasableTo)
            || subject.Covered(marking.DisplayOnly);
    }

    private static bool IsOrcon(Subject subject) => (subject.Marking.Controls & (Controls.Orcon | Controls.OrconUsGov)) != Controls.None;

    private static bool Light(Subject subject, LocalReader reader) => subject.Marking.Tlp is not { } light || (Enum.IsDefined(light) && light switch
    {
        Tlp.Clear => true,
        Tlp.Green => reader.TlpCommunities.Contains(subject.Facts.Marking.Community) || subject.Covered(subject.Marking.ReleasableTo),
        Tlp.Amber => subject.Covered(subject.Marking.ReleasableTo),
        Tlp.AmberStrict => subject.Covered(subject.Marking.ReleasableTo),
        Tlp.Red => subject.Named(subject.Marking.ReleasableTo),
    });
}
