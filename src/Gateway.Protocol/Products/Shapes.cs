using System.Collections.Concurrent;
using System.Collections.Frozen;
using Gateway.Core.Wire;
using Google.Protobuf.Reflection;

namespace Gateway.Protocol.Products;

/// <summary>Makes shapes for strict reading from protobuf descriptors. Thread-safe.</summary>
internal static class Shapes
{
    private static readonly ConcurrentDictionary<MessageDescriptor, MessageShape> Full = [];

    /// <summary>All fields: what a submission may contain, and what messages inside a portion may.</summary>
    public static MessageShape Whole(MessageDescriptor message) =>
        Full.GetOrAdd(message, static type => new MessageShape(type.FullName, type.Fields.InFieldNumberOrder().Select(Shape)));

    /// <summary>What stands in a portion's value: its header travels beside it, and portions inside it are cut out.</summary>
    public static MessageShape Value(MessageDescriptor message) => new(
        message.FullName,
        message.Fields.InFieldNumberOrder().Where(field => !field.IsHeader && !field.IsPortion).Select(Shape));

    private static FieldShape Shape(FieldDescriptor field) => new(
        field.FieldNumber,
        field.Name,
        Kind(field),
        field.IsRepeated,
        field.HasPresence,
        field.FieldType == FieldType.Message ? () => Whole(field.MessageType) : null,
        field.FieldType == FieldType.Enum ? Members(field) : null);

    private static FrozenSet<int> Members(FieldDescriptor field) =>
        field.EnumType.Values.Select(value => value.Number).Where(number => number != 0 || field.HasPresence).ToFrozenSet();

    private static FieldKind Kind(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.UInt32 => FieldKind.UInt32,
        FieldType.UInt64 => FieldKind.UInt64,
        FieldType.Int32 => FieldKind.Int32,
        FieldType.Int64 => FieldKind.Int64,
        FieldType.Bool => FieldKind.Bool,
        FieldType.Enum => FieldKind.Enum,
        FieldType.Double when !field.IsRepeated => FieldKind.Double,
        FieldType.String => FieldKind.Text,
        FieldType.Bytes => FieldKind.Bytes,
        FieldType.Message when !field.IsMap => FieldKind.Message,
        FieldType.Double or FieldType.Message or FieldType.Float or FieldType.Fixed32 or FieldType.Fixed64 or FieldType.SFixed32
            or FieldType.SFixed64 or FieldType.SInt32 or FieldType.SInt64 or FieldType.Group =>
            throw new NotSupportedException($"{field.FullName}: products have no fields of this type."),
    };
}
