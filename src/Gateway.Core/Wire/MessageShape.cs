using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Wire;

/// <summary>How a field's value is encoded.</summary>
public enum FieldKind
{
    /// <summary>uint32, as a varint.</summary>
    UInt32,

    /// <summary>uint64, as a varint.</summary>
    UInt64,

    /// <summary>int32, as a varint; negative values take ten bytes.</summary>
    Int32,

    /// <summary>int64, as a varint.</summary>
    Int64,

    /// <summary>bool, as a varint 0 or 1.</summary>
    Bool,

    /// <summary>A member of an enum, never the unspecified zero unless the field has presence.</summary>
    Enum,

    /// <summary>IEEE 754 double, finite.</summary>
    Double,

    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A sub-message.</summary>
    Message,
}

/// <summary>One field of a message that is read strictly.</summary>
/// <param name="Number">Field number, 1 to 63.</param>
/// <param name="Name">Name in the proto file; used in errors.</param>
/// <param name="Kind">Encoding.</param>
/// <param name="Repeated">May occur again; scalars are packed.</param>
/// <param name="Presence">Presence is explicit (<c>optional</c>, <c>oneof</c>), so a default value may be written.</param>
/// <param name="Message">Shape of the sub-message, for <see cref="FieldKind.Message"/>; a function so that messages may nest themselves.</param>
/// <param name="EnumMembers">Known members, for <see cref="FieldKind.Enum"/>.</param>
public sealed record FieldShape(
    int Number,
    string Name,
    FieldKind Kind,
    bool Repeated = false,
    bool Presence = false,
    Func<MessageShape>? Message = null,
    FrozenSet<int>? EnumMembers = null);

/// <summary>
/// The fields of one message type, known to the strict reader. Core does not know protobuf descriptors; Gateway.Protocol makes
/// shapes from them. Immutable and thread-safe.
/// </summary>
public sealed class MessageShape
{
    private readonly FrozenDictionary<int, FieldShape> _fields;
    private readonly FieldShape?[] _byNumber = new FieldShape?[64];

    /// <summary>Makes a shape from its fields.</summary>
    public MessageShape(string name, IEnumerable<FieldShape> fields)
    {
        Name = name;
        _fields = fields.ToFrozenDictionary(field => field.Number);
        foreach (FieldShape field in _fields.Values)
        {
            if (field.Number is < 1 or > 63)
            {
                throw new ArgumentException($"Field {name}.{field.Name} must have a number from 1 to 63.", nameof(fields));
            }

            _byNumber[field.Number] = field;
            // Numbers are packed: a second field of them would be a second spelling of one list.
            Repeatable |= field.Repeated && field.Kind is (FieldKind.Text or FieldKind.Bytes or FieldKind.Message) ? 1UL << field.Number : 0;
        }
    }

    /// <summary>Full name of the message: <c>gateway.v1.Judgement</c>.</summary>
    public string Name { get; }

    /// <summary>The fields by number.</summary>
    public IReadOnlyDictionary<int, FieldShape> Fields => _fields;

    internal ulong Repeatable { get; }

    internal bool TryGet(int number, [NotNullWhen(true)] out FieldShape? field)
    {
        field = (uint)number < (uint)_byNumber.Length ? _byNumber[number] : null;
        return field is not null;
    }
}
