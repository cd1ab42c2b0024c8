using System.Collections.Immutable;

namespace Gateway.Core.Policy;

/// <summary>What one mandatory check allows at most.</summary>
/// <param name="Rule">Id of the check.</param>
/// <param name="Ceiling">The highest outcome it allows; <see cref="Outcome.Release"/> when it is satisfied.</param>
public readonly record struct CheckResult(string Rule, Outcome Ceiling);

/// <summary>What the mandatory checks allow together.</summary>
/// <param name="Results">
/// Every check that could be made, in order. Without a readable marking or a known recipient the later checks have nothing to look
/// at; the ceiling is then <see cref="Outcome.Withhold"/> and the list holds the check that said so.
/// </param>
public sealed record MandatoryResult(ImmutableArray<CheckResult> Results)
{
    /// <summary>The lowest of all ceilings.</summary>
    public Outcome Ceiling
    {
        get
        {
            Outcome lowest = Results[0].Ceiling;
            foreach (CheckResult result in Results)
            {
                lowest = result.Ceiling < lowest ? result.Ceiling : lowest;
            }

            return lowest;
        }
    }

    /// <summary>The checks that are not satisfied, in order.</summary>
    public ImmutableArray<string> Failing => [.. Results.Where(r => r.Ceiling < Outcome.Release).Select(r => r.Rule)];

    /// <summary>The reason to log: the first check that is not satisfied, or empty.</summary>
    public string FirstFailing => Failing is [var first, ..] ? first : "";
}
