using System.Numerics;
using System.Text;

namespace Gateway.Protocol.Products;

/// <summary>
/// Cuts a serialised submission into the values of its portions: what remains of each without its header and without the portions
/// inside it, with references rewritten. Works on bytes that protobuf has just written, so the order of portions is that of
/// <see cref="SubmissionTree"/>. Not thread-safe.
/// </summary>
internal sealed class PortionCutter
{
    private readonly SubmissionTree _tree;
    private readonly (int Start, int Length)[] _slices;
    private byte[] _buffer;
    private int _length;
    private int _next;

    private PortionCutter(byte[] product, SubmissionTree tree)
    {
        _tree = tree;
        _slices = new (int, int)[tree.Nodes.Count];
        _buffer = new byte[product.Length + 256];
    }

    /// <summary>One value per node, in order. They share one array.</summary>
    public static ReadOnlyMemory<byte>[] Cut(byte[] product, PortionPlan root, SubmissionTree tree)
    {
        var cutter = new PortionCutter(product, tree);
        cutter.Children(product, root);
        return Array.ConvertAll(cutter._slices, slice => (ReadOnlyMemory<byte>)cutter._buffer.AsMemory(slice.Start, slice.Length));
    }

    private void Children(ReadOnlySpan<byte> message, PortionPlan plan)
    {
        int ordinal = 0;
        for (int at = 0; at < message.Length;)
        {
            Field field = Next(message, at);
            if ((plan.ChildMask & (1UL << field.Number)) != 0)
            {
                while (plan.Children[ordinal].Number != field.Number)
                {
                    ordinal++;
                }

                Portion(message[field.Content..field.End], plan.Children[ordinal].Plan);
            }

            at = field.End;
        }
    }

    private void Portion(ReadOnlySpan<byte> message, PortionPlan plan)
    {
        int me = _next++;
        int start = _length;
        ulong left = plan.LeftMask;
        for (int at = 0; at < message.Length;)
        {
            Field field = Next(message, at);
            ulong bit = 1UL << field.Number;
            if ((plan.ReferenceMask & bit) != 0)
            {
                Reference(message[at], message[field.Content..field.End]);
            }
            else if ((left & bit) == 0)
            {
                Append(message[at..field.End]);
            }

            at = field.End;
        }

        _slices[me] = (start, _length - start);
        if (plan.ChildMask != 0)
        {
            Children(message, plan);
        }
    }

    private void Reference(byte key, ReadOnlySpan<byte> label)
    {
        if (_tree.Resolve(Encoding.UTF8.GetString(label)) is not { } id)
        {
            return; // Such a submission is refused.
        }

        // Field numbers of references are below 16 and ids below 128 bytes: key and length take one byte each.
        Append([key, (byte)id.Length]);
        Span<byte> text = stackalloc byte[id.Length];
        Encoding.ASCII.GetBytes(id, text);
        Append(text);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _length < bytes.Length)
        {
            Array.Resize(ref _buffer, (int)BitOperations.RoundUpToPowerOf2((uint)(_length + bytes.Length)));
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private static Field Next(ReadOnlySpan<byte> message, int at)
    {
        uint key = Varint(message, ref at);
        int content = at;
        switch (key & 7)
        {
            case 0:
                while (message[at++] >= 0x80)
                {
                }

                break;
            case 1:
                at += 8;
                break;
            default:
                int length = (int)Varint(message, ref at);
                content = at;
                at += length;
                break;
        }

        return new Field((int)(key >> 3), content, at);
    }

    private static uint Varint(ReadOnlySpan<byte> message, ref int at)
    {
        uint value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = message[at++];
            value |= (uint)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }

    private readonly record struct Field(int Number, int Content, int End);
}
