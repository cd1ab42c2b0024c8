using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>Body of a RELEASE: which openings one recipient may have, until when. Wire form: docs/protocol.md, "Release".</summary>
public sealed record ReleaseBody
{
    /// <summary>The product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>The only partner that this release is for.</summary>
    public required PartnerCode Recipient { get; init; }

    /// <summary>Not to be held or handed on after this time, milliseconds since the Unix epoch; 0: no end.</summary>
    public long ExpiresAtMs { get; init; }

    /// <summary>Commits to the exact set of opened indexes (<see cref="Commitment.Openings"/>).</summary>
    public required ReadOnlyMemory<byte> OpeningsDigest { get; init; }

    /// <summary>Commits to the terms (<see cref="Commitment.Terms"/>).</summary>
    public required ReadOnlyMemory<byte> TermsDigest { get; init; }

    /// <summary>Root of the grant tree; empty when nothing may go on.</summary>
    public ReadOnlyMemory<byte> GrantRoot { get; init; }

    /// <summary>Leaf hash of the RELEASE that this one hands on; empty at the originator.</summary>
    public ReadOnlyMemory<byte> PreviousRelease { get; init; }

    /// <summary>Leaf hashes of the owners' ONWARD_GRANTs that allow this hop, ascending, end to end; empty where none was needed.</summary>
    public ReadOnlyMemory<byte> OnwardGrant { get; init; }

    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter()
        .Bytes(1, Product.Span)
        .Text(2, Recipient.Value)
        .Int(3, ExpiresAtMs)
        .Bytes(4, OpeningsDigest.Span)
        .Bytes(5, TermsDigest.Span)
        .Bytes(6, GrantRoot.Span)
        .Bytes(7, PreviousRelease.Span)
        .Bytes(8, OnwardGrant.Span)
        .ToArray();

    /// <summary>Reads strictly.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ReleaseBody? body, out WireFault fault)
    {
        byte[] product = [], openings = [], terms = [], grants = [], previous = [], onward = [];
        PartnerCode recipient = default;
        long expires = 0;

        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    product = reader.Exactly(Limits.Hash);
                    break;
                case 2:
                    Codes.Read(ref reader, out recipient);
                    break;
                case 3:
                    expires = reader.Time();
                    break;
                case 4:
                    openings = reader.Exactly(Limits.Hash);
                    break;
                case 5:
                    terms = reader.Exactly(Limits.Hash);
                    break;
                case 6:
                    grants = reader.Exactly(Limits.Hash);
                    break;
                case 7:
                    previous = reader.Exactly(Limits.Hash);
                    break;
                case 8:
                    onward = Leaves(ref reader);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        if (!ProductId.TryFrom(product, out ProductId id) || recipient == default || openings.Length == 0 || terms.Length == 0)
        {
            reader.Refuse(WireFault.MissingField);
        }

        fault = reader.Fault;
        body = fault != WireFault.None ? null : new ReleaseBody
        {
            Product = id,
            Recipient = recipient,
            ExpiresAtMs = expires,
            OpeningsDigest = openings,
            TermsDigest = terms,
            GrantRoot = grants,
            PreviousRelease = previous,
            OnwardGrant = onward,
        };
        return body is not null;
    }

    /// <summary>Hashes end to end, strictly ascending: one way to write a set.</summary>
    private static byte[] Leaves(ref WireReader reader)
    {
        byte[] leaves = reader.Bytes(Limits.Proofs * Limits.Hash).ToArray();
        bool ascending = leaves.Length % Limits.Hash == 0;
        for (int i = Limits.Hash; ascending && i < leaves.Length; i += Limits.Hash)
        {
            ascending = leaves.AsSpan(i - Limits.Hash, Limits.Hash).SequenceCompareTo(leaves.AsSpan(i, Limits.Hash)) < 0;
        }

        if (!ascending)
        {
            reader.Refuse(WireFault.OutOfOrder);
        }

        return leaves;
    }
}
