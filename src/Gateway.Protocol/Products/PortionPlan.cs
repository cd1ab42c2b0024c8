using System.Collections.Frozen;
using Gateway.Core.Wire;
using Google.Protobuf.Reflection;

namespace Gateway.Protocol.Products;

/// <summary>
/// How messages of one type are cut and put together, read off the descriptor once. The product's own message is the root plan: it has
/// children and no header. Immutable and thread-safe.
/// </summary>
internal sealed class PortionPlan
{
    private readonly FrozenDictionary<string, PortionField>.AlternateLookup<ReadOnlySpan<char>> _byName;

    public PortionPlan(MessageDescriptor message)
    {
        Message = message;
        FieldClass = message.FieldClass;
        IList<FieldDescriptor> fields = message.Fields.InFieldNumberOrder();
        Header = fields.SingleOrDefault(field => field.IsHeader);
        OrderDate = fields.SingleOrDefault(field => field.IsOrderDate);
        References = [.. fields.Where(field => field.IsReference)];
        Children = [.. fields.Where(field => field.IsPortion).Select((field, ordinal) => new PortionField(field, ordinal))];
        Copy = new ValueCopy(message, field => !field.IsHeader && !field.IsPortion);
        Shape = Shapes.Value(message);
        _byName = Children.ToFrozenDictionary(child => child.Name).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public MessageDescriptor Message { get; }

    /// <summary>Unspecified for the root.</summary>
    public V1.FieldClass FieldClass { get; }

    /// <summary>The field with the portion's id and marking; null for the root.</summary>
    public FieldDescriptor? Header { get; }

    public FieldDescriptor? OrderDate { get; }

    /// <summary>Repeated text fields whose members are ids of other portions.</summary>
    public FieldDescriptor[] References { get; }

    /// <summary>Fields whose elements are portions, by number.</summary>
    public PortionField[] Children { get; }

    /// <summary>Copies without header and without the portions inside: what is serialised as the portion's value.</summary>
    public ValueCopy Copy { get; }

    /// <summary>How the portion's value is read strictly.</summary>
    public MessageShape Shape { get; }

    public PortionField? Child(ReadOnlySpan<char> name) => _byName.TryGetValue(name, out PortionField? child) ? child : null;
}

/// <summary>A field whose elements are portions.</summary>
internal sealed class PortionField(FieldDescriptor field, int ordinal)
{
    public FieldDescriptor Field { get; } = field;

    /// <summary>Place among the portion fields of its message.</summary>
    public int Ordinal { get; } = ordinal;

    public string Name { get; } = field.Name;

    public int Number { get; } = field.FieldNumber;

    /// <summary>One path; the elements are its variants.</summary>
    public bool Single { get; } = field.IsSingle;

    /// <summary>The parent is not opened without the elements.</summary>
    public bool MustAccompany { get; } = field.MustAccompany;

    /// <summary>Plan of the elements.</summary>
    public PortionPlan Plan { get; } = new(field.MessageType);
}
