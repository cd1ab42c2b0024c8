using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>
/// The list of commitments that the originator vouches for. Its hash is the product id. Fully disclosed and partly withheld products
/// of one schema have manifests of the same shape. Wire form: docs/protocol.md, "Manifest".
/// </summary>
public sealed record Manifest
{
    /// <summary>32 random bytes, fresh for every product.</summary>
    public required ReadOnlyMemory<byte> ProductUid { get; init; }

    /// <summary>32 random bytes, the same for every edition of a product.</summary>
    public required ReadOnlyMemory<byte> LineageId { get; init; }

    /// <summary>Who sealed it.</summary>
    public required PartnerCode Originator { get; init; }

    /// <summary>Milliseconds since the Unix epoch, UTC; strictly increasing within a lineage.</summary>
    public required long IssuedAtMs { get; init; }

    /// <summary>Schema name with its commitment count.</summary>
    public required string Schema { get; init; }

    /// <summary>All commitments, 32 bytes each, end to end.</summary>
    public required ReadOnlyMemory<byte> Commitments { get; init; }

    /// <summary>Real, exercise or test.</summary>
    public required Mode Mode { get; init; }

    /// <summary>Number of commitments.</summary>
    public int Count => Commitments.Length / Limits.Hash;

    /// <summary>When it was issued.</summary>
    public DateTimeOffset IssuedAt => DateTimeOffset.FromUnixTimeMilliseconds(IssuedAtMs);

    /// <summary>One commitment; <paramref name="index"/> below <see cref="Count"/>.</summary>
    public ReadOnlySpan<byte> CommitmentAt(int index) => Commitments.Span.Slice(index * Limits.Hash, Limits.Hash);

    /// <summary>Serialises once.</summary>
    public byte[] Encode()
    {
        var writer = new WireWriter()
            .Bytes(1, ProductUid.Span)
            .Bytes(2, LineageId.Span)
            .Text(3, Originator.Value)
            .Int(4, IssuedAtMs)
            .Text(5, Schema);
        for (int i = 0; i < Count; i++)
        {
            writer.Always(6, CommitmentAt(i));
        }

        return writer.UInt(7, (ulong)Mode).ToArray();
    }

    /// <summary>Reads strictly. That the count is the schema's is for the verifier to say.</summary>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Manifest? manifest, out WireFault fault)
    {
        byte[] uid = [], lineage = [];
        PartnerCode originator = default;
        long issued = 0;
        string schema = "";
        uint mode = 0;
        var commitments = new ArrayBufferWriter<byte>(Math.Max(1, Math.Min(bytes.Length, Limits.Package)));

        var reader = new WireReader(bytes.Length <= Limits.Package ? bytes.Span : default);
        while (reader.Next(1UL << 6))
        {
            switch (reader.Field)
            {
                case 1:
                    uid = reader.Exactly(Limits.Hash);
                    break;
                case 2:
                    lineage = reader.Exactly(Limits.Hash);
                    break;
                case 3:
                    Codes.Read(ref reader, out originator);
                    break;
                case 4:
                    issued = reader.Time();
                    break;
                case 5:
                    schema = reader.Text(Limits.Text);
                    break;
                case 6:
                    commitments.Write(reader.ExactSpan(Limits.Hash));
                    break;
                case 7:
                    mode = reader.UInt32(max: (uint)Mode.Test);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        if (uid.Length == 0 || lineage.Length == 0 || originator == default || issued == 0 || schema.Length == 0 || mode == 0
            || commitments.WrittenCount is 0 or > (ushort.MaxValue + 1) * Limits.Hash)
        {
            reader.Refuse(WireFault.MissingField);
        }

        fault = reader.Fault;
        manifest = fault != WireFault.None ? null : new Manifest
        {
            ProductUid = uid,
            LineageId = lineage,
            Originator = originator,
            IssuedAtMs = issued,
            Schema = schema,
            Commitments = commitments.WrittenMemory,
            Mode = (Mode)mode,
        };
        return manifest is not null;
    }
}
