namespace Gateway.Core.Watching;

/// <summary>How soon to act (CAP 1.2, info.urgency). Numbers equal <c>gateway.v1.Urgency</c>.</summary>
public enum Urgency
{
    /// <summary>Now.</summary>
    Immediate = 1,

    /// <summary>Within the hour or day.</summary>
    Expected = 2,

    /// <summary>In the time to come.</summary>
    Future = 3,
}

/// <summary>How grave it is (CAP 1.2, info.severity). Numbers equal <c>gateway.v1.Severity</c>.</summary>
public enum Severity
{
    /// <summary>Extraordinary threat to life.</summary>
    Extreme = 1,

    /// <summary>Significant threat to life.</summary>
    Severe = 2,

    /// <summary>Possible threat to life.</summary>
    Moderate = 3,

    /// <summary>Minimal threat to life.</summary>
    Minor = 4,
}

/// <summary>How sure it is (CAP 1.2, info.certainty). Numbers equal <c>gateway.v1.Certainty</c>.</summary>
public enum Certainty
{
    /// <summary>Seen.</summary>
    Observed = 1,

    /// <summary>A probability above one half.</summary>
    Likely = 2,

    /// <summary>Possible, with a probability of at most one half.</summary>
    Possible = 3,

    /// <summary>Not known.</summary>
    Unknown = 5,
}

/// <summary>The three words that a warning opens with.</summary>
/// <param name="Urgency">How soon.</param>
/// <param name="Severity">How grave.</param>
/// <param name="Certainty">How sure.</param>
public sealed record Alarm(Urgency Urgency, Severity Severity, Certainty Certainty)
{
    /// <summary>The certainty of a probability: "Likely" means more than one half, so almost every risk of this field is "Possible".</summary>
    public static Certainty CertaintyOf(double? p) => p switch
    {
        null => Certainty.Unknown,
        > 0.5 => Certainty.Likely,
        _ => Certainty.Possible,
    };
}
