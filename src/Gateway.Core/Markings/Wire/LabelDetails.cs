namespace Gateway.Core.Markings.Wire;

/// <summary>What a label says besides the mark.</summary>
/// <param name="CreatedAt">When the label is made.</param>
/// <param name="ReviewAt">When it has to be looked at again.</param>
public sealed record LabelDetails(DateTimeOffset CreatedAt, DateTimeOffset ReviewAt)
{
    /// <summary>Who makes it, or null.</summary>
    public LabelOriginator? Originator { get; init; }
}
