using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Core.Searching;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Portion = Gateway.Core.Sealing.Portion;

namespace Gateway.Protocol.Searching;

/// <summary>
/// The words of a portion, whatever its type: every text field of its message and of the messages inside, read off the descriptor, so that
/// a new kind of product is searched without a line here. Ids, references and geometry are no words. Thread-safe.
/// </summary>
public static class PortionWords
{
    private static readonly string[] NoWords = ["_id", "_ids", "_ref", "_refs", "_uri", "_url", "_hash"];
    private static readonly string[] TagFields = ["terms", "tags", "rubric_tags"];

    private static readonly ConcurrentDictionary<MessageDescriptor, ImmutableArray<FieldDescriptor>> Fields = [];

    /// <summary>Its texts in order of the fields; a list gives one for each element. Empty texts are left out.</summary>
    /// <exception cref="ArgumentException">The portion does not belong to the schema: it was not verified.</exception>
    public static ImmutableArray<FieldText> Of(Portion portion, ProductSchema schema)
    {
        var texts = ImmutableArray.CreateBuilder<FieldText>();
        Collect(Parse(portion, schema), "", texts);
        return texts.ToImmutable();
    }

    /// <summary>Terms that the product is tagged with by this portion.</summary>
    /// <exception cref="ArgumentException">The portion does not belong to the schema: it was not verified.</exception>
    public static ImmutableArray<string> Tags(Portion portion, ProductSchema schema)
    {
        IMessage message = Parse(portion, schema);
        return
        [
            .. TextFields(message.Descriptor).Where(field => field.IsRepeated && field.FieldType == FieldType.String && TagFields.Contains(field.Name))
                .SelectMany(field => (IList<string>)field.Accessor.GetValue(message)),
        ];
    }

    private static IMessage Parse(Portion portion, ProductSchema schema) =>
        OpenedPortion.Locate(portion, Schemas.RootOf(schema)).Field.Plan.Message.Parser.ParseFrom(portion.Body.Value.Span);

    private static void Collect(IMessage message, string prefix, ImmutableArray<FieldText>.Builder texts)
    {
        foreach (FieldDescriptor field in TextFields(message.Descriptor))
        {
            object? value = field.Accessor.GetValue(message);
            foreach (object? one in field.IsRepeated ? (IEnumerable)value! : new[] { value })
            {
                switch (one)
                {
                    case string { Length: > 0 } text:
                        texts.Add(new FieldText(prefix + field.Name, text));
                        break;
                    case IMessage inner:
                        Collect(inner, $"{prefix}{field.Name}.", texts);
                        break;
                }
            }
        }
    }

    private static ImmutableArray<FieldDescriptor> TextFields(MessageDescriptor message) => Fields.GetOrAdd(message, static type =>
    [
        .. type.Fields.InFieldNumberOrder().Where(field => !field.IsHeader && !field.IsPortion && !field.IsReference && !field.IsMap
            && (field.FieldType == FieldType.Message || (field.FieldType == FieldType.String && HasWords(field.Name)))),
    ]);

    private static bool HasWords(string name) => name != "geometry" && !NoWords.Any(end => name.EndsWith(end, StringComparison.Ordinal));
}
