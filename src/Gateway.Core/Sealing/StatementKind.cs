namespace Gateway.Core.Sealing;

/// <summary>
/// What a statement says, and thereby which log it belongs to: below 64 the release log, from 64 the internal log.
/// Numbers equal <c>gateway.v1.Kind</c> and are never reused.
/// </summary>
public enum StatementKind
{
    /// <summary>The openings that one recipient may have.</summary>
    Release = 1,

    /// <summary>Logged and then not sent.</summary>
    Withdrawn = 2,

    /// <summary>Recall, correction, supersession, raised marking.</summary>
    Notice = 3,

    /// <summary>An owner lets a portion go on to another partner.</summary>
    OnwardGrant = 4,

    /// <summary>"I hold it."</summary>
    Receipt = 5,

    /// <summary>A roster came into force.</summary>
    Roster = 6,

    /// <summary>The node's keys.</summary>
    Key = 7,

    /// <summary>Head of the internal log.</summary>
    InternalHead = 8,

    /// <summary>Filler.</summary>
    Pad = 9,

    /// <summary>A warning was acknowledged.</summary>
    Acknowledge = 10,

    /// <summary>A request for information.</summary>
    Request = 11,

    /// <summary>Its answer.</summary>
    Answer = 12,

    /// <summary>A partner seals another's text as its own, too.</summary>
    Coseal = 13,

    /// <summary>A product was sealed.</summary>
    Seal = 64,

    /// <summary>Nothing of a product goes to a partner.</summary>
    Refusal = 65,

    /// <summary>A product waits for a release officer.</summary>
    Hold = 66,

    /// <summary>A local caller read shared content.</summary>
    Access = 67,

    /// <summary>An auditor's query or export.</summary>
    Audit = 68,

    /// <summary>A policy set came into force.</summary>
    Policy = 69,

    /// <summary>A release officer approved or rejected what waited.</summary>
    Approval = 70,

    /// <summary>What this node held of a product was destroyed.</summary>
    Erasure = 71,
}

/// <summary>One of the two append-only logs of a node.</summary>
public enum LogName
{
    /// <summary>What partners may check.</summary>
    Release = 1,

    /// <summary>What stays home.</summary>
    Internal = 2,
}

/// <summary>Which log owns which kind.</summary>
public static class StatementKinds
{
    /// <summary>The log that a kind belongs to.</summary>
    public static LogName Log(this StatementKind kind) => (int)kind < 64 ? LogName.Release : LogName.Internal;

    internal static bool IsKnown(uint kind) => kind is >= 1 and <= 13 or >= 64 and <= 71;
}
