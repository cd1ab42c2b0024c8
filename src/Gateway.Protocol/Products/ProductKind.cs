using System.Collections.Immutable;
using Gateway.Protocol.V1;
using Google.Protobuf.Reflection;
using Lane = Gateway.Core.Sealing.Lane;

namespace Gateway.Protocol.Products;

/// <summary>
/// A kind of product: one root message, the sizes that it comes in, and the lane that it takes. A new kind is a row here, its rules in
/// <c>ContentRules</c>, and a field of the <c>content</c> of <c>SubmitRequest</c> and <c>SharedProduct</c>.
/// </summary>
/// <param name="Message">The root message.</param>
/// <param name="Sizes">Commitments of its schemas, ascending.</param>
/// <param name="Lane">Lane of every feed.</param>
public sealed record ProductKind(MessageDescriptor Message, ImmutableArray<int> Sizes, Lane Lane)
{
    /// <summary>Every kind, assessments first.</summary>
    public static ImmutableArray<ProductKind> All { get; } =
    [
        new(RiskAssessment.Descriptor, [32, 128, 256, 512], Lane.Products),
        new(Warning.Descriptor, [32, 128], Lane.Warnings),
        new(Watchlist.Descriptor, [128, 512], Lane.Products),
        new(Threshold.Descriptor, [32], Lane.Products),
        new(InformationRequest.Descriptor, [32], Lane.Products),
        new(InformationAnswer.Descriptor, [128], Lane.Products),
        new(Coseal.Descriptor, [32], Lane.Products),
    ];

    /// <summary>Full name of the root message: <c>gateway.v1.Warning</c>.</summary>
    public string Name => Message.FullName;

    /// <summary>The sizes as people read them: <c>32, 128, 256 or 512</c>.</summary>
    public string SizeWords => Sizes.Length == 1 ? $"{Sizes[0]}" : $"{string.Join(", ", Sizes[..^1])} or {Sizes[^1]}";

    /// <summary>The kind of a root message. Throws <see cref="ArgumentException"/> for one that is none.</summary>
    public static ProductKind Of(IProductContent content) =>
        All.FirstOrDefault(kind => kind.Message == content.Descriptor) ?? throw new ArgumentException("Not a kind of product.", nameof(content));
}
