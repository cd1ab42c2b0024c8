namespace Gateway.Core.Warnings.Cap;

/// <summary>CAP 1.2 §3.2.1, status.</summary>
public enum CapStatus
{
    /// <summary>Real.</summary>
    Actual,

    /// <summary>For those who take part in an exercise.</summary>
    Exercise,

    /// <summary>Technical testing only; everybody disregards it.</summary>
    Test,
}

/// <summary>CAP 1.2 §3.2.1, msgType.</summary>
public enum CapMessageType
{
    /// <summary>New information.</summary>
    Alert,

    /// <summary>Replaces the messages that it refers to.</summary>
    Update,

    /// <summary>Cancels the messages that it refers to.</summary>
    Cancel,
}

/// <summary>CAP 1.2 §3.2.1, scope. A warning between governments is never public.</summary>
public enum CapScope
{
    /// <summary>Under a rule that the message states.</summary>
    Restricted,

    /// <summary>For addressees that the message names.</summary>
    Private,
}

/// <summary>CAP 1.2 §3.2.2, responseType.</summary>
public enum CapResponse
{
    /// <summary>Make ready, as the instruction says.</summary>
    Prepare,

    /// <summary>Keep watching.</summary>
    Monitor,

    /// <summary>Weigh the information.</summary>
    Assess,

    /// <summary>The danger has passed.</summary>
    AllClear,
}

/// <summary>CAP 1.2 §3.2.2, urgency.</summary>
public enum CapUrgency
{
    /// <summary>Act at once.</summary>
    Immediate,

    /// <summary>Act soon.</summary>
    Expected,

    /// <summary>Act in the time to come.</summary>
    Future,

    /// <summary>Action is no longer needed.</summary>
    Past,

    /// <summary>Not known, or not said.</summary>
    Unknown,
}

/// <summary>CAP 1.2 §3.2.2, severity.</summary>
public enum CapSeverity
{
    /// <summary>Extraordinary threat.</summary>
    Extreme,

    /// <summary>Significant threat.</summary>
    Severe,

    /// <summary>Possible threat.</summary>
    Moderate,

    /// <summary>Little threat.</summary>
    Minor,

    /// <summary>Not known, or not said.</summary>
    Unknown,
}

/// <summary>CAP 1.2 §3.2.2, certainty. The words have numbers, which are not those of any intelligence scale.</summary>
public enum CapCertainty
{
    /// <summary>It has happened or goes on.</summary>
    Observed,

    /// <summary>More probable than not: above one half.</summary>
    Likely,

    /// <summary>At most one half.</summary>
    Possible,

    /// <summary>Not expected: nearly zero.</summary>
    Unlikely,

    /// <summary>Not known, or not said.</summary>
    Unknown,
}
