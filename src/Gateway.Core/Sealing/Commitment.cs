using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Partners;

namespace Gateway.Core.Sealing;

/// <summary>
/// The hashes of a product and of a release. An attacker who does not know a salt learns nothing about what is committed to, and
/// nobody can open a commitment to other bytes, at another index or in another product (SHA-256, domain-separated).
/// Instances are not thread-safe; one per worker.
/// </summary>
public sealed class Commitment : IDisposable
{
    private const int MostHead = 128;

    private readonly Domains _hash = new();

    /// <summary><c>H("gateway/portion/v1" ‖ 00 ‖ product_uid ‖ u16 index ‖ salt ‖ LP(body))</c> into 32 bytes.</summary>
    public void Portion(ReadOnlySpan<byte> productUid, ushort index, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> body, Span<byte> target)
    {
        // Laid end to end first: six appends would cost a quarter of the hash. Only the lengths of a well-formed product fit.
        Span<byte> head = stackalloc byte[MostHead];
        int length = Domains.Portion.Length + productUid.Length + sizeof(ushort) + salt.Length + sizeof(uint);
        if (length > MostHead)
        {
            _hash.Start(Domains.Portion).Add(productUid).AddU16(index).Add(salt).AddLengthPrefixed(body).Finish(target);
            return;
        }

        Domains.Portion.CopyTo(head);
        Span<byte> rest = head[Domains.Portion.Length..];
        productUid.CopyTo(rest);
        rest = rest[productUid.Length..];
        BinaryPrimitives.WriteUInt16BigEndian(rest, index);
        salt.CopyTo(rest[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt32BigEndian(rest[(sizeof(ushort) + salt.Length)..], (uint)body.Length);
        _hash.Add(head[..length]).Add(body).Finish(target);
    }

    /// <summary><c>H("gateway/openings/v1" ‖ 00 ‖ product_id ‖ salt ‖ LP(u16 indexes, ascending))</c>.</summary>
    public byte[] Openings(ProductId product, ReadOnlySpan<byte> salt, ImmutableArray<ushort> ascending) =>
        _hash.Start(Domains.Openings).Add(product.Span).Add(salt).Add(LengthPrefixed(ascending)).Finish();

    /// <summary>The same as a message of a batch; gives its number.</summary>
    internal static int AddOpenings(HashBatch batch, ProductId product, ReadOnlySpan<byte> salt, ImmutableArray<ushort> ascending) =>
        batch.Add(Domains.Openings, product.Span, salt, LengthPrefixed(ascending));

    /// <summary><c>H("gateway/terms/v1" ‖ 00 ‖ salt ‖ LP(ReleaseTerms))</c>.</summary>
    public byte[] Terms(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> terms) =>
        _hash.Start(Domains.Terms).Add(salt).AddLengthPrefixed(terms).Finish();

    /// <summary>The same as a message of a batch; gives its number.</summary>
    internal static int AddTerms(HashBatch batch, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> terms)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)terms.Length);
        return batch.Add(Domains.Terms, salt, length, terms);
    }

    /// <summary><c>H("gateway/slot/v1" ‖ 00 ‖ salt ‖ u32 lane ‖ u64 sequence)</c>.</summary>
    public byte[] Slot(ReadOnlySpan<byte> salt, uint lane, ulong sequence) =>
        _hash.Start(Domains.Slot).Add(salt).AddU32(lane).AddU64(sequence).Finish();

    /// <summary><c>H("gateway/notice/v1" ‖ 00 ‖ product_id ‖ u32 number ‖ salt ‖ LP(PortionNotice))</c>.</summary>
    public byte[] Notice(ProductId product, uint number, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> notice) =>
        _hash.Start(Domains.Notice).Add(product.Span).AddU32(number).Add(salt).AddLengthPrefixed(notice).Finish();

    /// <summary><c>H("gateway/note/v1" ‖ 00 ‖ product_id ‖ u32 number ‖ salt ‖ LP(NoticeNote))</c>.</summary>
    public byte[] Note(ProductId product, uint number, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> note) =>
        _hash.Start(Domains.Note).Add(product.Span).AddU32(number).Add(salt).AddLengthPrefixed(note).Finish();

    /// <summary><c>H("gateway/grant/v1" ‖ 00 ‖ product_id ‖ salt ‖ u16 index ‖ LP(to))</c>: what a leaf of a grant tree is made of.</summary>
    public byte[] Grant(ProductId product, ReadOnlySpan<byte> salt, ushort index, PartnerCode to)
    {
        Span<byte> input = stackalloc byte[MostHead];
        int length = GrantLength(salt, to);
        input = length <= MostHead ? input[..length] : new byte[length];
        WriteGrant(product, salt, index, to, input);
        return _hash.Add(input).Finish();
    }

    /// <summary>Bytes that <see cref="WriteGrant"/> writes.</summary>
    internal static int GrantLength(ReadOnlySpan<byte> salt, PartnerCode to) =>
        Domains.Grant.Length + Limits.Hash + salt.Length + sizeof(ushort) + sizeof(uint) + Encoding.UTF8.GetByteCount(to.Value);

    /// <summary>What <see cref="Grant"/> hashes, for whoever hashes hundreds together.</summary>
    internal static void WriteGrant(ProductId product, ReadOnlySpan<byte> salt, ushort index, PartnerCode to, Span<byte> target)
    {
        Domains.Grant.CopyTo(target);
        target = target[Domains.Grant.Length..];
        product.Span.CopyTo(target);
        salt.CopyTo(target[Limits.Hash..]);
        target = target[(Limits.Hash + salt.Length)..];
        BinaryPrimitives.WriteUInt16BigEndian(target, index);
        target = target[sizeof(ushort)..];
        BinaryPrimitives.WriteUInt32BigEndian(target, (uint)Encoding.UTF8.GetBytes(to.Value, target[sizeof(uint)..]));
    }

    /// <summary><c>H(salt ‖ LP(DecisionRecord))</c>. Destroying record and salt is erasure.</summary>
    public byte[] Record(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> record) =>
        _hash.Add(salt).AddLengthPrefixed(record).Finish();

    /// <summary>The same as a message of a batch; gives its number.</summary>
    internal static int AddRecord(HashBatch batch, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> record)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)record.Length);
        return batch.Add(salt, length, record);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private static byte[] LengthPrefixed(ImmutableArray<ushort> indexes)
    {
        var bytes = new byte[sizeof(uint) + (sizeof(ushort) * indexes.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(sizeof(ushort) * indexes.Length));
        for (int i = 0; i < indexes.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(sizeof(uint) + (sizeof(ushort) * i)), indexes[i]);
        }

        return bytes;
    }
}
