namespace Gateway.Core.Assessments;

/// <summary>How far facts that this project restates were compared with their source. What is not verified is shown as such wherever it is used.</summary>
public enum Verification
{
    /// <summary>Compared with the source that is named.</summary>
    Verified,

    /// <summary>The source exists and some of the figures were seen in it; the rest is recalled.</summary>
    Partly,

    /// <summary>Recalled, compared with nothing. A person has to check it before it is called authoritative.</summary>
    Unverified,
}
