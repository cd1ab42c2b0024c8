using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Markings;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>
/// The smallest part of a product with its own marking; lies inside a commitment, so neither value nor marking can be changed,
/// moved or stripped without the originator. Wire form: docs/protocol.md, "Portion".
/// </summary>
public sealed record PortionBody
{
    private const ulong Repeated = (1UL << 8) | (1UL << 9);

    /// <summary>Where it stands (<see cref="PortionPath"/>).</summary>
    public required string Path { get; init; }

    /// <summary>Random; variants of one path are tear lines. Never 0.</summary>
    public required uint Variant { get; init; }

    /// <summary>Of the variants that pass, the lowest rank is shown. Random with gaps, never 0.</summary>
    public required uint Rank { get; init; }

    /// <summary>Full name of the message in <see cref="Value"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The portion marking.</summary>
    public required Marking Marking { get; init; }

    /// <summary>The serialised message. Never changed by anyone.</summary>
    public required ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Commitments that have to be opened together with this one, ascending.</summary>
    public ImmutableArray<uint> MustAccompany { get; init; } = [];

    /// <summary>ISO 3166-1 alpha-3 codes of the countries it is about, ordinal order.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>Policy topics, 1 to 32 characters a–z, 0–9 or hyphen, ordinal order.</summary>
    public ImmutableArray<string> Topics { get; init; } = [];

    /// <summary>Serialises once; the result is stored and forwarded verbatim.</summary>
    public byte[] Encode()
    {
        var writer = new WireWriter()
            .Text(1, Path)
            .UInt(2, Variant)
            .Text(3, Type)
            .Marking(4, Marking)
            .Bytes(5, Value.Span)
            .Packed(6, MustAccompany.AsSpan())
            .UInt(7, Rank);
        foreach (string region in Regions)
        {
            writer.Text(8, region);
        }

        foreach (string topic in Topics)
        {
            writer.Text(9, topic);
        }

        return writer.ToArray();
    }

    /// <summary>
    /// Reads strictly. On a fault nothing is returned: a portion that cannot be read in full is not read in part. <see cref="Value"/> stays a
    /// part of <paramref name="bytes"/>, which nobody may change afterwards.
    /// </summary>
    public static bool TryDecode(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out PortionBody? body, out WireFault fault)
    {
        string path = "", type = "";
        uint variant = 0, rank = 0;
        Marking? marking = null;
        ReadOnlyMemory<byte> value = default;
        ImmutableArray<uint> accompany = [];
        ImmutableArray<string>.Builder? regions = null, topics = null;

        var reader = new WireReader(bytes.Length <= Limits.PortionBody ? bytes.Span : default);
        while (reader.Next(Repeated))
        {
            switch (reader.Field)
            {
                case 1:
                    path = reader.Text(Limits.Text);
                    break;
                case 2:
                    variant = reader.UInt32();
                    break;
                case 3:
                    type = reader.Text(Limits.Text);
                    break;
                case 4:
                    marking = MarkingWire.Decode(ref reader);
                    break;
                case 5:
                    value = reader.Part(bytes, Limits.PortionBody);
                    break;
                case 6:
                    accompany = Indexes.Read(ref reader);
                    break;
                case 7:
                    rank = reader.UInt32();
                    break;
                case 8:
                    SortedText.Add(ref reader, regions ??= ImmutableArray.CreateBuilder<string>(), SortedText.IsRegion);
                    break;
                case 9:
                    SortedText.Add(ref reader, topics ??= ImmutableArray.CreateBuilder<string>(), SortedText.IsTopic);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        if (path.Length == 0 || type.Length == 0 || marking is null || variant == 0 || rank == 0)
        {
            reader.Refuse(bytes.Length <= Limits.PortionBody ? WireFault.MissingField : WireFault.TooLong);
        }

        fault = reader.Fault;
        body = fault != WireFault.None ? null : new PortionBody
        {
            Path = path,
            Variant = variant,
            Rank = rank,
            Type = type,
            Marking = marking!,
            Value = value,
            MustAccompany = accompany,
            Regions = regions?.ToImmutable() ?? [],
            Topics = topics?.ToImmutable() ?? [],
        };
        return body is not null;
    }
}
