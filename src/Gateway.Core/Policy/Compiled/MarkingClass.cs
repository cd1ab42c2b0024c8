using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.Compiled;

/// <summary>
/// A portion with all that checks and rules look at turned into masks and yes or no: the twin of <see cref="Subject"/>, for all partners at
/// once. Good within its frame, on the side of the embargo on which it was made. Immutable.
/// </summary>
internal sealed class MarkingClass
{
    private readonly ParsedMarking? _marking;

    /// <summary>A portion and what its mark says; null when that cannot be read.</summary>
    public MarkingClass(PortionFacts facts, ParsedMarking? marking, Frame frame, DateTimeOffset now)
    {
        (Frame, _marking) = (frame, marking);
        PartnerTable partners = frame.Partners;
        IsReadable = marking is not null && Enum.IsDefined(marking.Level);
        Rules = marking is null ? [] : [.. frame.Rules.Where(rule => rule.Compiled.SpeaksOf(facts, marking.Level))];
        bool somewhere = !facts.Regions.IsDefaultOrEmpty;
        FollowsAll = somewhere ? partners.All(facts.Regions, partners.Follows) : partners.None;
        FollowsAny = somewhere ? partners.Any(facts.Regions, partners.Follows) : partners.Everybody;
        if (marking is null || IsBlind)
        {
            // No check looks any further.
            Inside = [];
            Givers = [];
            return;
        }

        ImmutableArray<PartnerCode> owners = Subject.With(facts.Originator, marking.Owners, null);
        IsDirect = frame.Releaser == facts.Originator;
        IsConsented = facts.AllConsent(facts.Consents, frame.Book);
        Releasable = frame.Covered(marking.ReleasableTo);
        ReleasableByName = partners.Named(marking.ReleasableTo);
        Displayable = frame.Covered(marking.DisplayOnly);
        Audience = marking.Only is null ? partners.Everybody : frame.Covered(marking.Only);
        OwnersByName = partners.Named(marking.Owners);
        OwningGroups = partners.Any([.. owners.Where(owner => !marking.Owners.IsDefault && marking.Owners.Contains(owner.Value))], frame.Members);
        Inside = [.. Subject.With(facts.Originator, marking.Owners, marking.Fgi?.Owners).Select(owner => new InsideOwner(
            partners.Named(owner.Value),
            frame.Members(owner),
            partners.Cleared(owner, marking.Level),
            AsksConsent: MarkingChecks.AsksConsent(marking, owner, facts.Originator),
            IsCovered: marking.ReleasableTo is { } list && frame.Roster.Covers(list, owner, facts.SealedAt, now, frame.Book.StandsForMembers)))];
        Givers = [.. owners.Where(owner => owner != frame.Releaser).Prepend(frame.Releaser).Select(giver => Giver(giver, facts))];
        NationalOnly = partners.Named(marking.NationalOnly ?? marking.Owners);
        OriginatorListed = partners.Named(facts.Marking.OriginatorList);
        Community = partners.InCommunity(facts.Marking.Community);
        Honouring = partners.All([.. RecipientChecks.Caveats(marking)], partners.Honours);
        IsSenseKnown = frame.Roster.TryFind(facts.Originator, out _) && Enum.IsDefined(facts.FieldClass);
        IsListKnown = marking.ReleasableTo is { IsDefault: false } codes
            && codes.All(text => PartnerCode.TryParse(text, out PartnerCode code) && frame.Roster.Knows(code));
        long notBefore = facts.Marking.NotBeforeMs;
        IsEmbargoed = notBefore < 0 || (notBefore > 0 && notBefore > now.ToUnixTimeMilliseconds());
    }

    public Frame Frame { get; }

    /// <summary>What the mark says. Throws where <see cref="IsReadable"/> is false.</summary>
    public ParsedMarking Marking => _marking ?? throw new InvalidOperationException("The mark was not read.");

    /// <summary>Whether the mark could be read, and its level is one of the ladder.</summary>
    public bool IsReadable { get; }

    /// <summary>Whether the checks of mark and recipient have nothing to look at.</summary>
    public bool IsBlind => !IsReadable || Frame.IsExpired;

    /// <summary>The rules that speak of the portion.</summary>
    public CurrentRule[] Rules { get; }

    /// <summary>Partners that follow all countries of the portion; nobody when it names none.</summary>
    public PartnerMask FollowsAll { get; }

    /// <summary>Partners that follow one of them; everybody when it names none.</summary>
    public PartnerMask FollowsAny { get; }

    /// <summary>The originator's own node decides.</summary>
    public bool IsDirect { get; }

    /// <summary>Every owner lets this node hand the portion on.</summary>
    public bool IsConsented { get; }

    /// <summary>Whom the release list covers.</summary>
    public PartnerMask Releasable { get; }

    /// <summary>Whose own code stands in the release list.</summary>
    public PartnerMask ReleasableByName { get; }

    /// <summary>Whom the display list covers.</summary>
    public PartnerMask Displayable { get; }

    /// <summary>Who is within the mark's ONLY; everybody without it.</summary>
    public PartnerMask Audience { get; }

    /// <summary>The mark's owners.</summary>
    public PartnerMask OwnersByName { get; }

    /// <summary>Members of groups among the mark's owners.</summary>
    public PartnerMask OwningGroups { get; }

    /// <summary>Everybody whose information is inside.</summary>
    public InsideOwner[] Inside { get; }

    /// <summary>Everybody who must have an agreement.</summary>
    public AskedGiver[] Givers { get; }

    /// <summary>Those whom a national-only mark names, or the owners.</summary>
    public PartnerMask NationalOnly { get; }

    /// <summary>The originator's list, by name.</summary>
    public PartnerMask OriginatorListed { get; }

    /// <summary>Members of the mark's TLP community.</summary>
    public PartnerMask Community { get; }

    /// <summary>Those who honour all handling caveats.</summary>
    public PartnerMask Honouring { get; }

    /// <summary>Originator and field class are known.</summary>
    public bool IsSenseKnown { get; }

    /// <summary>Every code of the release list is known.</summary>
    public bool IsListKnown { get; }

    /// <summary>Before its time.</summary>
    public bool IsEmbargoed { get; }

    private AskedGiver Giver(PartnerCode giver, PortionFacts facts)
    {
        PartnerTable partners = Frame.Partners;
        GiverMasks agreements = Frame.Giver(giver);
        PartnerMask withoutAgreement = giver == Frame.Releaser ? partners.None
            : IsConsented ? partners.Everybody
            : giver == facts.Originator ? partners.Named(facts.Grants)
            : partners.None;
        return new AskedGiver(
            giver == Frame.Releaser ? partners.Everybody : partners.Named(giver.Value).Or(Frame.Members(giver)).Not(),
            agreements.Present.Not().And(withoutAgreement.Not()).Or(agreements.LowerThan(Marking.Level)).Or(agreements.NothingOf(facts.FieldClass)),
            agreements.Held,
            agreements.TearLinesOf(facts.FieldClass),
            agreements.OtherPurpose);
    }
}

/// <summary>Somebody whose information is inside a portion.</summary>
/// <param name="Itself">The owner.</param>
/// <param name="Members">Who belongs to it, where it is a group.</param>
/// <param name="Cleared">Who may hold its information at the portion's level.</param>
/// <param name="AsksConsent">Its information stands inside another's mark, or is owned jointly.</param>
/// <param name="IsCovered">The release list covers the owner itself.</param>
internal readonly record struct InsideOwner(PartnerMask Itself, PartnerMask Members, PartnerMask Cleared, bool AsksConsent, bool IsCovered);

/// <summary>Somebody who must have an agreement with the recipient.</summary>
/// <param name="Asked">For which recipients.</param>
/// <param name="Withheld">Recipients without an agreement and not excused, or with one that does not cover the portion.</param>
/// <param name="Held">Recipients with one that asks for a release officer.</param>
/// <param name="TearLines">Recipients with one that lets only tear lines through.</param>
/// <param name="OtherPurpose">Recipients with one for other purposes.</param>
internal readonly record struct AskedGiver(PartnerMask Asked, PartnerMask Withheld, PartnerMask Held, PartnerMask TearLines, PartnerMask OtherPurpose);
