using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf.Reflection;

namespace Gateway.Protocol.Tests.Contracts;

/// <summary>The contracts as lines of text that each stand by themselves, so that a difference names what changed.</summary>
internal static class ContractText
{
    /// <summary>Every file of the contract, by name.</summary>
    public static IReadOnlyList<FileDescriptor> Files { get; } =
    [
        .. typeof(AssessmentReflection).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(AssessmentReflection).Namespace && type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!)
            .OrderBy(file => file.Name, StringComparer.Ordinal),
    ];

    public static IEnumerable<string> Lines() => Files.SelectMany(Lines);

    private static IEnumerable<string> Lines(FileDescriptor file) =>
    [
        .. file.EnumTypes.SelectMany(Lines),
        .. file.MessageTypes.SelectMany(Lines),
        .. file.Services.SelectMany(Lines),
        .. file.Extensions.UnorderedExtensions.OrderBy(field => field.FieldNumber)
            .Select(field => $"extend {field.ExtendeeType.FullName} {field.FieldNumber} {field.Name} {Type(field)} {Label(field)}"),
    ];

    private static IEnumerable<string> Lines(EnumDescriptor type) =>
        type.Values.Select(value => $"enum {type.FullName} {value.Number} {value.Name}");

    private static IEnumerable<string> Lines(MessageDescriptor type) =>
    [
        $"message {type.FullName}{(type.FieldClass == FieldClass.Unspecified ? "" : $" portion:{type.FieldClass}")}",
        .. type.Fields.InFieldNumberOrder().Select(field => $"message {type.FullName} {field.FieldNumber} {field.Name} {Type(field)} {Label(field)}{Cut(field)}"),
        .. type.EnumTypes.SelectMany(Lines),
        .. type.NestedTypes.SelectMany(Lines),
    ];

    private static IEnumerable<string> Lines(ServiceDescriptor service) =>
        service.Methods.Select(method =>
            $"rpc {service.FullName}/{method.Name} {Stream(method.IsClientStreaming)}{method.InputType.FullName} {Stream(method.IsServerStreaming)}{method.OutputType.FullName}");

    private static string Stream(bool stream) => stream ? "stream:" : "";

    private static string Type(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        _ => field.FieldType.ToString().ToLowerInvariant(),
    };

    // How a message is cut decides what travels with what: no less a part of the contract than its type.
    private static string Cut(FieldDescriptor field) => string.Concat(
        field.IsPortion ? " portion" : "",
        field.IsSingle ? " single" : "",
        field.MustAccompany ? " must_accompany" : "",
        field.IsReference ? " reference" : "",
        field.IsHeader ? " header" : "",
        field.IsOrderDate ? " order_date" : "");

    private static string Label(FieldDescriptor field) =>
        field.IsRepeated ? "repeated"
        : field.RealContainingOneof is { } oneof ? $"oneof:{oneof.Name}"
        : field.HasPresence && field.FieldType != FieldType.Message ? "optional"
        : "singular";
}
