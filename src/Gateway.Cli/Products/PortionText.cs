using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gateway.Cli.Products;

/// <summary>The sentence that a portion is about, for a reader who scans a table.</summary>
internal static class PortionText
{
    private static readonly string[] Telling = ["statement", "text", "title", "description", "name", "basis", "level", "iso3", "model_id", "terms"];

    /// <summary>The most telling text of the portion's message; empty for a type that this tool does not know.</summary>
    public static string Of(PortionView portion)
    {
        MessageDescriptor? type = AssessmentReflection.Descriptor.MessageTypes.FirstOrDefault(message => message.FullName == portion.Type);
        if (type is null)
        {
            return "";
        }

        IMessage message;
        try
        {
            message = type.Parser.ParseFrom(portion.Value);
        }
        catch (InvalidProtocolBufferException)
        {
            return "";
        }

        return Telling.Select(name => type.FindFieldByName(name)?.Accessor.GetValue(message)?.ToString()).FirstOrDefault(text => !string.IsNullOrEmpty(text)) ?? "";
    }
}
