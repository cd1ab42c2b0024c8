using System.Collections.Immutable;

namespace Gateway.Core.Policy;

/// <summary>
/// What may happen to one portion for one recipient: a chain, lowest first. The order of rules never matters because outcomes
/// are combined by minimum and maximum only.
/// </summary>
public enum Outcome
{
    /// <summary>Stays home, without a placeholder.</summary>
    Withhold = 1,

    /// <summary>Waits for a release officer; counts as <see cref="Withhold"/> until decided.</summary>
    Hold = 2,

    /// <summary>May leave only as a rewording that the originator sealed for a wider audience: never the best-ranked variant of a path.</summary>
    TearLine = 3,

    /// <summary>May leave.</summary>
    Release = 4,
}

/// <summary>The outcome for one portion and the rules that decided it.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Rules">Ids of the deciding rules, ordinal order; never empty. They stay at home: a partner never learns them.</param>
public sealed record Decision(Outcome Outcome, ImmutableArray<string> Rules)
{
    /// <summary>The same outcome, with one rule more that had a say.</summary>
    internal Decision And(string rule) => this with { Rules = [.. Rules.Append(rule).Order(StringComparer.Ordinal)] };
}
