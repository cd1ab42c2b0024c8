using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>
/// Body of an ONWARD_GRANT: an owner of information lets portions of a product go on to one more partner. Of use only together with those of
/// every other owner that the markings name.
/// </summary>
/// <param name="Product">The product.</param>
/// <param name="To">Who may receive.</param>
/// <param name="Holder">The only partner that may hand on because of it.</param>
/// <param name="Indexes">The portions, ascending.</param>
/// <param name="ExpiresAtMs">Void from this time on, milliseconds since the Unix epoch; 0: no end.</param>
public sealed record OnwardGrantBody(ProductId Product, PartnerCode To, PartnerCode Holder, ImmutableArray<ushort> Indexes, long ExpiresAtMs)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter()
        .Bytes(1, Product.Span)
        .Text(2, To.Value)
        .Text(3, Holder.Value)
        .Packed(4, [.. Indexes.Select(index => (uint)index)])
        .Int(5, ExpiresAtMs)
        .ToArray();

    /// <summary>Whether it is void at a time.</summary>
    public bool IsOver(DateTimeOffset now) => ExpiresAtMs != 0 && ExpiresAtMs <= now.ToUnixTimeMilliseconds();

    /// <summary>Reads strictly.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out OnwardGrantBody? body)
    {
        byte[] product = [];
        PartnerCode to = default, holder = default;
        ImmutableArray<uint> indexes = [];
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
                    Codes.Read(ref reader, out to);
                    break;
                case 3:
                    Codes.Read(ref reader, out holder);
                    break;
                case 4:
                    indexes = Sealing.Indexes.Read(ref reader);
                    break;
                case 5:
                    expires = reader.Time();
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        bool whole = reader.Fault == WireFault.None && ProductId.TryFrom(product, out _) && to != default && holder != default && !indexes.IsEmpty;
        ProductId.TryFrom(product, out ProductId id);
        body = whole ? new OnwardGrantBody(id, to, holder, [.. indexes.Select(index => (ushort)index)], expires) : null;
        return whole;
    }
}

/// <summary>An owner's ONWARD_GRANT with the proof that it stands in the owner's own log.</summary>
/// <param name="Statement">The statement, verbatim.</param>
/// <param name="Index">Position in the owner's release log.</param>
/// <param name="Path">RFC 6962 inclusion path, leaf to root, 32-byte hashes end to end.</param>
/// <param name="Checkpoint">The checkpoint that the path leads to.</param>
/// <param name="Hop">The hop of the package that it allows; 1 or more.</param>
public sealed record OnwardProof(ReadOnlyMemory<byte> Statement, long Index, ReadOnlyMemory<byte> Path, CheckpointName Checkpoint, int Hop)
{
    /// <summary>Leaf hash of the statement, 32 bytes.</summary>
    public byte[] Leaf => Merkle.LeafHash(Statement.Span);

    /// <summary>
    /// What the owner of the log said, when the statement is proved under its checkpoint. Whether that checkpoint is to be believed is the
    /// caller's matter; so is what the grant is good for.
    /// </summary>
    public bool TryRead(CheckpointBook book, [NotNullWhen(true)] out OnwardGrantBody? body, out PartnerCode owner)
    {
        body = null;
        owner = default;
        return InclusionProof.Verify(Leaf, Index, Checkpoint.Size, Path.Span, Checkpoint.Root.Span)
            && Sealing.Statement.TryDecode(Statement, out Statement? statement, out _)
            && statement.Kind == StatementKind.OnwardGrant
            && statement.Origin == Checkpoint.Origin
            && book.TryOwner(statement.Origin, out owner)
            && statement.Author == owner
            && OnwardGrantBody.TryDecode(statement.Body.Span, out body);
    }

    /// <summary>Serialises.</summary>
    public byte[] Encode()
    {
        WireWriter writer = new WireWriter().Bytes(1, Statement.Span).Int(2, Index);
        for (int i = 0; i < Path.Length; i += Limits.Hash)
        {
            writer.Always(3, Path.Span.Slice(i, Limits.Hash));
        }

        return writer.Always(4, Package.Encode(Checkpoint)).UInt(5, (ulong)Hop).ToArray();
    }

    /// <summary>Reads strictly, as it stands in a package.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out OnwardProof? proof)
    {
        var reader = new WireReader(bytes.Span);
        proof = Read(ref reader, out bool whole);
        proof = whole ? proof : null;
        return whole;
    }

    internal static OnwardProof Decode(ref WireReader outer)
    {
        var reader = new WireReader(outer.Bytes(Limits.Package));
        OnwardProof proof = Read(ref reader, out bool whole);
        Package.Inner(ref outer, ref reader, whole);
        return proof;
    }

    private static OnwardProof Read(ref WireReader reader, out bool whole)
    {
        byte[] statement = [];
        long index = 0;
        uint hop = 0;
        var path = new MemoryStream();
        CheckpointName? checkpoint = null;
        while (reader.Next(1UL << 3))
        {
            switch (reader.Field)
            {
                case 1:
                    statement = reader.Bytes(Limits.Statement).ToArray();
                    break;
                case 2:
                    index = reader.NonNegative();
                    break;
                case 3:
                    path.Write(reader.Exactly(Limits.Hash));
                    break;
                case 4:
                    checkpoint = Package.DecodeName(ref reader);
                    break;
                case 5:
                    hop = reader.UInt32(Limits.Hops - 1);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        whole = reader.Fault == WireFault.None && statement.Length > 0 && checkpoint is not null && hop > 0 && path.Length <= 63 * Limits.Hash;
        return new OnwardProof(statement, index, path.ToArray(), checkpoint ?? new CheckpointName("", 0, default), (int)hop);
    }
}
