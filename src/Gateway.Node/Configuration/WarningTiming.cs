namespace Gateway.Node.Configuration;

/// <summary>How long warnings may wait.</summary>
/// <param name="AcknowledgeWithin">For an answer, where the originator sets no deadline.</param>
/// <param name="UndeliveredAfter">For a partner's receipt.</param>
internal sealed record WarningTiming(TimeSpan AcknowledgeWithin, TimeSpan UndeliveredAfter)
{
    /// <summary>The longest that may be configured.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public static WarningTiming Default { get; } = new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(10));
}
