namespace Gateway.Core.Sealing;

/// <summary>Real information, an exercise, or a technical test; kept in separate stores. Numbers equal <c>gateway.v1.Mode</c>.</summary>
public enum Mode
{
    /// <summary>Real.</summary>
    Actual = 1,

    /// <summary>Invented, for an exercise.</summary>
    Exercise = 2,

    /// <summary>Technical test.</summary>
    Test = 3,
}
