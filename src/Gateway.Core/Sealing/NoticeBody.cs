using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>What a notice asks of holders. Numbers equal <c>gateway.v1.NoticeAction</c> and are never reused.</summary>
public enum NoticeAction
{
    /// <summary>The product no longer stands: content is erased, a stub stays. With portions: only those are no longer shown.</summary>
    Recall = 1,

    /// <summary>The product is wrong; another says it right.</summary>
    Correction = 2,

    /// <summary>The product is out of date.</summary>
    Supersession = 3,

    /// <summary>Portions are marked higher from now on.</summary>
    RaisedMarking = 4,

    /// <summary>The release was a mistake: content is erased, and nothing is shown.</summary>
    Spill = 5,
}

/// <summary>
/// Body of a NOTICE: the originator's later word on a product. Notices of one product are numbered from 1, and each names the one before, so
/// none can be left out, doubled or put in unnoticed. What concerns single portions is committed to (<see cref="PortionNotice"/>) and opened
/// to their holders only. Wire form: docs/protocol.md, "Notice".
/// </summary>
public sealed record NoticeBody
{
    /// <summary>Commitments are padded to a multiple of this.</summary>
    public const int PortionBlock = 16;

    /// <summary>Most commitments: a product has no more portions.</summary>
    public const int MostPortions = 1024;

    private const ulong Repeated = 1UL << 6;

    /// <summary>The product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>Place in the product's chain of notices, from 1.</summary>
    public required uint Number { get; init; }

    /// <summary>What it asks.</summary>
    public required NoticeAction Action { get; init; }

    /// <summary>Leaf hash of notice <see cref="Number"/> - 1; empty exactly for number 1.</summary>
    public ReadOnlyMemory<byte> Previous { get; init; }

    /// <summary>The product to use instead; null when there is none, or when it must not be named.</summary>
    public ProductId? ReplacedBy { get; init; }

    /// <summary>Salted commitments, 32 bytes each, random ones among them; none when no single portion is concerned.</summary>
    public ImmutableArray<byte[]> Portions { get; init; } = [];

    /// <summary>Salted hash of a note to holders; empty when there is none.</summary>
    public ReadOnlyMemory<byte> NoteDigest { get; init; }

    /// <summary>Whether all of the product is taken back.</summary>
    public bool TakesBack => Action == NoticeAction.Spill || (Action == NoticeAction.Recall && Portions.IsEmpty);

    /// <summary>Serialises once.</summary>
    public byte[] Encode()
    {
        WireWriter writer = new WireWriter()
            .Bytes(1, Product.Span)
            .UInt(2, Number)
            .UInt(3, (ulong)Action)
            .Bytes(4, Previous.Span)
            .Bytes(5, ReplacedBy is { } other ? other.Span : []);
        foreach (byte[] commitment in Portions)
        {
            writer.Always(6, commitment);
        }

        return writer.Bytes(7, NoteDigest.Span).ToArray();
    }

    /// <summary>Reads strictly.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out NoticeBody? body)
    {
        byte[] product = [], previous = [], replaced = [], note = [];
        uint number = 0, action = 0;
        var portions = ImmutableArray.CreateBuilder<byte[]>(0);
        var reader = new WireReader(bytes);
        while (reader.Next(Repeated))
        {
            switch (reader.Field)
            {
                case 1:
                    product = reader.Exactly(Limits.Hash);
                    break;
                case 2:
                    number = reader.UInt32();
                    break;
                case 3:
                    action = reader.UInt32((uint)NoticeAction.Spill);
                    break;
                case 4:
                    previous = reader.Exactly(Limits.Hash);
                    break;
                case 5:
                    replaced = reader.Exactly(Limits.Hash);
                    break;
                case 6:
                    portions.Add(reader.Exactly(Limits.Hash));
                    break;
                case 7:
                    note = reader.Exactly(Limits.Hash);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        bool whole = reader.Fault == WireFault.None
            && ProductId.TryFrom(product, out _)
            && number > 0 && action > 0
            && previous.Length > 0 == number > 1
            && portions.Count <= MostPortions && portions.Count % PortionBlock == 0;
        ProductId.TryFrom(product, out ProductId id);
        body = !whole ? null : new NoticeBody
        {
            Product = id,
            Number = number,
            Action = (NoticeAction)action,
            Previous = previous,
            ReplacedBy = ProductId.TryFrom(replaced, out ProductId other) ? other : null,
            Portions = portions.ToImmutable(),
            NoteDigest = note,
        };
        return whole;
    }
}
