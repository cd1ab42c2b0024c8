using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Core.Markings;

namespace Gateway.Core.Policy.Compiled;

/// <summary>
/// Roster, agreements, policy and reading of markings, turned into masks of partners. It decides a portion for all partners at once and
/// says exactly what the <see cref="Interpreter"/> says: same outcomes, same ids. Whoever has a new roster, agreement or policy makes a new
/// model. Thread-safe; never changes but for what it works out when first asked. Partners whom the roster does not know have no place here.
/// </summary>
internal sealed class CompiledModel
{
    private const int MostFrames = 256;

    private readonly DecisionContext _context;
    private readonly ImmutableArray<CompiledRule> _rules;
    private readonly ConcurrentDictionary<(int Era, int Span), Frame> _frames = new();
    private readonly DecisionShapes _shapes;

    /// <summary>A model for every instant; the context's own is not looked at, nor are approvals of officers.</summary>
    public CompiledModel(DecisionContext context)
    {
        _context = context with { HoldApproved = false };
        Partners = new PartnerTable(context.Roster, context.Markings);
        Changes = new Changes(context);
        Slots = new DeciderSlots(context.Policy.Rules);
        _shapes = new DecisionShapes(Slots);
        _rules = [.. context.Policy.Rules.Select((rule, i) => new CompiledRule(rule, Slots.Rules[i]))];
    }

    public PartnerTable Partners { get; }

    public Changes Changes { get; }

    public DeciderSlots Slots { get; }

    /// <summary>
    /// The portion as it is to be decided from this instant until the next change (<see cref="Changes.Next"/>).
    /// </summary>
    public MarkingClass Class(PortionFacts facts, DateTimeOffset now) => new(
        facts, (_context.Markings.Read(facts.Marking) as MarkingReading.Readable)?.Marking, FrameOf(facts, now), now);

    /// <summary>Decides for the partner at this place alone.</summary>
    public Decision Decide(MarkingClass portion, int place)
    {
        int room = portion.Rules.Length + Evaluation.OtherDeciders;
        Span<Deciding> deciding = room <= Evaluation.MostOnStack ? stackalloc Deciding[room] : new Deciding[room];
        Outcomes outcomes = Evaluation.Of(portion, place / PartnerMask.Word, Slots, deciding, out int count);
        return Decide(outcomes, deciding[..count], place % PartnerMask.Word);
    }

    /// <summary>Decides for all partners.</summary>
    public Row Row(MarkingClass portion) => new(this, portion);

    /// <summary>The decision for one of 64 partners; equal ones are the same object.</summary>
    public Decision Decide(in Outcomes outcomes, ReadOnlySpan<Deciding> deciding, int bit) =>
        _shapes.Of(outcomes.Of(bit), new RuleBits(deciding, bit, Slots.Count));

    private Frame FrameOf(PortionFacts facts, DateTimeOffset now)
    {
        (int, int) key = (Changes.Era(facts.SealedAt), Changes.Span(now));
        if (!_frames.TryGetValue(key, out Frame? frame))
        {
            if (_frames.Count >= MostFrames)
            {
                _frames.Clear();
            }

            frame = _frames.GetOrAdd(key, _ => new Frame(_context with { Now = now }, Partners, _rules, facts.SealedAt));
        }

        return frame;
    }
}
