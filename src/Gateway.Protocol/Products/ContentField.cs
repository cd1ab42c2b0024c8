using Gateway.Protocol.V1;

namespace Gateway.Protocol.Products;

/// <summary>The <c>content</c> of messages that carry a product of any kind.</summary>
public static class ContentField
{
    /// <summary>What is submitted; null when nothing is.</summary>
    public static IProductContent? Content(this SubmitRequest request) => request.ContentCase switch
    {
        SubmitRequest.ContentOneofCase.Assessment => request.Assessment,
        SubmitRequest.ContentOneofCase.Warning => request.Warning,
        SubmitRequest.ContentOneofCase.Watchlist => request.Watchlist,
        SubmitRequest.ContentOneofCase.Threshold => request.Threshold,
        SubmitRequest.ContentOneofCase.Request => request.Request,
        SubmitRequest.ContentOneofCase.Answer => request.Answer,
        SubmitRequest.ContentOneofCase.Coseal => request.Coseal,
        SubmitRequest.ContentOneofCase.None => null,
    };

    /// <summary>Name of the field that holds what is submitted: <c>warning</c>.</summary>
    public static string ContentName(this SubmitRequest request) => request.ContentCase switch
    {
        SubmitRequest.ContentOneofCase.None => "content",
        SubmitRequest.ContentOneofCase.Assessment or SubmitRequest.ContentOneofCase.Warning or SubmitRequest.ContentOneofCase.Watchlist
            or SubmitRequest.ContentOneofCase.Threshold or SubmitRequest.ContentOneofCase.Request or SubmitRequest.ContentOneofCase.Answer
            or SubmitRequest.ContentOneofCase.Coseal =>
            request.ContentCase.ToString().ToLowerInvariant(),
    };

    /// <summary>Sets what is submitted. Throws <see cref="ArgumentException"/> for a message that is no kind of product.</summary>
    public static void SetContent(this SubmitRequest request, IProductContent content) => Set(SubmitRequest.Descriptor, request, content);

    /// <summary>What is shared; null when nothing is shown.</summary>
    public static IProductContent? Content(this SharedProduct shared) => shared.ContentCase switch
    {
        SharedProduct.ContentOneofCase.Assessment => shared.Assessment,
        SharedProduct.ContentOneofCase.Warning => shared.Warning,
        SharedProduct.ContentOneofCase.Watchlist => shared.Watchlist,
        SharedProduct.ContentOneofCase.Threshold => shared.Threshold,
        SharedProduct.ContentOneofCase.Request => shared.Request,
        SharedProduct.ContentOneofCase.Answer => shared.Answer,
        SharedProduct.ContentOneofCase.Coseal => shared.Coseal,
        SharedProduct.ContentOneofCase.None => null,
    };

    /// <summary>Sets what is shared. Throws <see cref="ArgumentException"/> for a message that is no kind of product.</summary>
    public static void SetContent(this SharedProduct shared, IProductContent content) => Set(SharedProduct.Descriptor, shared, content);

    private static void Set(Google.Protobuf.Reflection.MessageDescriptor type, Google.Protobuf.IMessage message, IProductContent content)
    {
        var field = type.Oneofs[0].Fields.FirstOrDefault(field => field.MessageType == content.Descriptor)
            ?? throw new ArgumentException("Not a kind of product.", nameof(content));
        field.Accessor.SetValue(message, content);
    }
}
