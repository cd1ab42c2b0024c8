using System.Collections.Immutable;

namespace Gateway.Core.Markings.Wire;

/// <summary>
/// A US-format mark as attributes of the ISM namespace (ODNI Information Security Marking Metadata). Lists stand in the order of the
/// ISM vocabularies. Immutable; equality by value.
/// </summary>
public sealed record IsmAttributes
{
    /// <summary>Namespace of the attributes.</summary>
    public const string Namespace = "urn:us:gov:ic:ism";

    internal const string ClassificationName = "classification";
    internal const string OwnerProducerName = "ownerProducer";
    internal const string JointName = "joint";
    internal const string FgiOpen = "FGIsourceOpen";
    internal const string FgiProtected = "FGIsourceProtected";
    internal const string Dissemination = "disseminationControls";
    internal const string ReleasableToName = "releasableTo";
    internal const string DisplayOnlyToName = "displayOnlyTo";
    internal const string NonIc = "nonICmarkings";

    /// <summary>Names of the attributes, in the order they are written in.</summary>
    public static readonly ImmutableArray<string> Names =
        [ClassificationName, OwnerProducerName, JointName, FgiOpen, FgiProtected, Dissemination, ReleasableToName, DisplayOnlyToName, NonIc];

    /// <summary><c>TS</c>, <c>S</c>, <c>C</c>, <c>R</c> or <c>U</c>.</summary>
    public required string Classification { get; init; }

    /// <summary>Owners; <c>FGI</c> alone when the source is concealed.</summary>
    public required ImmutableArray<string> OwnerProducer { get; init; }

    /// <summary>Owned jointly by all of <see cref="OwnerProducer"/>.</summary>
    public bool Joint { get; init; }

    /// <summary>Foreign owners inside a US or joint mark.</summary>
    public ImmutableArray<string> FgiSourceOpen { get; init; } = [];

    /// <summary><c>FGI</c> when a foreign source may not be named.</summary>
    public ImmutableArray<string> FgiSourceProtected { get; init; } = [];

    /// <summary>Portion spellings, <c>REL</c> and <c>DISPLAYONLY</c> without their lists.</summary>
    public ImmutableArray<string> DisseminationControls { get; init; } = [];

    /// <summary>The list of REL.</summary>
    public ImmutableArray<string> ReleasableTo { get; init; } = [];

    /// <summary>The list of DISPLAYONLY.</summary>
    public ImmutableArray<string> DisplayOnlyTo { get; init; } = [];

    /// <summary>Markings from outside the intelligence community.</summary>
    public ImmutableArray<string> NonIcMarkings { get; init; } = [];

    /// <summary>The attributes that stand, name and value, in the order of <see cref="Names"/>; values separated by one space.</summary>
    public ImmutableArray<KeyValuePair<string, string>> ToPairs()
    {
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        pairs.Add(new(ClassificationName, Classification));
        Add(OwnerProducerName, OwnerProducer);
        if (Joint)
        {
            pairs.Add(new(JointName, "true"));
        }

        Add(FgiOpen, FgiSourceOpen);
        Add(FgiProtected, FgiSourceProtected);
        Add(Dissemination, DisseminationControls);
        Add(ReleasableToName, ReleasableTo);
        Add(DisplayOnlyToName, DisplayOnlyTo);
        Add(NonIc, NonIcMarkings);
        return pairs.ToImmutable();

        void Add(string name, ImmutableArray<string> tokens)
        {
            if (!tokens.IsEmpty)
            {
                pairs.Add(new(name, string.Join(' ', tokens)));
            }
        }
    }

    /// <inheritdoc/>
    public bool Equals(IsmAttributes? other) => other is not null && ToPairs().AsSpan().SequenceEqual(other.ToPairs().AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Classification, OwnerProducer.Length, DisseminationControls.Length);
}
