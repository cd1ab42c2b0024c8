using System.Collections;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gateway.Protocol.Products;

/// <summary>
/// Names the fields behind a fault that the strict reader has found in a whole submission. Slow, and run only then: the strict reader
/// says yes or no quickly, this says where.
/// </summary>
internal static class WireDiagnosis
{
    /// <summary>Longest text of one field, bytes of UTF-8.</summary>
    public const int MostText = 32 * 1024;

    public static void Find(IMessage message, string path, Violations violations)
    {
        foreach (FieldDescriptor field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            object? value = field.Accessor.GetValue(message);
            string at = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            if (value is IList list)
            {
                for (int i = 0; i < list.Count; i++)
                {
                    Value(field, list[i], $"{at}[{i}]", violations);
                }
            }
            else if (!field.HasPresence || field.Accessor.HasValue(message))
            {
                Value(field, value, at, violations);
            }
        }

        Unknown(message, path, violations);
    }

    private static void Value(FieldDescriptor field, object? value, string at, Violations violations)
    {
        if (value is IMessage inner)
        {
            Find(inner, at, violations);
        }
        else if (value is string text && Encoding.UTF8.GetByteCount(text) > MostText)
        {
            violations.Add(at, SubmissionRule.TextTooLong, "Text is limited to 32 KiB.");
        }
        else if (value is double number && !double.IsFinite(number))
        {
            violations.Add(at, SubmissionRule.OutOfRange, "The number has to be finite.");
        }
        else if (value is Enum member && field.EnumType.FindValueByNumber((int)(object)member) is null)
        {
            violations.Add(at, SubmissionRule.EnumUnknown, "The contract has no such member.");
        }
    }

    private static void Unknown(IMessage message, string path, Violations violations)
    {
        var input = new CodedInputStream(message.ToByteArray());
        while (input.ReadTag() is var tag and not 0)
        {
            int number = WireFormat.GetTagFieldNumber(tag);
            if (message.Descriptor.FindFieldByNumber(number) is null)
            {
                violations.Add(path, SubmissionRule.FieldUnknown, $"The contract has no field {number} here.");
            }

            input.SkipLastField();
        }
    }
}
