using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Markings;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>What a notice says of one portion: the body of a commitment in <see cref="NoticeBody.Portions"/>.</summary>
/// <param name="Index">Position of the portion's commitment in the manifest.</param>
/// <param name="Floor">The marking that counts beside the portion's own from now on; null: unchanged.</param>
/// <param name="Recalled">The portion no longer stands.</param>
public sealed record PortionNotice(ushort Index, Marking? Floor, bool Recalled)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode()
    {
        WireWriter writer = new WireWriter().UInt(1, Index);
        if (Floor is not null)
        {
            writer.Marking(2, Floor);
        }

        return writer.UInt(3, Recalled ? 1u : 0).ToArray();
    }

    /// <summary>Reads strictly. One that says nothing is refused.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PortionNotice? notice)
    {
        uint index = 0, recalled = 0;
        Marking? floor = null;
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    index = reader.UInt32(ushort.MaxValue);
                    break;
                case 2:
                    floor = MarkingWire.Decode(ref reader);
                    break;
                case 3:
                    recalled = reader.UInt32(1);
                    break;
                default:
                    reader.Refuse(WireFault.UnknownField);
                    break;
            }
        }

        bool whole = reader.Fault == WireFault.None && (floor is not null || recalled == 1);
        notice = whole ? new PortionNotice((ushort)index, floor, recalled == 1) : null;
        return whole;
    }
}

/// <summary>A note to holders in the originator's words, opened to every holder.</summary>
/// <param name="Text">1 to 512 bytes of UTF-8.</param>
public sealed record NoticeNote(string Text)
{
    /// <summary>Serialises once.</summary>
    public byte[] Encode() => new WireWriter().Text(1, Text).ToArray();

    /// <summary>Reads strictly.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out NoticeNote? note)
    {
        string text = "";
        var reader = new WireReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                text = reader.Text(Limits.Text);
            }
            else
            {
                reader.Refuse(WireFault.UnknownField);
            }
        }

        bool whole = reader.Fault == WireFault.None && text.Length > 0;
        note = whole ? new NoticeNote(text) : null;
        return whole;
    }
}

/// <summary>Opens one commitment of a notice.</summary>
/// <param name="Position">Position in <see cref="NoticeBody.Portions"/>; <see cref="Note"/> for the note.</param>
/// <param name="Salt">32 bytes.</param>
/// <param name="Body"><see cref="PortionNotice"/> or <see cref="NoticeNote"/>, verbatim.</param>
public sealed record NoticeOpening(int Position, ReadOnlyMemory<byte> Salt, ReadOnlyMemory<byte> Body)
{
    /// <summary>Stands for the note, which is not in the list.</summary>
    public const int Note = -1;
}
