using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Compiled;

namespace Gateway.Fuzz.Decisions;

/// <summary>
/// Decides the same questions by the interpreter, partner by partner, by row and through the memo, in one world: outcome, ids and the
/// instant until which they hold must be the same.
/// </summary>
internal sealed class Comparison
{
    private const int Portions = 3;
    private const int Times = 4;
    private const int Recipients = 12;

    private readonly Choices _choices;
    private readonly RandomWorld _world;
    private readonly DecisionContext _context;
    private readonly CompiledModel _model;
    private readonly DecisionMemo _memo;
    private readonly long[] _changes;

    /// <summary>A world of the bytes' choosing, with so many partners and, in each file, at most so many rules.</summary>
    public Comparison(byte[] bytes, int? partners = null, int mostRules = 12)
    {
        _choices = new Choices(bytes);
        _world = new RandomWorld(_choices, partners ?? _choices.Of(RandomWorld.Sizes.AsSpan()));
        _context = new DecisionContext
        {
            Roster = _world.Roster,
            Agreements = _world.Agreements,
            Policy = new RandomPolicy(_choices, _world).Make(mostRules),
            Markings = RandomPortion.MarkingBook,
            Releaser = _world.Releaser,
            Now = default,
            HoldApproved = _choices.OneIn(8),
        };
        _model = new CompiledModel(_context);
        _memo = new DecisionMemo(_context);
        _changes = [.. AllChanges(_context).Distinct().Order()];
    }

    /// <summary>What was decided, to be counted: each id with the outcome that it decided.</summary>
    public SortedSet<string> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>How many decisions were compared.</summary>
    public int Decisions { get; private set; }

    /// <summary>Compares. Throws <see cref="BrokenPromiseException"/> at the first difference.</summary>
    public Comparison Run()
    {
        var portions = new RandomPortion(_choices, _world);
        PortionFacts[] facts = [.. Enumerable.Range(0, Portions).Select(_ => portions.Make())];
        for (int i = 0; i < Portions * Times; i++)
        {
            // Times in no order, so that the memo is also asked about what lies before.
            Compare(facts[i % Portions] with { }, Time());
        }

        return this;
    }

    private DateTimeOffset Time()
    {
        DateTimeOffset at = _world.Instant().AddTicks(_choices.Below(3) - 1);
        return _choices.Below(6) switch
        {
            0 => at.ToOffset(TimeSpan.FromHours(2)),
            1 => at.AddYears(_choices.Below(7) - 3),
            _ => at,
        };
    }

    private void Compare(PortionFacts facts, DateTimeOffset now)
    {
        MarkingClass portion = _model.Class(facts, now);
        Row row = _model.Row(portion);
        ClassDecisions remembered = _memo.Of(facts, now);
        Promise.Holds(remembered.Holds(now), "what the memo gives holds when it is asked for");
        long until = _changes.Append(Embargo(facts)).Where(change => change > now.UtcTicks).DefaultIfEmpty(long.MaxValue).Min();
        Promise.Holds(remembered.Until == until, $"decided until {remembered.Until}, and not until {until}");
        for (int i = 0; i < Recipients; i++)
        {
            PartnerCode to = _choices.OneIn(20) ? PartnerCode.Of("ZZZ") : _choices.Of(_world.Codes.AsSpan());
            int place = _memo.Place(to);
            Decision expected = Interpreter.Decide(facts, to, _context with { Now = now });
            Same("memo", expected, remembered.For(to, place), facts, to, now);
            Same("memo by code", expected, _memo.Decide(facts, to, now), facts, to, now);
            if (place >= 0 && !_context.HoldApproved)
            {
                Same("alone", expected, _model.Decide(portion, place), facts, to, now);
                Same("row", expected, row[place], facts, to, now);
                Promise.Holds(row.Outcome(place) == expected.Outcome, "the row's outcome is the decision's");
            }

            if (until < DateTimeOffset.MaxValue.UtcTicks && _choices.OneIn(4))
            {
                Same("last instant", Interpreter.Decide(facts, to, _context with { Now = new DateTimeOffset(until - 1, TimeSpan.Zero) }), expected, facts, to, now);
            }

            Decisions++;
            Seen.UnionWith(expected.Rules.Select(rule => $"{expected.Outcome} {(RuleIds.IsReserved(rule) ? rule : "rule")}"));
        }
    }

    private void Same(string way, Decision expected, Decision found, PortionFacts facts, PartnerCode to, DateTimeOffset now) => Promise.Holds(
        found.Outcome == expected.Outcome && found.Rules.SequenceEqual(expected.Rules),
        $"{way}: {found.Outcome} by {string.Join(", ", found.Rules)}, interpreter: {expected.Outcome} by {string.Join(", ", expected.Rules)}; "
        + $"{facts.Marking.Policy} {facts.Marking.Text} of {facts.Originator} from {_world.Releaser} to {to} at {now:O}, {_world.Codes.Length} partners");

    private static long Embargo(PortionFacts facts) => facts.Marking.NotBeforeMs is > 0 and <= 253_402_300_799_999
        ? DateTimeOffset.FromUnixTimeMilliseconds(facts.Marking.NotBeforeMs).UtcTicks
        : 0;

    // Said again, and more plainly than where it is computed.
    private static IEnumerable<long> AllChanges(DecisionContext context)
    {
        yield return context.Roster.Terms.Expires.UtcTicks;
        foreach (Membership period in context.Roster.Coalitions.SelectMany(coalition => coalition.Members))
        {
            yield return period.From.UtcTicks;
            yield return period.Until?.UtcTicks ?? DateTimeOffset.MaxValue.UtcTicks;
        }

        foreach (Agreement agreement in context.Agreements.All)
        {
            yield return agreement.ValidFrom.UtcTicks;
            yield return agreement.ValidUntil.UtcTicks;
        }

        foreach (PolicyRule rule in context.Policy.Rules)
        {
            yield return rule.Effective.UtcTicks;
            yield return rule.Until?.UtcTicks ?? DateTimeOffset.MaxValue.UtcTicks;
        }
    }
}
