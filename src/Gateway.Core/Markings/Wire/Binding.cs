using System.Collections.Immutable;
using System.Xml.Linq;

namespace Gateway.Core.Markings.Wire;

/// <summary>A data object that stands outside the binding.</summary>
/// <param name="Uri">Its address, as the signature names it.</param>
/// <param name="ContentType">Its media type, or null.</param>
public sealed record BoundReference(string Uri, string? ContentType);

/// <summary>Labels and the data objects that all of them are bound to (ADatP-4778 §4.3).</summary>
public sealed record MetadataBinding
{
    /// <summary>Name of the element inside the document, which the signature refers to.</summary>
    public required string Id { get; init; }

    /// <summary>Labels: the originator's, and equivalents and labels of metadata beside it.</summary>
    public required ImmutableArray<ConfidentialityLabel> Labels { get; init; }

    /// <summary>Metadata that stand outside the binding.</summary>
    public ImmutableArray<BoundReference> MetadataReferences { get; init; } = [];

    /// <summary>XML data inside the binding: one element each.</summary>
    public ImmutableArray<XElement> Data { get; init; } = [];

    /// <summary>Data outside the binding.</summary>
    public ImmutableArray<BoundReference> DataReferences { get; init; } = [];

    /// <summary>The originator's label.</summary>
    public ConfidentialityLabel Originator => Labels.First(label => label.Role == LabelRole.Originator);
}

/// <summary>The content of a binding document (ADatP-4778), without its signature.</summary>
/// <param name="Bindings">At least one.</param>
public sealed record BindingInformation(ImmutableArray<MetadataBinding> Bindings);
