using System.Collections.Concurrent;
using Gateway.Core.Partners;
using Gateway.Core.Policy.Compiled;

namespace Gateway.Core.Policy;

/// <summary>
/// Decisions remembered under one roster, one set of agreements, one policy and one reading of markings. A portion is decided by the
/// <see cref="CompiledModel"/> for all partners at once, and the answers stand by class of portion until the next instant at which time could
/// change one. A class that was decided at a later instant than is asked for is decided anew, so a clock that runs back never finds what was not
/// yet due. What officers approved is no part of it: such a context is left to the <see cref="Interpreter"/>. Bounded; thread-safe.
/// </summary>
internal sealed class DecisionMemo
{
    private const int MostClasses = 16_384;

    private readonly DecisionContext _context;
    private readonly CompiledModel _model;
    private ConcurrentDictionary<PortionClass, ClassDecisions> _classes = new();

    /// <summary>A memo of decisions under this context, at whatever instant.</summary>
    public DecisionMemo(DecisionContext context)
    {
        _context = context;
        _model = new CompiledModel(context);
    }

    /// <summary>Where a partner stands in the roster; -1 for whom the roster does not know.</summary>
    public int Place(PartnerCode partner) => _model.Partners.Place(partner);

    /// <summary>The same as <see cref="Interpreter.Decide"/>.</summary>
    public Decision Decide(PortionFacts facts, PartnerCode recipient, DateTimeOffset now) => Of(facts, now).For(recipient, Place(recipient));

    /// <summary>
    /// The decisions about portions like this one, for every partner, at this instant. Whoever keeps it has each further decision by place in
    /// the roster, as long as it holds.
    /// </summary>
    public ClassDecisions Of(PortionFacts facts, DateTimeOffset now)
    {
        if (PortionClass.Of(facts, _model.Changes.Era(facts.SealedAt)) is not { } portionClass)
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

    private ClassDecisions Fresh(PortionFacts facts, DateTimeOffset now)
    {
        Row? row = _context.HoldApproved ? null : _model.Row(_model.Class(facts, now));
        return new ClassDecisions(facts, _context with { Now = now }, _model.Changes.Next(now, facts.Marking.NotBeforeMs), row, _model.Partners.Count);
    }
}

/// <summary>
/// What is decided about the portions of one class for every partner. All of it is decided for the instant of <paramref name="context"/>,
/// and holds from then to <paramref name="until"/>, ticks of UTC, exclusive. Thread-safe.
/// </summary>
internal sealed class ClassDecisions(PortionFacts facts, DecisionContext context, long until, Row? row, int partners)
{
    private readonly long _from = context.Now.UtcTicks;
    private readonly Decision?[] _decisions = new Decision?[partners];

    /// <summary>The first instant at which time alone may change a decision, ticks of UTC; <see cref="long.MaxValue"/> for never.</summary>
    public long Until => until;

    /// <summary>Whether the decisions hold at this instant.</summary>
    public bool Holds(DateTimeOffset now) => now.UtcTicks >= _from && now.UtcTicks < until;

    /// <summary>The decision for a partner; <paramref name="place"/> is its place in the roster, or -1.</summary>
    public Decision For(PartnerCode recipient, int place)
    {
        if (place < 0)
        {
            return Interpreter.Decide(facts, recipient, context);
        }

        // Two threads may make the same at once.
        Decision? known = Volatile.Read(ref _decisions[place]);
        if (known is null)
        {
            known = row is null ? Interpreter.Decide(facts, recipient, context) : row[place];
            Volatile.Write(ref _decisions[place], known);
        }

        return known;
    }
}
