using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>Opens one commitment.</summary>
/// <param name="Index">Position of the commitment.</param>
/// <param name="Salt">32 bytes.</param>
/// <param name="Body">The portion body, verbatim.</param>
public sealed record Opening(ushort Index, ReadOnlyMemory<byte> Salt, ReadOnlyMemory<byte> Body);

/// <summary>Names a checkpoint: a log at a size.</summary>
/// <param name="Origin">The log.</param>
/// <param name="Size">Entries under the checkpoint.</param>
/// <param name="Root">RFC 6962 root, 32 bytes.</param>
public sealed record CheckpointName(string Origin, long Size, ReadOnlyMemory<byte> Root);

/// <summary>One step of a release, from its releaser to the next holder.</summary>
public sealed record Hop
{
    /// <summary>The RELEASE statement, verbatim.</summary>
    public required ReadOnlyMemory<byte> Statement { get; init; }

    /// <summary>Position in the releaser's release log.</summary>
    public required long Index { get; init; }

    /// <summary>RFC 6962 inclusion path, leaf to root, 32-byte hashes end to end.</summary>
    public required ReadOnlyMemory<byte> Path { get; init; }

    /// <summary>The checkpoint that the path leads to.</summary>
    public required CheckpointName Checkpoint { get; init; }

    /// <summary>Salt of the openings digest; empty except on the last hop.</summary>
    public ReadOnlyMemory<byte> OpeningsSalt { get; init; }

    /// <summary>The terms, verbatim; empty except on the last hop.</summary>
    public ReadOnlyMemory<byte> Terms { get; init; }

    /// <summary>Salt of the terms digest; empty except on the last hop.</summary>
    public ReadOnlyMemory<byte> TermsSalt { get; init; }
}

/// <summary>
/// Everything a holder needs to verify a release without a node or a network. Not signed itself: what it carries is.
/// Wire form: docs/protocol.md, "Package".
/// </summary>
public sealed record Package
{
    private const ulong Repeated = (1UL << 2) | (1UL << 3) | (1UL << 4) | (1UL << 5) | (1UL << 6) | (1UL << 8);

    /// <summary>The manifest, verbatim.</summary>
    public required ReadOnlyMemory<byte> Manifest { get; init; }

    /// <summary>The opened portions, ascending by index.</summary>
    public required ImmutableArray<Opening> Openings { get; init; }

    /// <summary>From the originator's release to the one that reached the holder.</summary>
    public required ImmutableArray<Hop> Hops { get; init; }

    /// <summary>Checkpoints as signed notes. In a stream they travel on their own and this is empty.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Checkpoints { get; init; } = [];

    /// <summary>Grants of the originator for opened portions, proved under the first hop's root.</summary>
    public ImmutableArray<Grant> Grants { get; init; } = [];

    /// <summary>Proofs between checkpoints of one log, for whoever holds the other one.</summary>
    public ImmutableArray<HeadProof> Consistency { get; init; } = [];

    /// <summary>Owners' ONWARD_GRANTs that hops of this package were allowed by.</summary>
    public ImmutableArray<OnwardProof> Onward { get; init; } = [];

    /// <summary>Serialises. Opening bodies and statements are carried verbatim.</summary>
    public byte[] Encode()
    {
        var writer = new WireWriter().Always(1, Manifest.Span);
        foreach (Opening opening in Openings)
        {
            writer.Always(2, new WireWriter().UInt(1, opening.Index).Bytes(2, opening.Salt.Span).Bytes(3, opening.Body.Span).ToArray());
        }

        foreach (Hop hop in Hops)
        {
            writer.Always(3, Encode(hop));
        }

        foreach (Grant grant in Grants)
        {
            writer.Always(4, grant.Encode());
        }

        foreach (ReadOnlyMemory<byte> note in Checkpoints)
        {
            writer.Always(5, note.Span);
        }

        foreach (HeadProof proof in Consistency)
        {
            writer.Always(6, proof.Encode());
        }

        foreach (OnwardProof proof in Onward)
        {
            writer.Always(8, proof.Encode());
        }

        return writer.ToArray();
    }

    /// <summary>Reads. Fields of later capabilities are refused, as any unknown field is.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Package? package, out WireFault fault)
    {
        // One copy of everything: what is checked stays what is used, whatever becomes of the caller's buffer.
        ReadOnlyMemory<byte> own = bytes.Length <= Limits.Package ? bytes.ToArray() : default(ReadOnlyMemory<byte>);
        ReadOnlyMemory<byte> manifest = default;
        var openings = ImmutableArray.CreateBuilder<Opening>();
        var hops = ImmutableArray.CreateBuilder<Hop>();
        var grants = ImmutableArray.CreateBuilder<Grant>();
        var notes = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        var proofs = ImmutableArray.CreateBuilder<HeadProof>();
        var onward = ImmutableArray.CreateBuilder<OnwardProof>();

        var reader = new WireReader(own.Span);
        while (reader.Next(Repeated))
        {
            switch (reader.Field)
            {
                case 1:
                    manifest = reader.Part(own, Limits.Package);
                    break;
                case 2:
                    openings.Add(DecodeOpening(ref reader, own));
                    break;
                case 3:
                    hops.Add(DecodeHop(ref reader, own));
                    break;
                case 4:
                    grants.Add(Grant.Decode(ref reader));
                    break;
                case 5:
                    notes.Add(reader.Part(own, Limits.Statement));
                    break;
                case 6:
                    proofs.Add(HeadProof.Decode(ref reader));
                    break;
                case 8:
                    onward.Add(OnwardProof.Decode(ref reader));
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        if (hops.Count > Limits.Hops || notes.Count > Limits.Hops || grants.Count > GrantTree.Leaves
            || proofs.Count > Limits.Proofs || onward.Count > Limits.Proofs)
        {
            reader.Refuse(WireFault.TooLong);
        }

        if (manifest.IsEmpty || openings.Count == 0 || hops.Count == 0)
        {
            reader.Refuse(bytes.Length <= Limits.Package ? WireFault.MissingField : WireFault.TooLong);
        }

        fault = reader.Fault;
        package = fault != WireFault.None ? null : new Package
        {
            Manifest = manifest,
            Openings = openings.ToImmutable(),
            Hops = hops.ToImmutable(),
            Grants = grants.ToImmutable(),
            Checkpoints = notes.ToImmutable(),
            Consistency = proofs.ToImmutable(),
            Onward = onward.ToImmutable(),
        };
        return package is not null;
    }

    private static byte[] Encode(Hop hop)
    {
        var writer = new WireWriter().Bytes(1, hop.Statement.Span).Int(2, hop.Index);
        for (int i = 0; i < hop.Path.Length; i += Limits.Hash)
        {
            writer.Always(3, hop.Path.Span.Slice(i, Limits.Hash));
        }

        return writer
            .Always(4, Encode(hop.Checkpoint))
            .Bytes(5, hop.OpeningsSalt.Span)
            .Bytes(6, hop.Terms.Span)
            .Bytes(7, hop.TermsSalt.Span)
            .ToArray();
    }

    internal static byte[] Encode(CheckpointName name) =>
        new WireWriter().Text(1, name.Origin).Int(2, name.Size).Bytes(3, name.Root.Span).ToArray();

    private static Opening DecodeOpening(ref WireReader outer, ReadOnlyMemory<byte> own)
    {
        uint index = 0;
        ReadOnlyMemory<byte> salt = default, body = default;
        ReadOnlyMemory<byte> opening = outer.Part(own, Limits.Package);
        var reader = new WireReader(opening.Span);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    index = reader.UInt32(ushort.MaxValue);
                    break;
                case 2:
                    salt = Exactly(ref reader, opening);
                    break;
                case 3:
                    body = reader.Part(opening, Limits.PortionBody);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        Inner(ref outer, ref reader, salt.Length > 0 && body.Length > 0);
        return new Opening((ushort)index, salt, body);
    }

    private static Hop DecodeHop(ref WireReader outer, ReadOnlyMemory<byte> own)
    {
        ReadOnlyMemory<byte> statement = default, openingsSalt = default, terms = default, termsSalt = default;
        long index = 0;
        var path = new MemoryStream();
        CheckpointName? checkpoint = null;
        ReadOnlyMemory<byte> hop = outer.Part(own, Limits.Package);
        var reader = new WireReader(hop.Span);
        while (reader.Next(1UL << 3))
        {
            switch (reader.Field)
            {
                case 1:
                    statement = reader.Part(hop, Limits.Statement);
                    break;
                case 2:
                    index = reader.NonNegative();
                    break;
                case 3:
                    path.Write(reader.ExactSpan(Limits.Hash));
                    break;
                case 4:
                    checkpoint = DecodeName(ref reader);
                    break;
                case 5:
                    openingsSalt = Exactly(ref reader, hop);
                    break;
                case 6:
                    terms = reader.Part(hop, Limits.Statement);
                    break;
                case 7:
                    termsSalt = Exactly(ref reader, hop);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        Inner(ref outer, ref reader, statement.Length > 0 && checkpoint is not null && path.Length <= 63 * Limits.Hash);
        return new Hop
        {
            Statement = statement,
            Index = index,
            Path = path.ToArray(),
            Checkpoint = checkpoint ?? new CheckpointName("", 0, default),
            OpeningsSalt = openingsSalt,
            Terms = terms,
            TermsSalt = termsSalt,
        };
    }

    internal static CheckpointName DecodeName(ref WireReader outer)
    {
        string origin = "";
        long size = 0;
        byte[] root = [];
        var reader = new WireReader(outer.Bytes(Limits.Statement));
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    origin = reader.Text(Limits.Text);
                    break;
                case 2:
                    size = reader.NonNegative();
                    break;
                case 3:
                    root = reader.Exactly(Limits.Hash);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        Inner(ref outer, ref reader, origin.Length > 0 && size > 0 && root.Length > 0);
        return new CheckpointName(origin, size, root);
    }

    private static ReadOnlyMemory<byte> Exactly(ref WireReader reader, ReadOnlyMemory<byte> message)
    {
        ReadOnlyMemory<byte> value = reader.Part(message, int.MaxValue);
        if (value.Length != Limits.Hash)
        {
            reader.Refuse(WireFault.OutOfRange);
            return default;
        }

        return value;
    }

    internal static void Inner(ref WireReader outer, ref WireReader inner, bool whole)
    {
        if (inner.Fault != WireFault.None || !whole)
        {
            outer.Refuse(inner.Fault == WireFault.None ? WireFault.MissingField : inner.Fault);
        }
    }
}
