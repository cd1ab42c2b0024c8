using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>What policy may look at in one portion. Never its value.</summary>
public sealed record PortionFacts
{
    /// <summary>The partner that sealed the product.</summary>
    public required PartnerCode Originator { get; init; }

    /// <summary>Kind of information.</summary>
    public required FieldClass FieldClass { get; init; }

    /// <summary>The marking, as it stands in the portion. Unreadable markings are decided here too: always withhold.</summary>
    public required Marking Marking { get; init; }

    /// <summary>ISO 3166-1 alpha-3 codes of the countries the portion is about.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>Policy topics.</summary>
    public ImmutableArray<string> Topics { get; init; } = [];

    /// <summary>When the originator sealed it; coalition membership counts at this time and now (settled question 4).</summary>
    public required DateTimeOffset SealedAt { get; init; }

    /// <summary>
    /// Partners to whom the originator's own grants open this portion (settled question 19). A grant says what the originator would
    /// have decided, so it stands for an agreement between originator and recipient that this node is no party to. Only grants
    /// proved by their paths belong here; empty for the originator's own products.
    /// </summary>
    public ImmutableArray<PartnerCode> Grants { get; init; } = [];

    /// <summary>
    /// Owners whose ONWARD_GRANT lets this node hand the portion on to the recipient. Of use when all owners are among them: then the recipient
    /// counts as one that the release list names, and no agreement between it and them is needed. Only grants proved in their owners' logs
    /// belong here.
    /// </summary>
    public ImmutableArray<PartnerCode> Consents { get; init; } = [];

    /// <summary>Whether everybody whose information is inside is among the consenting; false for an unreadable marking.</summary>
    public bool AllConsent(ImmutableArray<PartnerCode> consenting, IMarkingBook book) =>
        !consenting.IsDefaultOrEmpty
        && book.Read(Marking) is MarkingReading.Readable readable
        && PortionOwners.All(Originator, readable.Marking).All(owner => consenting.Contains(owner));
}
