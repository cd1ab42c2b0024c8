using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>Checks of what the marking itself says about the recipient (CAPCO 2016 §H.3, §H.7, §H.8; FIRST TLP 2.0).</summary>
internal static class MarkingChecks
{
    // NOFORN without a stated nation set is read as "the owners only".
    public static Outcome NationalOnly(Subject subject)
    {
        ImmutableArray<string>? nations = subject.Marking.NationalOnly
            ?? (subject.Marking.Controls.HasFlag(Controls.NoForn) ? subject.Marking.Owners : null);
        return MandatoryChecks.Allow(nations is null || (subject.Recipient.Kind == PartnerKind.Nation && subject.Named(nations)));
    }

    // A list decides alone, and an empty one means nobody. Without a list classified information stays with its owners; unclassified
    // information is left to local policy, except NATO's own, which is its members'. RELIDO never grants by itself: it makes every
    // release wait for an officer. Nobody outside a NATO mark's ONLY is let in, by whatever consent.
    public static Outcome Releasability(Subject subject)
    {
        ParsedMarking marking = subject.Marking;
        if (!Inside(subject))
        {
            return Outcome.Withhold;
        }

        bool mayKnow = marking.ReleasableTo is { } list
            ? Owned(subject, list) || subject.Covered(list) || subject.Covered(marking.DisplayOnly)
            : marking.DisplayOnly is { } display
                ? subject.Covered(display)
                : Unmarked(marking) || Owned(subject, list: null) || marking.Controls.HasFlag(Controls.RelIdo);
        // Owners may add a recipient to their own list; levels, national-only marks and ORCON have checks of their own, which this leaves.
        bool waits = marking.Controls.HasFlag(Controls.RelIdo) && !subject.Context.HoldApproved;
        return !mayKnow && !subject.Consented ? Outcome.Withhold : waits ? Outcome.Hold : Outcome.Release;
    }

    /// <summary>Whether the recipient is within the audience that a NATO mark bounds by ONLY; true without that.</summary>
    public static bool Inside(Subject subject) => subject.Marking.Only is not { } only || subject.Covered(only);

    /// <summary>Whether it is unclassified and says nothing of release, which leaves it to local policy.</summary>
    public static bool Unmarked(ParsedMarking marking) =>
        marking.Level == Level.Unclassified && marking.ReleasableTo is null && marking.DisplayOnly is null && !marking.IsOfOrganisation;

    // CAPCO 2016 §H.7 p125: information of others goes where they agreed it goes, by the list or by a recorded consent of all of them, and
    // back to them only when marked so. A mark of an organisation's own policy is its agreement: its list never names it.
    public static Outcome OwnerConsent(Subject subject)
    {
        ParsedMarking marking = subject.Marking;
        bool concealed = marking.Fgi is { Concealed: true };
        IEnumerable<PartnerCode> others = subject.AllOwners.Where(owner => marking.Joint
            || (owner != subject.Facts.Originator && !(marking.IsOfOrganisation && owner.Value == marking.Source.Policy)));
        return MandatoryChecks.Allow(
            !concealed && (subject.Consented || others.All(owner => subject.BelongsTo(owner) || subject.Covered(marking.ReleasableTo, owner))));
    }

    public static Outcome DisplayOnly(Subject subject) => MandatoryChecks.Allow(
        subject.Marking.DisplayOnly is null || subject.Covered(subject.Marking.ReleasableTo));

    // The originator names recipients one by one, and nobody hands the portion on for it.
    public static Outcome Orcon(Subject subject) => MandatoryChecks.Allow(
        (subject.Marking.Controls & (Controls.Orcon | Controls.OrconUsGov)) == Controls.None
        || (subject.Context.Releaser == subject.Facts.Originator && subject.Named(subject.Facts.Marking.OriginatorList)));

    // AMBER and above stop at the recipient, so only the originator's own node may send them.
    public static Outcome TrafficLight(Subject subject)
    {
        if (subject.Marking.Tlp is not { } light)
        {
            return Outcome.Release;
        }

        // Whoever the originator lists may have GREEN too; otherwise raising GREEN to AMBER would let more partners in.
        bool direct = subject.Context.Releaser == subject.Facts.Originator;
        return MandatoryChecks.Allow(Enum.IsDefined(light) && light switch
        {
            Tlp.Clear => true,
            Tlp.Green => subject.Recipient.TlpCommunities.Contains(subject.Facts.Marking.Community)
                || (direct && subject.Covered(subject.Marking.ReleasableTo)),
            Tlp.Amber => direct && subject.Covered(subject.Marking.ReleasableTo),
            Tlp.AmberStrict => direct && subject.Covered(subject.Marking.ReleasableTo),
            Tlp.Red => direct && subject.Named(subject.Marking.ReleasableTo),
        });
    }

    // A time before the epoch is no embargo that anybody wrote on purpose.
    public static Outcome Embargo(Subject subject)
    {
        long notBefore = subject.Facts.Marking.NotBeforeMs;
        return MandatoryChecks.Allow(notBefore == 0 || (notBefore > 0 && notBefore <= subject.Context.Now.ToUnixTimeMilliseconds()));
    }

    // Owners may have their own information; members of an owning group share it, unless a list of another policy narrows that.
    private static bool Owned(Subject subject, ImmutableArray<string>? list)
    {
        ParsedMarking marking = subject.Marking;
        bool narrowed = list is not null && !marking.IsOfOrganisation;
        return list is not { IsDefaultOrEmpty: true }
            && (subject.Named(marking.Owners)
                || (!narrowed && subject.Owners.Any(owner => marking.Owners.Contains(owner.Value) && subject.BelongsTo(owner))));
    }
}
