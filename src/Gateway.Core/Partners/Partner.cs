using System.Collections.Immutable;
using Gateway.Core.Courier;
using Gateway.Core.Markings;

namespace Gateway.Core.Partners;

/// <summary>What kind of body a partner is.</summary>
public enum PartnerKind
{
    /// <summary>A government, named by its ISO 3166-1 alpha-3 code.</summary>
    Nation = 1,

    /// <summary>An international organisation with a registered code.</summary>
    Organisation = 2,
}

/// <summary>
/// How high a partner is accredited to hold another's information. Absent an entry for an owner, the default counts. Clearance maps
/// down and information maps up, so a missing accreditation is never rounded in the partner's favour.
/// </summary>
/// <param name="Default">The level for owners without an entry of their own.</param>
/// <param name="ByOwner">The level for information of one owner.</param>
public sealed record Clearance(Level Default, ImmutableSortedDictionary<PartnerCode, Level> ByOwner)
{
    /// <summary>Cleared for nothing classified.</summary>
    public static Clearance None { get; } = new(Level.Unclassified, ImmutableSortedDictionary<PartnerCode, Level>.Empty);

    /// <summary>The highest level that may be held of this owner's information.</summary>
    public Level For(PartnerCode owner) => ByOwner.TryGetValue(owner, out Level level) ? level : Default;
}

/// <summary>Keys and identity of a partner's release log. All demanded algorithms must sign every checkpoint.</summary>
/// <param name="Origin">C2SP checkpoint origin: a schemeless URL, equal to the key name.</param>
/// <param name="VerifierKeys">C2SP signed-note verifier keys, <c>name+hex8+base64</c>.</param>
/// <param name="Algorithms">What every checkpoint must carry: <c>ed25519</c> always, <c>ml-dsa-44</c>, <c>ml-dsa-87</c>.</param>
public sealed record ReleaseLogIdentity(string Origin, ImmutableArray<string> VerifierKeys, ImmutableArray<string> Algorithms);

/// <summary>One partner in the roster: who it is, what it may hold, where its node answers and which keys speak for it. Immutable.</summary>
public sealed record Partner
{
    /// <summary>The partner's code.</summary>
    public required PartnerCode Code { get; init; }

    /// <summary>Name for people to read; no rule looks at it.</summary>
    public required string Name { get; init; }

    /// <summary>Nation or organisation.</summary>
    public required PartnerKind Kind { get; init; }

    /// <summary>Accreditation; nothing classified by default.</summary>
    public Clearance Clearance { get; init; } = Clearance.None;

    /// <summary>TLP communities it belongs to.</summary>
    public ImmutableSortedSet<string> TlpCommunities { get; init; } = [];

    /// <summary>Handling caveats it has undertaken to honour (<c>FOUO</c>, <c>PROPIN</c>); a portion with any other stays home.</summary>
    public ImmutableSortedSet<string> Caveats { get; init; } = [];

    /// <summary>ISO 3166-1 alpha-3 codes of countries it follows; a policy may say <c>region in partner.regions</c>.</summary>
    public ImmutableSortedSet<string> Regions { get; init; } = [];

    /// <summary>Where its node answers: an absolute https address.</summary>
    public required Uri Address { get; init; }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo of the TLS keys it may present, <c>sha256:</c> and 64 lower-case hex digits.</summary>
    public required ImmutableArray<string> TlsPins { get; init; }

    /// <summary>Its release log.</summary>
    public required ReleaseLogIdentity ReleaseLog { get; init; }

    /// <summary>Checkpoint origin of its internal log.</summary>
    public required string InternalLogOrigin { get; init; }

    /// <summary>Verifier keys that sign rosters and agreements on its behalf.</summary>
    public required ImmutableArray<string> DocumentKeys { get; init; }

    /// <summary>Key that feed files for it are encrypted to; null: none are made.</summary>
    public CourierPublicKey? CourierKey { get; init; }
}
