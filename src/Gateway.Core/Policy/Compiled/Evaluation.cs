namespace Gateway.Core.Policy.Compiled;

/// <summary>Partners by outcome, 64 of them; whoever is in none has nothing.</summary>
internal readonly record struct Outcomes(ulong Release, ulong TearLine, ulong Hold)
{
    /// <summary>The outcome of one of them.</summary>
    public Outcome Of(int bit)
    {
        ulong one = 1UL << bit;
        return (Release & one) != 0 ? Outcome.Release
            : (TearLine & one) != 0 ? Outcome.TearLine
            : (Hold & one) != 0 ? Outcome.Hold
            : Outcome.Withhold;
    }
}

/// <summary>The partners, of 64, for whom an id is among those that decided.</summary>
internal readonly record struct Deciding(int Slot, ulong Partners);

/// <summary>
/// Decides a portion for 64 partners at once: the twin of <see cref="Interpreter"/>. Stateless.
/// </summary>
internal static class Evaluation
{
    private const ulong Everybody = ulong.MaxValue;
    private const ulong Nobody = 0;

    /// <summary>How many ids besides the rules of a portion can decide.</summary>
    public const int OtherDeciders = 16;

    /// <summary>Up to so many a caller may give room for on the stack.</summary>
    public const int MostOnStack = 128;

    /// <summary>The outcomes; <paramref name="deciding"/> takes the ids that decided for somebody, and must have room for the portion's rules and <see cref="OtherDeciders"/>.</summary>
    public static Outcomes Of(MarkingClass portion, int word, DeciderSlots slots, Span<Deciding> deciding, out int count)
    {
        var weighing = new Weighing(deciding);
        Span<ulong> withheld = stackalloc ulong[CompiledChecks.Plain.Length];
        Ceilings agreement = default, releasability = default;
        if (portion.IsBlind)
        {
            weighing.Bound(Everybody, Nobody, Nobody);
        }
        else
        {
            CompiledChecks.Withheld(portion, word, withheld);
            foreach (ulong from in withheld)
            {
                weighing.Bound(from, Nobody, Nobody);
            }

            agreement = CompiledChecks.Agreement(portion, word);
            releasability = CompiledChecks.Releasability(portion, word);
            weighing.Bound(agreement.Withheld, agreement.Held, agreement.TearLines);
            weighing.Bound(releasability.Withheld, releasability.Held, releasability.TearLines);
        }

        foreach (ref readonly CurrentRule rule in portion.Rules.AsSpan())
        {
            weighing.Weigh(rule, Matching(portion, rule, word));
        }

        Outcomes outcomes = weighing.Outcomes();
        if (portion.IsBlind)
        {
            weighing.Name(slots.Unreadable, portion.IsReadable ? Nobody : Everybody, Outcome.Withhold);
            weighing.Name(slots.UnknownCode, portion.Frame.IsExpired ? Everybody : Nobody, Outcome.Withhold);
        }
        else
        {
            for (int i = 0; i < withheld.Length; i++)
            {
                weighing.Name(slots.Plain[i], withheld[i], Outcome.Withhold);
            }

            weighing.Name(slots.Agreement, agreement);
            weighing.Name(slots.Releasability, releasability);
        }

        foreach (ref readonly CurrentRule rule in portion.Rules.AsSpan())
        {
            weighing.Name(rule, Matching(portion, rule, word));
        }

        weighing.NameNoRule(slots.NoRule);
        count = weighing.Count;
        return outcomes;
    }

    private static ulong Matching(MarkingClass portion, in CurrentRule rule, int word)
    {
        ulong matching = rule.Recipients[word];
        if (rule.Regions != FollowedRegions.None)
        {
            matching &= (rule.Regions & FollowedRegions.All) != FollowedRegions.None ? portion.FollowsAll[word] : Everybody;
            matching &= (rule.Regions & FollowedRegions.Any) != FollowedRegions.None ? portion.FollowsAny[word] : Everybody;
            matching &= (rule.Regions & FollowedRegions.NotAll) != FollowedRegions.None ? ~portion.FollowsAll[word] : Everybody;
        }

        return matching;
    }
}
