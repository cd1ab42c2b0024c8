using System.Collections.Immutable;

namespace Gateway.Core.Markings.Wire;

/// <summary>What a label is to the information it is bound to (ADatP-4774 App. 1).</summary>
public enum LabelRole
{
    /// <summary>The originator's own; never overwritten.</summary>
    Originator,

    /// <summary>An equivalent in another policy, beside the originator's.</summary>
    Alternative,

    /// <summary>The label of the metadata themselves.</summary>
    Metadata,
}

/// <summary>How the values of a category count in an access decision.</summary>
public enum LabelCategoryType
{
    /// <summary>A recipient needs all of them.</summary>
    Restrictive,

    /// <summary>A recipient needs one of them.</summary>
    Permissive,

    /// <summary>They do not count.</summary>
    Informative,
}

/// <summary>One category of a label.</summary>
/// <param name="Type">How its values count.</param>
/// <param name="TagName">Its name in the policy: <c>Releasable To</c>.</param>
/// <param name="Values">Values, in the order they stand, at least one.</param>
public sealed record LabelCategory(LabelCategoryType Type, string TagName, ImmutableArray<string> Values)
{
    /// <summary>The <c>urn:oid:</c> of the tag set, or null.</summary>
    public string? Uri { get; init; }

    /// <inheritdoc/>
    public bool Equals(LabelCategory? other) =>
        other is not null && Type == other.Type && TagName == other.TagName && Uri == other.Uri && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, TagName, Values.Length);
}

/// <summary>Who made a label.</summary>
/// <param name="IdType">
/// <c>rfc822Name</c>, <c>dNSName</c>, <c>directoryName</c>, <c>uniformResourceIdentifier</c>, <c>iPAddress</c>, <c>x400Address</c>,
/// <c>userPrincipalName</c> or <c>jID</c> (ADatP-4774 App. 1 Table 9).
/// </param>
/// <param name="Value">The name.</param>
public sealed record LabelOriginator(string IdType, string Value);

/// <summary>The label that follows at a stated time.</summary>
/// <param name="At">From when.</param>
/// <param name="Label">The label; it has no succession of its own.</param>
public sealed record LabelSuccession(DateTimeOffset At, ConfidentialityLabel Label);

/// <summary>A confidentiality label (ADatP-4774) whose every constraint holds. Immutable; equality by value.</summary>
public sealed record ConfidentialityLabel
{
    /// <summary>What it is to the information.</summary>
    public required LabelRole Role { get; init; }

    /// <summary>Name of the policy: <c>NATO</c>, <c>US</c>, <c>FRA</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>The level in the word of the policy.</summary>
    public required string Classification { get; init; }

    /// <summary>A privacy mark, or null. No mark of ours has a place for one.</summary>
    public string? PrivacyMark { get; init; }

    /// <summary>Categories, in the order they stand.</summary>
    public ImmutableArray<LabelCategory> Categories { get; init; } = [];

    /// <summary>Who made it, or null.</summary>
    public LabelOriginator? Originator { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it has to be looked at again. Null only beside a succession. A time in the past does not void the label.</summary>
    public DateTimeOffset? ReviewAt { get; init; }

    /// <summary>What follows it, or null.</summary>
    public LabelSuccession? Succession { get; init; }

    /// <inheritdoc/>
    public bool Equals(ConfidentialityLabel? other) =>
        other is not null && Role == other.Role && SameInformation(other) && Originator == other.Originator && CreatedAt == other.CreatedAt
        && ReviewAt == other.ReviewAt && Succession == other.Succession;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Role, Policy, Classification, CreatedAt);

    /// <summary>True when both say the same about the information, whatever their role and dates; categories in any order.</summary>
    internal bool SameInformation(ConfidentialityLabel other) =>
        Policy == other.Policy && Classification == other.Classification && PrivacyMark == other.PrivacyMark
        && InOrder(Categories).SequenceEqual(InOrder(other.Categories));

    private static IEnumerable<LabelCategory> InOrder(ImmutableArray<LabelCategory> categories) =>
        categories.Select(category => category with { Uri = null, Values = [.. category.Values.Order(StringComparer.Ordinal)] })
            .OrderBy(category => category.TagName, StringComparer.Ordinal);
}
