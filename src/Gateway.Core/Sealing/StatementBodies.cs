using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>Body of a WITHDRAWN: a release that was logged and then not sent. It takes the release's place in the feed.</summary>
/// <param name="Release">Leaf hash of the RELEASE.</param>
/// <param name="Recipient">Whose feed.</param>
/// <param name="SlotDigest">Commits to lane and sequence (<see cref="Commitment.Slot"/>).</param>
public sealed record WithdrawnBody(ReadOnlyMemory<byte> Release, PartnerCode Recipient, ReadOnlyMemory<byte> SlotDigest)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter().Bytes(1, Release.Span).Text(2, Recipient.Value).Bytes(3, SlotDigest.Span).ToArray();

    /// <summary>Reads strictly.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out WithdrawnBody? body)
    {
        byte[] release = [], slot = [];
        PartnerCode recipient = default;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    release = reader.Exactly(Limits.Hash);
                    break;
                case 2:
                    Codes.Read(ref reader, out recipient);
                    break;
                case 3:
                    slot = reader.Exactly(Limits.Hash);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        bool whole = reader.Fault == WireFault.None && release.Length > 0 && slot.Length > 0 && recipient != default;
        body = whole ? new WithdrawnBody(release, recipient, slot) : null;
        return whole;
    }
}

/// <summary>Body of a RECEIPT: "I hold" (or have purged) what these entries of the releaser's log released.</summary>
/// <param name="ReleaserOrigin">Origin of the log that the leaf hashes come from.</param>
/// <param name="Held">Leaf hashes, 32 bytes each.</param>
/// <param name="Purged">Leaf hashes, 32 bytes each.</param>
public sealed record ReceiptBody(string ReleaserOrigin, ImmutableArray<byte[]> Held, ImmutableArray<byte[]> Purged)
{
    private const ulong Repeated = (1UL << 2) | (1UL << 3);

    /// <summary>Serialises once.</summary>
    public byte[] Encode()
    {
        var writer = new WireWriter().Text(1, ReleaserOrigin);
        foreach (byte[] leaf in Held)
        {
            writer.Always(2, leaf);
        }

        foreach (byte[] leaf in Purged)
        {
            writer.Always(3, leaf);
        }

        return writer.ToArray();
    }

    /// <summary>Reads strictly.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ReceiptBody? body)
    {
        string origin = "";
        var held = ImmutableArray.CreateBuilder<byte[]>();
        var purged = ImmutableArray.CreateBuilder<byte[]>();
        var reader = new WireReader(bytes);
        while (reader.Next(Repeated))
        {
            switch (reader.Field)
            {
                case 1:
                    origin = reader.Text(Limits.Text);
                    break;
                case 2:
                    held.Add(reader.Exactly(Limits.Hash));
                    break;
                case 3:
                    purged.Add(reader.Exactly(Limits.Hash));
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        bool whole = reader.Fault == WireFault.None && origin.Length > 0 && held.Count + purged.Count > 0;
        body = whole ? new ReceiptBody(origin, held.ToImmutable(), purged.ToImmutable()) : null;
        return whole;
    }
}

/// <summary>Body of a SEAL: the originator's word over a manifest.</summary>
/// <param name="Product">The product.</param>
/// <param name="LineageId">Its lineage.</param>
/// <param name="Submitter">Who submitted it, by the name that the node's configuration gives the caller.</param>
public sealed record SealBody(ProductId Product, ReadOnlyMemory<byte> LineageId, string Submitter)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter().Bytes(1, Product.Span).Bytes(2, LineageId.Span).Text(3, Submitter).ToArray();
}

/// <summary>Body of a REFUSAL: nothing of a product goes to a partner.</summary>
/// <param name="Product">The product.</param>
/// <param name="Recipient">The partner.</param>
/// <param name="PolicyDigest">Digest of the deciding policy set.</param>
/// <param name="RosterDigest">Digest of the roster.</param>
/// <param name="Record">Salted hash of the decision record.</param>
public sealed record RefusalBody(
    ProductId Product,
    PartnerCode Recipient,
    ReadOnlyMemory<byte> PolicyDigest,
    ReadOnlyMemory<byte> RosterDigest,
    ReadOnlyMemory<byte> Record)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter()
        .Bytes(1, Product.Span)
        .Text(2, Recipient.Value)
        .Bytes(3, PolicyDigest.Span)
        .Bytes(4, RosterDigest.Span)
        .Bytes(5, Record.Span)
        .ToArray();
}

/// <summary>Body of an INTERNAL_HEAD: states the internal log's head in the release log.</summary>
/// <param name="Origin">Origin of the internal log.</param>
/// <param name="Size">Entries.</param>
/// <param name="Root">RFC 6962 root.</param>
public sealed record InternalHeadBody(string Origin, long Size, ReadOnlyMemory<byte> Root)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter().Text(1, Origin).Int(2, Size).Bytes(3, Root.Span).ToArray();
}

/// <summary>Body of a ROSTER: the roster that came into force.</summary>
/// <param name="Version">Roster version.</param>
/// <param name="Digest">SHA-256 of its text.</param>
public sealed record RosterBody(uint Version, ReadOnlyMemory<byte> Digest)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter().UInt(1, Version).Bytes(2, Digest.Span).ToArray();

    /// <summary>Reads strictly.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out RosterBody? body)
    {
        uint version = 0;
        byte[] digest = [];
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    version = reader.UInt32();
                    break;
                case 2:
                    digest = reader.Exactly(Limits.Hash);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        body = reader.Fault == WireFault.None && version > 0 && digest.Length > 0 ? new RosterBody(version, digest) : null;
        return body is not null;
    }
}

/// <summary>Body of a KEY: the verifier keys of both logs.</summary>
/// <param name="VerifierKeys">C2SP vkeys.</param>
public sealed record KeyBody(ImmutableArray<string> VerifierKeys)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode()
    {
        var writer = new WireWriter();
        foreach (string key in VerifierKeys)
        {
            writer.Text(1, key);
        }

        return writer.ToArray();
    }
}

/// <summary>Body of a POLICY: the policy set that came into force.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Digest">Digest over its canonical files.</param>
public sealed record PolicyBody(string Id, uint Version, ReadOnlyMemory<byte> Digest)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter().Text(1, Id).UInt(2, Version).Bytes(3, Digest.Span).ToArray();
}

/// <summary>Body of an ACCESS: a local caller read shared content; one per pull.</summary>
/// <param name="Caller">Configured name of the caller.</param>
/// <param name="ProductsDigest">SHA-256 over the product ids served, in order.</param>
/// <param name="Products">How many.</param>
public sealed record AccessBody(string Caller, ReadOnlyMemory<byte> ProductsDigest, uint Products)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter().Text(1, Caller).Bytes(2, ProductsDigest.Span).UInt(3, Products).ToArray();
}

/// <summary>Body of an AUDIT: an auditor's query or export.</summary>
/// <param name="Caller">Configured name of the caller.</param>
/// <param name="Query">What was asked, without content.</param>
public sealed record AuditBody(string Caller, string Query)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter().Text(1, Caller).Text(2, Query).ToArray();
}
