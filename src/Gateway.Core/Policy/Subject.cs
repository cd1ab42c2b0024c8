using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>A readable portion and a known recipient, as the mandatory checks see them.</summary>
internal sealed class Subject(PortionFacts facts, ParsedMarking marking, Partner recipient, DecisionContext context)
{
    public PortionFacts Facts => facts;

    public ParsedMarking Marking => marking;

    public Partner Recipient => recipient;

    public DecisionContext Context => context;

    public PartnerCode Code => recipient.Code;

    /// <summary>Portion and recipient together; null when the mark cannot be read or the roster does not know the recipient.</summary>
    public static Subject? Of(PortionFacts facts, PartnerCode recipient, DecisionContext context) =>
        context.Markings.Read(facts.Marking) is MarkingReading.Readable readable && context.Roster.TryFind(recipient, out Partner? partner)
            ? new Subject(facts, readable.Marking, partner, context)
            : null;

    /// <summary>The originator and everybody whose mark it is. Owners of foreign information inside it are not among them.</summary>
    public ImmutableArray<PartnerCode> Owners { get; } = With(facts.Originator, marking.Owners, null);

    /// <summary>Everybody whose information is inside: owners, and the named sources of foreign government information.</summary>
    public ImmutableArray<PartnerCode> AllOwners { get; } =
        With(facts.Originator, marking.Owners, marking.Fgi?.Owners);

    /// <summary>Whether every owner lets this node hand the portion on to the recipient.</summary>
    public bool Consented => facts.AllConsent(facts.Consents, context.Markings);

    /// <summary>Whether a list covers the recipient, at sealing and now.</summary>
    public bool Covered(ImmutableArray<string>? list) => Covered(list, Code);

    public bool Covered(ImmutableArray<string>? list, PartnerCode who) =>
        list is { } codes && context.Roster.Covers(codes, who, facts.SealedAt, context.Now, context.Markings.StandsForMembers);

    /// <summary>Whether an owner is a group (NATO) to which the recipient belongs, at sealing and now.</summary>
    public bool BelongsTo(PartnerCode owner) =>
        context.Roster.IsMember(owner, Code, facts.SealedAt) && context.Roster.IsMember(owner, Code, context.Now);

    /// <summary>Whether the recipient's own code is in a list; membership does not count.</summary>
    public bool Named(ImmutableArray<string>? list) => list is { IsDefault: false } codes && codes.Contains(Code.Value);

    // Most marks are of the originator's own information.
    private static ImmutableArray<PartnerCode> With(PartnerCode originator, ImmutableArray<string> owners, ImmutableArray<string>? foreign) =>
        owners is { IsDefault: false, Length: 1 } && owners[0] == originator.Value && foreign is null
            ? [originator]
            : [.. Codes(owners).Concat(Codes(foreign)).Append(originator).Distinct().Order()];

    // A code without the shape of one can never be covered or matched; the default code keeps it in sight.
    private static IEnumerable<PartnerCode> Codes(ImmutableArray<string>? texts) =>
        texts is { IsDefault: false } list ? list.Select(t => PartnerCode.TryParse(t, out PartnerCode code) ? code : default) : [];
}
