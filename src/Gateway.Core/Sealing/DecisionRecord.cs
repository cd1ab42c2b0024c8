using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>Why one portion was released or withheld.</summary>
/// <param name="Index">Commitment index.</param>
/// <param name="Decision">Outcome and deciding rules.</param>
/// <param name="Opened">True when this very portion was opened to the recipient.</param>
public sealed record PortionDecision(ushort Index, Decision Decision, bool Opened);

/// <summary>
/// The full reasons of one decision. It never stands in a log: a salted hash does, so an auditor at home can replay the decision and a
/// partner learns nothing.
/// </summary>
public sealed record DecisionRecord
{
    /// <summary>The product.</summary>
    public required ProductId Product { get; init; }

    /// <summary>For whom.</summary>
    public required PartnerCode Recipient { get; init; }

    /// <summary>The instant that policy was evaluated at, milliseconds since the Unix epoch.</summary>
    public required long AtMs { get; init; }

    /// <summary>
    /// The latest instant decided at before, where the clock ran behind it: each portion then got the stricter outcome of the two instants.
    /// Milliseconds since the Unix epoch; 0: the clock ran forward.
    /// </summary>
    public long LatestMs { get; init; }

    /// <summary>Digest of the policy set.</summary>
    public required ReadOnlyMemory<byte> PolicyDigest { get; init; }

    /// <summary>Digest of the roster.</summary>
    public required ReadOnlyMemory<byte> RosterDigest { get; init; }

    /// <summary>Every real portion, ascending by index.</summary>
    public required ImmutableArray<PortionDecision> Portions { get; init; }

    /// <summary>Serialises once.</summary>
    public byte[] Encode() => Encode(Encode(Portions));

    /// <summary>The same with <see cref="Portions"/> encoded before, by whoever has several records with the same.</summary>
    internal byte[] Encode(ReadOnlySpan<byte> portions) => new WireWriter()
        .Bytes(1, Product.Span)
        .Text(2, Recipient.Value)
        .Int(3, AtMs)
        .Bytes(4, PolicyDigest.Span)
        .Bytes(5, RosterDigest.Span)
        .Raw(portions)
        .Int(7, LatestMs)
        .ToArray();

    /// <summary>The portions as fields of a record.</summary>
    internal static byte[] Encode(ImmutableArray<PortionDecision> portions)
    {
        var writer = new WireWriter();
        foreach (PortionDecision portion in portions)
        {
            int start = writer.Open(6);
            writer.UInt(1, portion.Index).UInt(2, (ulong)portion.Decision.Outcome);
            foreach (string rule in portion.Decision.Rules)
            {
                writer.Text(3, rule);
            }

            writer.UInt(4, portion.Opened ? 1u : 0u).Close(start);
        }

        return writer.ToArray();
    }

    /// <summary>Reads strictly.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out DecisionRecord? record)
    {
        byte[] product = [], policy = [], roster = [];
        PartnerCode recipient = default;
        long at = 0, latest = 0;
        var portions = ImmutableArray.CreateBuilder<PortionDecision>();
        var reader = new WireReader(bytes);
        while (reader.Next(1UL << 6))
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
                    at = reader.Time();
                    break;
                case 4:
                    policy = reader.Exactly(Limits.Hash);
                    break;
                case 5:
                    roster = reader.Exactly(Limits.Hash);
                    break;
                case 6:
                    Add(ref reader, portions);
                    break;
                case 7:
                    latest = reader.Time();
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        bool whole = reader.Fault == WireFault.None && ProductId.TryFrom(product, out _) && recipient != default
            && at != 0 && (latest == 0 || latest > at) && policy.Length > 0 && roster.Length > 0;
        ProductId.TryFrom(product, out ProductId id);
        record = !whole ? null : new DecisionRecord
        {
            Product = id,
            Recipient = recipient,
            AtMs = at,
            LatestMs = latest,
            PolicyDigest = policy,
            RosterDigest = roster,
            Portions = portions.ToImmutable(),
        };
        return whole;
    }

    private static void Add(ref WireReader outer, ImmutableArray<PortionDecision>.Builder portions)
    {
        uint index = 0, outcome = 0, opened = 0;
        var rules = ImmutableArray.CreateBuilder<string>();
        var reader = new WireReader(outer.Bytes(Limits.Statement, allowEmpty: true));
        while (reader.Next(1UL << 3))
        {
            switch (reader.Field)
            {
                case 1:
                    index = reader.UInt32(ushort.MaxValue);
                    break;
                case 2:
                    outcome = reader.UInt32((uint)Outcome.Release);
                    break;
                case 3:
                    SortedText.Add(ref reader, rules, static _ => true);
                    break;
                case 4:
                    opened = reader.UInt32(1);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        if (reader.Fault != WireFault.None || outcome == 0)
        {
            outer.Refuse(reader.Fault == WireFault.None ? WireFault.MissingField : reader.Fault);
        }

        if (portions.Count > 0 && index <= portions[^1].Index)
        {
            outer.Refuse(WireFault.OutOfOrder);
        }

        portions.Add(new PortionDecision((ushort)index, new Decision((Outcome)outcome, rules.ToImmutable()), opened == 1));
    }
}
