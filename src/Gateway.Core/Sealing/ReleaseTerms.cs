using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Markings;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>Priority lane of a feed; lower is served first. Numbers travel in <see cref="ReleaseTerms"/>.</summary>
public enum Lane
{
    /// <summary>Warnings.</summary>
    Warnings = 1,

    /// <summary>Recalls, corrections, marking changes.</summary>
    Notices = 2,

    /// <summary>Everything else.</summary>
    Products = 3,
}

/// <summary>Terms of a release, opened to its direct recipient only: the next hop must not learn that something higher was withheld.</summary>
public sealed record ReleaseTerms
{
    /// <summary>Roll-up of what is released.</summary>
    public required Marking Banner { get; init; }

    /// <summary>Position in the recipient's lane; starts at 1, no gaps.</summary>
    public required long FeedSequence { get; init; }

    /// <summary>Name of the deciding policy set.</summary>
    public required string PolicyId { get; init; }

    /// <summary>Its version, from 1.</summary>
    public required uint PolicyVersion { get; init; }

    /// <summary>Digest of the policy set, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> PolicyDigest { get; init; }

    /// <summary>Digest of the roster, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> RosterDigest { get; init; }

    /// <summary>Salted hash of the decision record (<see cref="Commitment.Record"/>), 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Record { get; init; }

    /// <summary>The lane.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Serialises once.</summary>
    public byte[] Encode() => Encode(EncodeBanner(Banner));

    /// <summary>A banner as the field of terms that it is.</summary>
    internal static byte[] EncodeBanner(Marking banner) => new WireWriter().Marking(1, banner).ToArray();

    /// <summary>The same with <see cref="Banner"/> encoded before, by whoever has several terms with the same.</summary>
    internal byte[] Encode(ReadOnlySpan<byte> banner) => new WireWriter()
        .Raw(banner)
        .Int(2, FeedSequence)
        .Text(3, PolicyId)
        .UInt(4, PolicyVersion)
        .Bytes(5, PolicyDigest.Span)
        .Bytes(6, RosterDigest.Span)
        .Bytes(7, Record.Span)
        .UInt(8, (ulong)Lane)
        .ToArray();

    /// <summary>Reads strictly.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ReleaseTerms? terms, out WireFault fault)
    {
        Marking? banner = null;
        long sequence = 0;
        string policy = "";
        uint version = 0, lane = 0;
        byte[] policyDigest = [], rosterDigest = [], record = [];

        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    banner = MarkingWire.Decode(ref reader);
                    break;
                case 2:
                    sequence = reader.NonNegative();
                    break;
                case 3:
                    policy = Name(ref reader);
                    break;
                case 4:
                    version = reader.UInt32();
                    break;
                case 5:
                    policyDigest = reader.Exactly(Limits.Hash);
                    break;
                case 6:
                    rosterDigest = reader.Exactly(Limits.Hash);
                    break;
                case 7:
                    record = reader.Exactly(Limits.Hash);
                    break;
                case 8:
                    lane = reader.UInt32(max: (uint)Lane.Products);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        if (banner is null || sequence == 0 || policy.Length == 0 || version == 0 || policyDigest.Length == 0
            || rosterDigest.Length == 0 || record.Length == 0 || lane == 0)
        {
            reader.Refuse(WireFault.MissingField);
        }

        fault = reader.Fault;
        terms = fault != WireFault.None ? null : new ReleaseTerms
        {
            Banner = banner!,
            FeedSequence = sequence,
            PolicyId = policy,
            PolicyVersion = version,
            PolicyDigest = policyDigest,
            RosterDigest = rosterDigest,
            Record = record,
            Lane = (Lane)lane,
        };
        return terms is not null;
    }

    /// <summary>A name that can be shown to people: printable ASCII without spaces, so it cannot pose as another line of a report.</summary>
    private static string Name(ref WireReader reader)
    {
        string name = reader.Text(Limits.Text);
        if (name.Any(c => c is <= ' ' or > '~'))
        {
            reader.Refuse(WireFault.OutOfRange);
        }

        return name;
    }
}
