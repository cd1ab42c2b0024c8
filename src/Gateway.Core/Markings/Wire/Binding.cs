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

/// <summary>The content of a binding document (ADatP-4778).</summary>
/// <param name="Bindings">At least one.</param>
public sealed record BindingInformation(ImmutableArray<MetadataBinding> Bindings)
{
    /// <summary>The signature as it stands in a document that was read, not yet verified. Null for what is still to be written.</summary>
    public BindingSignature? Signature { get; init; }
}

/// <summary>An element that the signature covers, the very element that was read.</summary>
/// <param name="Element">The element; its digest is over its exclusive canonical form.</param>
/// <param name="Digest">What the signature says the digest is.</param>
public sealed record SignedElement(XElement Element, SignedDigest Digest);

/// <summary>A digest in a signature.</summary>
/// <param name="Uri">What it is of, as written.</param>
/// <param name="Method">Identifier of the algorithm.</param>
/// <param name="Value">The digest.</param>
public sealed record SignedDigest(string Uri, string Method, ReadOnlyMemory<byte> Value);

/// <summary>
/// A signature in the profile of ADatP-4778.2 Annexes A and B: it covers each binding, the list of data outside the document, and its time.
/// That it covers exactly these elements was checked when it was read; keys and digests are the verifier's work.
/// </summary>
public sealed record BindingSignature
{
    /// <summary>What the signature value is over, in exclusive canonical form.</summary>
    public required XElement SignedInfo { get; init; }

    /// <summary>Identifier of the signature algorithm.</summary>
    public required string Method { get; init; }

    /// <summary>The signature value.</summary>
    public required ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>The signer's certificate, DER.</summary>
    public required ReadOnlyMemory<byte> Certificate { get; init; }

    /// <summary>Elements of the document.</summary>
    public required ImmutableArray<SignedElement> Elements { get; init; }

    /// <summary>Data outside the document, digests over their bytes; one for each reference of the bindings.</summary>
    public required ImmutableArray<SignedDigest> Data { get; init; }

    /// <summary>When it was signed, as the signer says.</summary>
    public required DateTimeOffset SignedAt { get; init; }
}
