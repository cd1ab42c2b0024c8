using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>One hop of a chain, its statement read.</summary>
/// <param name="Releaser">Who released: the owner of the log it stands in.</param>
/// <param name="LeafHash">Leaf hash of the RELEASE, 32 bytes.</param>
/// <param name="LogIndex">Its position in the releaser's log.</param>
/// <param name="Checkpoint">The checkpoint that it is proved under.</param>
/// <param name="Release">What it says.</param>
public sealed record ChainHop(PartnerCode Releaser, ReadOnlyMemory<byte> LeafHash, long LogIndex, CheckpointName Checkpoint, ReleaseBody Release)
{
    /// <summary>Who received.</summary>
    public PartnerCode Recipient => Release.Recipient;

    /// <summary>Reads a hop; the detail says why not. Inclusion is not looked at.</summary>
    internal static bool TryRead(Hop hop, CheckpointBook book, [NotNullWhen(true)] out ChainHop? read, out string detail)
    {
        read = null;
        if (!Statement.TryDecode(hop.Statement, out Statement? statement, out WireFault fault))
        {
            detail = $"the statement cannot be read ({fault})";
            return false;
        }

        bool owned = book.TryOwner(statement.Origin, out PartnerCode releaser);
        if (statement.Kind != StatementKind.Release || statement.Origin != hop.Checkpoint.Origin || !owned || statement.Author != releaser)
        {
            detail = "the statement is not a release by the owner of this log";
            return false;
        }

        bool whole = ReleaseBody.TryDecode(statement.Body.Span, out ReleaseBody? release, out fault);
        detail = whole ? "" : $"the release cannot be read ({fault})";
        read = release is null ? null : new ChainHop(releaser, Merkle.LeafHash(hop.Statement.Span), hop.Index, hop.Checkpoint, release);
        return whole;
    }
}

/// <summary>
/// The rules of a chain of releases (docs/protocol.md, "Third-party rule"): it starts at the originator, each releaser is the recipient before
/// it and names the release that it hands on, nobody stands in it twice, and no expiry is extended.
/// </summary>
internal static class ChainRules
{
    public static (VerificationFault Fault, string Detail)? Check(ImmutableArray<ChainHop> chain, PartnerCode originator, DateTimeOffset now)
    {
        ChainHop first = chain[0];
        if (first.Releaser != originator || !first.Release.PreviousRelease.IsEmpty || !first.Release.OnwardGrant.IsEmpty)
        {
            return (VerificationFault.BrokenChain, "the first release is not by the originator");
        }

        var seen = new HashSet<PartnerCode> { originator };
        for (int i = 0; i < chain.Length; i++)
        {
            if (i > 0 && !Follows(chain[i], chain[i - 1]))
            {
                return (VerificationFault.BrokenChain, $"hop {i} does not hand on the release before it");
            }

            if (!seen.Add(chain[i].Recipient))
            {
                return (VerificationFault.BrokenChain, $"hop {i} goes back to a partner of the chain");
            }
        }

        return chain.Any(hop => hop.Release.ExpiresAtMs != 0 && hop.Release.ExpiresAtMs <= now.ToUnixTimeMilliseconds())
            ? (VerificationFault.Expired, "a release has expired")
            : null;
    }

    private static bool Follows(ChainHop hop, ChainHop before)
    {
        bool extends = before.Release.ExpiresAtMs != 0
            && (hop.Release.ExpiresAtMs == 0 || hop.Release.ExpiresAtMs > before.Release.ExpiresAtMs);
        return hop.Releaser == before.Recipient
            && hop.Release.PreviousRelease.Span.SequenceEqual(before.LeafHash.Span)
            && hop.Release.GrantRoot.IsEmpty
            && !extends;
    }
}

/// <summary>
/// Who lets the portions of a chain go on: the originator by its grants, and owners by ONWARD_GRANTs for one hop. Complete and exact: what
/// does not prove, stands twice, or is for something else refuses the package. Not thread-safe.
/// </summary>
internal sealed class ChainGrants(ImmutableArray<ChainHop> chain)
{
    private readonly HashSet<(ushort Index, PartnerCode To)> _granted = [];
    private readonly Dictionary<(int Hop, ushort Index), HashSet<PartnerCode>> _consents = [];

    /// <summary>Takes in the originator's pairs; false when one is wrong.</summary>
    public bool TakeGrants(ImmutableArray<Grant> grants, ImmutableArray<ushort> opened, ProductId product, Commitment commitment)
    {
        ReadOnlyMemory<byte> root = chain[0].Release.GrantRoot;
        if (grants.IsEmpty)
        {
            return true;
        }

        var check = new GrantCheck(product, root, commitment);
        foreach (Grant grant in grants)
        {
            if (root.IsEmpty || opened.BinarySearch(grant.Index) < 0 || !_granted.Add((grant.Index, grant.To)) || !check.Proves(grant))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes in owners' ONWARD_GRANTs: exactly those that the hops name. False when one is wrong or missing.</summary>
    public bool TakeConsents(ImmutableArray<OnwardProof> proofs, ProductId product, CheckpointBook book, DateTimeOffset now)
    {
        var proved = new HashSet<(int Hop, string Leaf)>();
        foreach (OnwardProof proof in proofs)
        {
            if (proof.Hop >= chain.Length
                || !proof.TryRead(book, out OnwardGrantBody? body, out PartnerCode owner)
                || body.Product != product
                || body.Holder != chain[proof.Hop].Releaser
                || body.To != chain[proof.Hop].Recipient
                || body.IsOver(now)
                || !proved.Add((proof.Hop, Convert.ToHexStringLower(proof.Leaf))))
            {
                return false;
            }

            foreach (ushort index in body.Indexes)
            {
                Consents(proof.Hop, index).Add(owner);
            }
        }

        return chain.Index().All(hop => Named(hop.Item.Release).ToHashSet().SetEquals(proved.Where(one => one.Hop == hop.Index).Select(one => one.Leaf)));
    }

    /// <summary>Whether a portion was let go to the recipient of every hop but the first.</summary>
    public bool Cover(Portion portion, ParsedMarking marking, PartnerCode originator) =>
        chain.Index().Skip(1).All(hop => Covers(hop.Index, portion.Index, hop.Item.Recipient, marking, originator));

    private bool Covers(int hop, ushort index, PartnerCode recipient, ParsedMarking marking, PartnerCode originator) =>
        _granted.Contains((index, recipient))
        || (_consents.TryGetValue((hop, index), out HashSet<PartnerCode>? consenting)
            // Who releases consents by releasing.
            && PortionOwners.All(originator, marking).All(owner => owner == chain[hop].Releaser || consenting.Contains(owner)));

    private HashSet<PartnerCode> Consents(int hop, ushort index)
    {
        if (!_consents.TryGetValue((hop, index), out HashSet<PartnerCode>? consenting))
        {
            _consents.Add((hop, index), consenting = []);
        }

        return consenting;
    }

    private static IEnumerable<string> Named(ReleaseBody release)
    {
        for (int i = 0; i < release.OnwardGrant.Length; i += Limits.Hash)
        {
            yield return Convert.ToHexStringLower(release.OnwardGrant.Span.Slice(i, Limits.Hash));
        }
    }
}
