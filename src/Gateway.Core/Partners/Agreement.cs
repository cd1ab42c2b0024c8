using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Markings;

namespace Gateway.Core.Partners;

/// <summary>What two partners have agreed to use shared information for. Closed: an unknown purpose is no purpose.</summary>
public enum Purpose
{
    /// <summary>Preventing mass atrocities; every release through the gateway needs it.</summary>
    AtrocityPrevention = 1,

    /// <summary>Warning of crises.</summary>
    EarlyWarning = 2,

    /// <summary>Humanitarian response.</summary>
    HumanitarianResponse = 3,

    /// <summary>Common sanctions and visa bans.</summary>
    Sanctions = 4,

    /// <summary>Accountability for crimes committed.</summary>
    Accountability = 5,
}

/// <summary>
/// A bilateral agreement: signed by both parties, held by both, and never part of the shared roster. It bounds what policy can
/// grant between them, in both directions. Immutable.
/// </summary>
public sealed record Agreement
{
    /// <summary>Reference that both sides cite: <c>MOU 2024/17</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Counts up from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The party whose code comes first in ordinal order.</summary>
    public required PartnerCode First { get; init; }

    /// <summary>The other party.</summary>
    public required PartnerCode Second { get; init; }

    /// <summary>How far sharing has come, 0 to 4 (<see cref="Stages"/>).</summary>
    public required int Stage { get; init; }

    /// <summary>The highest level that <see cref="First"/>'s side may hand to the other.</summary>
    public required Level CeilingFromFirst { get; init; }

    /// <summary>The highest level that <see cref="Second"/>'s side may hand to the other.</summary>
    public required Level CeilingFromSecond { get; init; }

    /// <summary>What the information may be used for.</summary>
    public required ImmutableSortedSet<Purpose> Purposes { get; init; }

    /// <summary>In force from this instant.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>No longer in force from this instant.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Every release waits for a release officer.</summary>
    public bool HoldForOfficer { get; init; }

    /// <summary>How old the newest notices may be before what was shared may no longer be relied on.</summary>
    public required TimeSpan NoticeMaxAge { get; init; }

    /// <summary>SHA-256 of the JSON text it was read from, 64 lower-case hex digits; empty if it was not read from text.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Whether the agreement is in force.</summary>
    public bool InForce(DateTimeOffset at) => ValidFrom <= at && at < ValidUntil;

    /// <summary>Whether it binds exactly these two, in either order.</summary>
    public bool Binds(PartnerCode one, PartnerCode other) =>
        one != other && (First == one || Second == one) && (First == other || Second == other);

    /// <summary>The ceiling for what this party hands over. Throws <see cref="ArgumentException"/> if it is not a party.</summary>
    public Level CeilingFrom(PartnerCode giver) =>
        giver == First ? CeilingFromFirst
        : giver == Second ? CeilingFromSecond
        : throw new ArgumentException("Not a party to the agreement.", nameof(giver));
}

/// <summary>The agreements a node holds. Immutable.</summary>
public sealed class Agreements
{
    private readonly FrozenDictionary<(PartnerCode, PartnerCode), ImmutableArray<Agreement>> _byPair;

    /// <summary>None: nobody may have anything.</summary>
    public static Agreements None { get; } = new([]);

    /// <summary>These agreements. Two for one pair are no error: while both are in force, both bind.</summary>
    public Agreements(IEnumerable<Agreement> agreements)
    {
        All = [.. agreements.OrderBy(a => a.First).ThenBy(a => a.Second).ThenBy(a => a.Version)];
        _byPair = All.Where(a => a.First != a.Second).GroupBy(a => Pair(a.First, a.Second)).ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray());
    }

    /// <summary>All of them, by parties and version.</summary>
    public ImmutableArray<Agreement> All { get; }

    /// <summary>The agreements in force between two partners, in either order; empty means that nothing may pass.</summary>
    public ImmutableArray<Agreement> InForce(PartnerCode one, PartnerCode other, DateTimeOffset at)
    {
        ImmutableArray<Agreement> between = _byPair.GetValueOrDefault(Pair(one, other), []);
        foreach (Agreement agreement in between)
        {
            if (!agreement.InForce(at))
            {
                return [.. between.Where(a => a.InForce(at))];
            }
        }

        return between;
    }

    private static (PartnerCode, PartnerCode) Pair(PartnerCode one, PartnerCode other) => one < other ? (one, other) : (other, one);
}
