using System.Collections.Concurrent;
using System.Collections.Frozen;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>
/// Decisions remembered under one roster, one set of agreements, one policy and one reading of markings. It holds the answers of the
/// <see cref="Interpreter"/> by class of portion and partner, each until the next instant at which time could change it; any other
/// question goes to the interpreter. A class whose decisions were made at a later instant than is asked for is decided anew, so a clock that
/// runs back never finds what was not yet due. Bounded; thread-safe.
/// </summary>
internal sealed class DecisionMemo
{
    private const int MostClasses = 4_096;

    private readonly DecisionContext _context;
    private readonly Changes _changes;
    private readonly FrozenDictionary<PartnerCode, int> _places;
    private readonly DecisionShapes _shapes = new();
    private ConcurrentDictionary<PortionClass, ClassDecisions> _classes = new();

    /// <summary>A memo of decisions under this context, at whatever instant.</summary>
    public DecisionMemo(DecisionContext context)
    {
        _context = context;
        _changes = new Changes(context);
        _places = context.Roster.Partners.Select((partner, place) => (partner.Code, place)).ToFrozenDictionary(pair => pair.Code, pair => pair.place);
    }

    /// <summary>Where a partner stands in the roster; -1 for whom the roster does not know.</summary>
    public int Place(PartnerCode partner) => _places.TryGetValue(partner, out int place) ? place : -1;

    /// <summary>The same as <see cref="Interpreter.Decide"/>.</summary>
    public Decision Decide(PortionFacts facts, PartnerCode recipient, DateTimeOffset now) => Of(facts, now).For(recipient, Place(recipient));

    /// <summary>The decisions about portions like this one, for every partner, at this instant.</summary>
    public ClassDecisions Of(PortionFacts facts, DateTimeOffset now)
    {
        if (PortionClass.Of(facts, _changes.Era(facts.SealedAt)) is not { } portionClass)
        {
            return Fresh(facts, now);
        }

        ConcurrentDictionary<PortionClass, ClassDecisions> classes = _classes;
        if (classes.TryGetValue(portionClass, out ClassDecisions? known) && known.Holds(now))
        {
            return known;
        }

        if (classes.Count >= MostClasses)
        {
            _classes = classes = new();
        }

        return classes[portionClass] = Fresh(facts, now);
    }

    private ClassDecisions Fresh(PortionFacts facts, DateTimeOffset now) =>
        new(facts, _context with { Now = now }, _changes.Next(now, facts.Marking.NotBeforeMs), _places.Count, _shapes);
}

/// <summary>
/// What is decided about the portions of one class for every partner. All of it is decided for the instant of <paramref name="context"/>,
/// and holds from then to <paramref name="until"/>, ticks of UTC, exclusive. Thread-safe.
/// </summary>
internal sealed class ClassDecisions(PortionFacts facts, DecisionContext context, long until, int partners, DecisionShapes shapes)
{
    private readonly long _from = context.Now.UtcTicks;
    private readonly Decision?[] _decisions = new Decision?[partners];

    /// <summary>Whether the decisions hold at this instant.</summary>
    public bool Holds(DateTimeOffset now) => now.UtcTicks >= _from && now.UtcTicks < until;

    /// <summary>The decision for a partner; <paramref name="place"/> is its place in the roster, or -1.</summary>
    public Decision For(PartnerCode recipient, int place)
    {
        if (place < 0)
        {
            return Interpreter.Decide(facts, recipient, context);
        }

        // Two threads may decide the same at once, and come to the same.
        Decision? known = Volatile.Read(ref _decisions[place]);
        if (known is null)
        {
            known = shapes.Share(Interpreter.Decide(facts, recipient, context));
            Volatile.Write(ref _decisions[place], known);
        }

        return known;
    }
}

/// <summary>One object for all equal decisions, so that whoever compares many compares references. Sharing is best effort. Bounded; thread-safe.</summary>
internal sealed class DecisionShapes
{
    private const int Most = 4_096;

    private readonly ConcurrentDictionary<(Outcome Outcome, string Rules), Decision> _known = new();

    public Decision Share(Decision decision)
    {
        // Ids have no line feed.
        (Outcome, string) shape = (decision.Outcome, string.Join('\n', decision.Rules));
        return _known.Count < Most || _known.ContainsKey(shape) ? _known.GetOrAdd(shape, decision) : decision;
    }
}
