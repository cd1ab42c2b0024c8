using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>This node's own answer to a warning, towards one of those who sent it.</summary>
public sealed record AcknowledgementRow
{
    /// <summary>The warning.</summary>
    public required ProductId Product { get; init; }

    /// <summary>Who sent it, and is told.</summary>
    public required PartnerCode Releaser { get; init; }

    /// <summary>The answer.</summary>
    public required WarningResponse Response { get; init; }

    /// <summary>Position of the RELEASE in the releaser's log.</summary>
    public required long ReleaseIndex { get; init; }

    /// <summary>Position of the ACKNOWLEDGE in our release log.</summary>
    public required long LogIndex { get; init; }

    /// <summary>Our clock, milliseconds since the Unix epoch.</summary>
    public required long AtMs { get; init; }

    /// <summary>Configured name of the caller who answered for the node. Stays home.</summary>
    public required string Caller { get; init; }
}

/// <summary>A partner's answer to a warning that this node released, with all that proves it to somebody who knows only the roster.</summary>
public sealed record ResponseRow
{
    /// <summary>The warning.</summary>
    public required ProductId Product { get; init; }

    /// <summary>Who answers.</summary>
    public required PartnerCode Holder { get; init; }

    /// <summary>The partner that brought the answer: the holder itself, or the one that handed the warning on to it.</summary>
    public required PartnerCode Via { get; init; }

    /// <summary>The answer.</summary>
    public required WarningResponse Response { get; init; }

    /// <summary>The holder's clock, milliseconds since the Unix epoch.</summary>
    public required long AtMs { get; init; }

    /// <summary>When we stored it, milliseconds since the Unix epoch.</summary>
    public required long StoredAtMs { get; init; }

    /// <summary>The RELEASE that is answered, verbatim.</summary>
    public required ReadOnlyMemory<byte> Subject { get; init; }

    /// <summary>The ACKNOWLEDGE, verbatim.</summary>
    public required ReadOnlyMemory<byte> Statement { get; init; }

    /// <summary>Its position in the holder's release log.</summary>
    public required long LogIndex { get; init; }

    /// <summary>Inclusion path, leaf to root.</summary>
    public required ReadOnlyMemory<byte> Path { get; init; }

    /// <summary>The checkpoint that the path leads to, a signed note.</summary>
    public required ReadOnlyMemory<byte> Note { get; init; }

    /// <summary>The partner that the warning came from, who is told; the default value for an own warning.</summary>
    public PartnerCode RelayTo { get; init; }
}

/// <summary>What can happen to a warning at a node. Numbers are stored.</summary>
public enum WarningEventKind
{
    /// <summary>It was sealed here.</summary>
    Raised = 1,

    /// <summary>It came from a partner.</summary>
    Arrived = 2,

    /// <summary>Half of the time is gone and nobody here has answered.</summary>
    Reminded = 3,

    /// <summary>The deadline is over and nobody here has answered.</summary>
    Escalated = 4,

    /// <summary>Somebody here answered.</summary>
    Acknowledged = 5,

    /// <summary>A partner's receipt is here.</summary>
    Delivered = 6,

    /// <summary>A partner's receipt is not here in time.</summary>
    Undelivered = 7,

    /// <summary>A partner has not answered in time.</summary>
    Overdue = 8,

    /// <summary>A partner answered.</summary>
    Responded = 9,

    /// <summary>A newer edition took its place.</summary>
    Superseded = 10,
}

/// <summary>One thing that happened to a warning; each at most once, which is what keeps an alarm from sounding twice.</summary>
/// <param name="Number">From 1 in the order in which they were recorded; the store gives it.</param>
/// <param name="Product">The warning.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Partner">Whom it concerns; this node's own partner for what happens at home.</param>
/// <param name="Response">The answer, for answers only.</param>
/// <param name="AtMs">Our clock, milliseconds since the Unix epoch.</param>
public sealed record WarningEventRow(long Number, ProductId Product, WarningEventKind Kind, PartnerCode Partner, WarningResponse? Response, long AtMs)
{
    /// <summary>Whether both are the same happening, whenever it was recorded.</summary>
    public bool Same(WarningEventRow other) =>
        other.Product == Product && other.Kind == Kind && other.Partner == Partner && other.Response == Response;
}
