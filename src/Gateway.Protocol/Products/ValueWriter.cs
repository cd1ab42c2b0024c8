using System.Numerics;
using Gateway.Core.Wire;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace Gateway.Protocol.Products;

/// <summary>
/// Serialises the values of a submission's portions: what remains of each without its header and without the portions inside it, with
/// references rewritten from labels to ids, each read strictly as a recipient will. Not thread-safe.
/// </summary>
internal sealed class ValueWriter
{
    private const int LikelyLength = 128;

    private readonly SubmissionTree _tree;
    private readonly int[] _ends;
    private byte[] _buffer;
    private int _length;

    private ValueWriter(SubmissionTree tree)
    {
        _tree = tree;
        _ends = new int[tree.Nodes.Count];
        _buffer = GC.AllocateUninitializedArray<byte>(tree.Nodes.Count * LikelyLength);
    }

    /// <summary>One value per node, in order. They share one array. The first fault of any of them stops the writing.</summary>
    public static WireFault Write(SubmissionTree tree, out ReadOnlyMemory<byte>[] values)
    {
        var writer = new ValueWriter(tree);
        values = [];
        for (int i = 0; i < tree.Nodes.Count; i++)
        {
            if (writer.Write(i) is var fault and not WireFault.None)
            {
                return fault;
            }
        }

        values = writer.Values();
        return WireFault.None;
    }

    private WireFault Write(int index)
    {
        SubmissionNode node = _tree.Nodes[index];
        PortionPlan plan = node.Field.Plan;
        if (plan.Copy.HasUnknown(node.Message) || (node.Header is { } header && ValueCopy.HasUnknown(header)))
        {
            return WireFault.UnknownField;
        }

        IMessage copy = plan.Copy.Of(node.Message);
        foreach (FieldDescriptor field in plan.References)
        {
            Resolve((RepeatedField<string>)field.Accessor.GetValue(copy));
        }

        Span<byte> value = Room(copy.CalculateSize());
        copy.WriteTo(value);
        _ends[index] = _length;
        return StrictWire.Check(value, plan.Shape);
    }

    private void Resolve(RepeatedField<string> references)
    {
        for (int i = references.Count - 1; i >= 0; i--)
        {
            if (_tree.Resolve(references[i]) is { } id)
            {
                references[i] = id;
            }
            else
            {
                references.RemoveAt(i); // Such a submission is refused.
            }
        }
    }

    private Span<byte> Room(int size)
    {
        if (_buffer.Length - _length < size)
        {
            Array.Resize(ref _buffer, (int)BitOperations.RoundUpToPowerOf2((uint)(_length + size)));
        }

        Span<byte> room = _buffer.AsSpan(_length, size);
        _length += size;
        return room;
    }

    private ReadOnlyMemory<byte>[] Values()
    {
        var values = new ReadOnlyMemory<byte>[_ends.Length];
        for (int i = 0, start = 0; i < _ends.Length; start = _ends[i++])
        {
            values[i] = _buffer.AsMemory(start, _ends[i] - start);
        }

        return values;
    }
}
