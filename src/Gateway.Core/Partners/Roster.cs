using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Gateway.Core.Partners;

/// <summary>
/// The signed list of partners and coalitions that a node pins. A newer version names the digest of the one it follows, so a fork
/// or a rollback shows. What a roster does not name does not exist: an unknown code has no members and no rights.
/// Immutable and safe for concurrent use; a reload swaps the whole object. Signatures stand around its text, not in it.
/// </summary>
public sealed class Roster
{
    private readonly FrozenDictionary<PartnerCode, Partner> _partners;
    private readonly FrozenDictionary<PartnerCode, RosterCoalition> _coalitions;

    /// <summary>A roster of these partners and coalitions; its digest is that of the text <see cref="RosterWriter"/> gives it.</summary>
    /// <param name="terms">Version, chain, expiry and quorum.</param>
    /// <param name="partners">Partners, codes unique; throws <see cref="ArgumentException"/> otherwise.</param>
    /// <param name="coalitions">Coalitions, codes unique; throws <see cref="ArgumentException"/> otherwise.</param>
    public Roster(RosterTerms terms, IEnumerable<Partner> partners, IEnumerable<RosterCoalition> coalitions)
        : this(terms, partners, coalitions, digest: null)
    {
    }

    internal Roster(RosterTerms terms, IEnumerable<Partner> partners, IEnumerable<RosterCoalition> coalitions, string? digest)
    {
        Terms = terms;
        Partners = [.. partners.OrderBy(p => p.Code)];
        Coalitions = [.. coalitions.OrderBy(c => c.Code)];
        _partners = Partners.ToFrozenDictionary(p => p.Code);
        _coalitions = Coalitions.ToFrozenDictionary(c => c.Code);
        Digest = digest ?? DigestOf(RosterWriter.Write(this));
    }

    /// <summary>Version, chain, expiry and quorum.</summary>
    public RosterTerms Terms { get; }

    /// <summary>Partners in order of code.</summary>
    public ImmutableArray<Partner> Partners { get; }

    /// <summary>Coalitions in order of code.</summary>
    public ImmutableArray<RosterCoalition> Coalitions { get; }

    /// <summary>SHA-256 of the JSON text this roster was read from, 64 lower-case hex digits.</summary>
    public string Digest { get; }

    /// <summary>The partner with this code; false when the roster does not know it.</summary>
    public bool TryFind(PartnerCode code, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Partner? partner) =>
        _partners.TryGetValue(code, out partner);

    /// <summary>Whether the code names a coalition.</summary>
    public bool IsCoalition(PartnerCode code) => _coalitions.ContainsKey(code);

    /// <summary>Whether the code names a partner or a coalition, or a nation that some coalition lists.</summary>
    public bool Knows(PartnerCode code) =>
        _partners.ContainsKey(code)
        || _coalitions.ContainsKey(code)
        || Coalitions.Any(c => c.Members.Any(m => m.Member == code));

    /// <summary>Whether <paramref name="member"/> belongs to the coalition at one instant. An unknown coalition has no members.</summary>
    public bool IsMember(PartnerCode coalition, PartnerCode member, DateTimeOffset at) =>
        _coalitions.TryGetValue(coalition, out RosterCoalition? found) && found.Has(member, at);

    /// <summary>
    /// Whoever a code in a release list stands for: the members at sealing who are members still, a partner for itself, and nobody
    /// for an unknown code. Joining later opens nothing sealed before; leaving closes everything.
    /// </summary>
    public ImmutableSortedSet<PartnerCode> Expand(PartnerCode code, DateTimeOffset sealedAt, DateTimeOffset now)
    {
        var members = ImmutableSortedSet.CreateBuilder<PartnerCode>();
        if (_partners.ContainsKey(code))
        {
            members.Add(code);
        }

        if (_coalitions.TryGetValue(code, out RosterCoalition? coalition))
        {
            members.UnionWith(coalition.Members.Select(m => m.Member).Where(m => coalition.Has(m, sealedAt) && coalition.Has(m, now)));
        }

        return members.ToImmutable();
    }

    /// <summary>
    /// Whether a release list covers someone: by their own code, or as a member of a listed coalition at sealing and now.
    /// Text that is no code covers nobody.
    /// </summary>
    /// <param name="list">Codes of a mark.</param>
    /// <param name="who">Whom to look for.</param>
    /// <param name="sealedAt">When the portion was sealed.</param>
    /// <param name="now">The time of the decision.</param>
    /// <param name="standsForMembers">Whether a code in a list stands for its members at all; an opaque one (EU, TEYE) names only itself.</param>
    public bool Covers(
        ImmutableArray<string> list, PartnerCode who, DateTimeOffset sealedAt, DateTimeOffset now, Func<string, bool> standsForMembers)
    {
        ArgumentNullException.ThrowIfNull(standsForMembers);
        foreach (string text in list.IsDefault || who == default ? [] : list)
        {
            if (text == who.Value || (_coalitions.Count > 0 && Includes(text, who, sealedAt, now) && standsForMembers(text)))
            {
                return true;
            }
        }

        return false;
    }

    private bool Includes(string coalition, PartnerCode who, DateTimeOffset sealedAt, DateTimeOffset now) =>
        PartnerCode.TryParse(coalition, out PartnerCode code) && IsMember(code, who, sealedAt) && IsMember(code, who, now);

    internal static string DigestOf(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(SHA256.HashData(text));
}

/// <summary>The frame of a roster.</summary>
/// <param name="Version">Counts up from 1; a node never goes back.</param>
/// <param name="Previous">Digest of the roster before this one, 64 lower-case hex digits; empty exactly for version 1.</param>
/// <param name="Expires">From this instant the roster is void.</param>
/// <param name="Quorum">How many partners must sign the next one, 1 to the number of partners.</param>
public sealed record RosterTerms(int Version, string Previous, DateTimeOffset Expires, int Quorum)
{
    /// <summary>How many other partners must have cosigned a checkpoint of a log that a verifier does not follow itself; 0: none.</summary>
    public int WitnessQuorum { get; init; }
}
