namespace Gateway.Core.Markings;

/// <summary>
/// The five-step ladder that every national level maps to, for comparison inside the gateway only. The originator's own word is
/// always kept beside it (ADatP-4774.1 §4.2). Numeric values are ranks: higher is more sensitive.
/// </summary>
public enum Level
{
    /// <summary>Not classified. May still carry release controls.</summary>
    Unclassified = 0,

    /// <summary>RESTRICTED and its national words; the United States has no such level.</summary>
    Restricted = 1,

    /// <summary>CONFIDENTIAL and its national words.</summary>
    Confidential = 2,

    /// <summary>SECRET and its national words.</summary>
    Secret = 3,

    /// <summary>TOP SECRET and its national words.</summary>
    TopSecret = 4,
}
