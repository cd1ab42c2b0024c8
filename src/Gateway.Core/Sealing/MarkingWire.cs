using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>Wire form of a <see cref="Marking"/> inside signed messages.</summary>
internal static class MarkingWire
{
    private const ulong Repeated = (1UL << 3) | (1UL << 4);

    /// <summary>Writes the marking as a field of a message.</summary>
    public static WireWriter Marking(this WireWriter writer, int field, Marking marking)
    {
        int start = writer.Open(field);
        writer.Text(1, marking.Policy).Text(2, marking.Text);
        foreach (string code in marking.ReleasableTo)
        {
            writer.Text(3, code);
        }

        foreach (string code in marking.OriginatorList)
        {
            writer.Text(4, code);
        }

        return writer.Text(5, marking.Community).Int(6, marking.NotBeforeMs).Close(start);
    }

    /// <summary>Reads the current field of <paramref name="outer"/>; a fault inside becomes the outer reader's.</summary>
    public static Marking? Decode(ref WireReader outer)
    {
        ReadOnlySpan<byte> bytes = outer.Bytes(Limits.PortionBody);
        if (MarkingBytes.Own.TryGet(bytes, out Marking? known))
        {
            return known;
        }

        Marking? read = Read(bytes, out WireFault fault);
        if (read is null)
        {
            outer.Refuse(fault);
            return null;
        }

        MarkingBytes.Own.Add(bytes, read);
        return read;
    }

    private static Marking? Read(ReadOnlySpan<byte> bytes, out WireFault fault)
    {
        string policy = "", text = "", community = "";
        long notBefore = 0;
        var releasable = ImmutableArray.CreateBuilder<string>(0);
        var originator = ImmutableArray.CreateBuilder<string>(0);

        var reader = new WireReader(bytes);
        while (reader.Next(Repeated))
        {
            switch (reader.Field)
            {
                case 1:
                    policy = reader.Text(Limits.Text);
                    break;
                case 2:
                    text = reader.Text(Limits.Text);
                    break;
                case 3:
                    Add(ref reader, releasable);
                    break;
                case 4:
                    Add(ref reader, originator);
                    break;
                case 5:
                    community = reader.Text(Limits.Text);
                    break;
                case 6:
                    notBefore = reader.NonNegative();
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        if (policy.Length == 0 || text.Length == 0)
        {
            reader.Refuse(WireFault.MissingField);
        }

        fault = reader.Fault;
        return fault != WireFault.None ? null : new Marking
        {
            Policy = policy,
            Text = text,
            ReleasableTo = releasable.ToImmutable(),
            OriginatorList = originator.ToImmutable(),
            Community = community,
            NotBeforeMs = notBefore,
        };
    }

    private static void Add(ref WireReader reader, ImmutableArray<string>.Builder list)
    {
        list.Add(reader.Text(Limits.Text));
        if (list.Count > Limits.ListLength)
        {
            reader.Refuse(WireFault.TooLong);
        }
    }
}
