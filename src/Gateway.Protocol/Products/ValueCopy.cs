using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Protocol.Products;

/// <summary>
/// Makes shallow copies of messages of one type with some fields left out, so that serialising writes only the rest. Compiled once per type,
/// since reflection would box every value. Immutable and thread-safe.
/// </summary>
internal sealed class ValueCopy
{
    // What the generator calls the fields that a message kept though its contract does not know them.
    private const string UnknownFields = "_unknownFields";

    private readonly Func<IMessage, IMessage> _copy;
    private readonly Func<IMessage, bool> _hasUnknown;

    public ValueCopy(MessageDescriptor message, Func<FieldDescriptor, bool> kept)
    {
        _copy = Copier(message, [.. message.Fields.InDeclarationOrder().Where(kept)]);
        _hasUnknown = UnknownFinder(message.ClrType);
    }

    /// <summary>
    /// A new message with the kept fields; messages inside it are shared with the original. Unknown fields are not copied, see
    /// <see cref="HasUnknown(IMessage)"/>.
    /// </summary>
    public IMessage Of(IMessage message) => _copy(message);

    /// <summary>Whether the message itself, messages inside it aside, holds fields that the contract does not know.</summary>
    public bool HasUnknown(IMessage message) => _hasUnknown(message);

    /// <summary>The same for a portion's header, its marking included.</summary>
    public static bool HasUnknown(Portion header) =>
        Unknown(header) is not null || (header.Marking is { } marking && Unknown(marking) is not null);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = UnknownFields)]
    private static extern ref UnknownFieldSet? Unknown(Portion message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = UnknownFields)]
    private static extern ref UnknownFieldSet? Unknown(V1.Marking message);

    private static Func<IMessage, IMessage> Copier(MessageDescriptor message, FieldDescriptor[] fields)
    {
        Type type = message.ClrType;
        ParameterExpression argument = Expression.Parameter(typeof(IMessage));
        ParameterExpression from = Expression.Variable(type), to = Expression.Variable(type);
        Expression[] body =
        [
            Expression.Assign(from, Expression.Convert(argument, type)),
            Expression.Assign(to, Expression.New(type)),
            .. fields.Select(field => Copy(field, from, to)),
            Expression.Convert(to, typeof(IMessage)),
        ];
        return Expression.Lambda<Func<IMessage, IMessage>>(Expression.Block([from, to], body), argument).Compile();
    }

    private static Expression Copy(FieldDescriptor field, Expression from, Expression to)
    {
        if (field.IsMap || field.RealContainingOneof is not null)
        {
            throw new NotSupportedException($"{field.FullName}: products have no fields of this kind.");
        }

        string name = field.PropertyName;
        Expression source = Expression.Property(from, name), target = Expression.Property(to, name);
        if (field.IsRepeated)
        {
            return Expression.Call(
                typeof(ValueCopy), nameof(AddAll), [source.Type.GetGenericArguments()[0]], source, target);
        }

        Expression assign = Expression.Assign(target, source);
        return field.HasPresence && field.FieldType != FieldType.Message
            ? Expression.IfThen(Expression.Property(from, "Has" + name), assign)
            : assign;
    }

    private static void AddAll<T>(RepeatedField<T> from, RepeatedField<T> to)
    {
        if (from.Count > 0)
        {
            to.AddRange(from);
        }
    }

    private static Func<IMessage, bool> UnknownFinder(Type type)
    {
        FieldInfo field = type.GetField(UnknownFields, BindingFlags.Instance | BindingFlags.NonPublic)
            ?? throw new NotSupportedException($"{type.Name} is not a generated message.");
        ParameterExpression argument = Expression.Parameter(typeof(IMessage));
        Expression set = Expression.Field(Expression.Convert(argument, type), field);
        return Expression.Lambda<Func<IMessage, bool>>(Expression.NotEqual(set, Expression.Constant(null, field.FieldType)), argument).Compile();
    }
}
