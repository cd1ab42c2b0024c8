using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Frameworks;

/// <summary>What a factor of one framework becomes in another.</summary>
public abstract record CrosswalkOutcome
{
    private CrosswalkOutcome()
    {
    }

    /// <summary>It has counterparts.</summary>
    /// <param name="To">Never empty.</param>
    /// <param name="ByFactor">
    /// The indicator has no counterpart of its own: these are the counterparts of its factor as a whole, which say more than it does.
    /// </param>
    public sealed record Mapped(ImmutableArray<FactorRef> To, bool ByFactor) : CrosswalkOutcome;

    /// <summary>It has none. Whoever translates says so; nothing falls silently.</summary>
    public sealed record Unmapped : CrosswalkOutcome;
}

/// <summary>
/// Which factor of one framework says what which factor of another says. Drawn up by this project: see <see cref="Verification"/>. Not
/// transitive: a pair holds between the two frameworks that it names and no third. Immutable and thread-safe.
/// </summary>
public static class FrameworkCrosswalk
{
    private static readonly FrozenDictionary<(FactorRef From, string To), ImmutableArray<FactorRef>> Pairs;

    static FrameworkCrosswalk()
    {
        (Verification, All) = FrameworkData.Crosswalk();
        Pairs = All.SelectMany(pair => new[] { (From: pair.One, To: pair.Other), (From: pair.Other, To: pair.One) })
            .GroupBy(pair => (pair.From, pair.To.Framework))
            .ToFrozenDictionary(group => group.Key, group => group.Select(pair => pair.To).Distinct().ToImmutableArray());
    }

    /// <summary>How far the pairs were compared with anything.</summary>
    public static Verification Verification { get; }

    /// <summary>All pairs, each once.</summary>
    public static ImmutableArray<(FactorRef One, FactorRef Other)> All { get; }

    /// <summary>The counterparts of a factor in another framework; in its own, itself.</summary>
    public static CrosswalkOutcome Translate(FactorRef factor, string toFramework)
    {
        if (factor.Framework == toFramework)
        {
            return new CrosswalkOutcome.Mapped([factor], ByFactor: false);
        }

        if (Pairs.TryGetValue((factor, toFramework), out ImmutableArray<FactorRef> exact))
        {
            return new CrosswalkOutcome.Mapped(exact, ByFactor: false);
        }

        return factor.Indicator != 0 && Pairs.TryGetValue((factor with { Indicator = 0 }, toFramework), out ImmutableArray<FactorRef> whole)
            ? new CrosswalkOutcome.Mapped(whole, ByFactor: true)
            : new CrosswalkOutcome.Unmapped();
    }

    /// <summary>Translates all, and keeps what has no counterpart apart: every factor given stands in exactly one of the two lists.</summary>
    public static CrosswalkResult TranslateAll(IEnumerable<FactorRef> factors, string toFramework)
    {
        var mapped = ImmutableArray.CreateBuilder<(FactorRef, CrosswalkOutcome.Mapped)>();
        var unmapped = ImmutableArray.CreateBuilder<FactorRef>();
        foreach (FactorRef factor in factors)
        {
            if (Translate(factor, toFramework) is CrosswalkOutcome.Mapped found)
            {
                mapped.Add((factor, found));
            }
            else
            {
                unmapped.Add(factor);
            }
        }

        return new CrosswalkResult(mapped.ToImmutable(), unmapped.ToImmutable());
    }
}

/// <summary>A list of factors in the terms of another framework.</summary>
/// <param name="Mapped">Factors with counterparts, in the order given.</param>
/// <param name="Unmapped">Factors without, in the order given.</param>
public sealed record CrosswalkResult(
    ImmutableArray<(FactorRef From, CrosswalkOutcome.Mapped To)> Mapped, ImmutableArray<FactorRef> Unmapped);
