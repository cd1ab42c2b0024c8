using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>The decision about one product for one partner: each portion, and what is opened.</summary>
/// <param name="Recipient">For whom.</param>
/// <param name="At">The instants it was evaluated at.</param>
/// <param name="Portions">Every real portion, ascending by index, with its deciding rules.</param>
/// <param name="Allowed">All that may leave with its companions, more general wordings included, ascending.</param>
/// <param name="Opened">What is opened of it, ascending; empty: nothing leaves.</param>
/// <param name="Banner">Roll-up of what is opened, coalitions expanded; null when nothing is.</param>
public sealed record Ruling(
    PartnerCode Recipient,
    DecisionTime At,
    ImmutableArray<PortionDecision> Portions,
    ImmutableArray<ushort> Allowed,
    ImmutableArray<ushort> Opened,
    Marking? Banner)
{
    /// <summary>True when at least one portion leaves.</summary>
    public bool Releases => Banner is not null;

    /// <summary>True when nothing leaves, and a release officer could change that.</summary>
    public bool Holds => !Releases && Waits;

    /// <summary>Whether anything waits for a release officer, whatever else leaves.</summary>
    internal bool Waits
    {
        get
        {
            foreach (PortionDecision portion in Portions)
            {
                if (portion.Decision.Outcome == Outcome.Hold)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>What waits for a release officer, ascending; the rest of the product does not wait for it.</summary>
    public ImmutableArray<ushort> Held => [.. Portions.Where(portion => portion.Decision.Outcome == Outcome.Hold).Select(portion => portion.Index)];
}

/// <summary>Decides products. Pure: the same product, partner, model and time always give the same ruling.</summary>
public static class Decider
{
    /// <summary>The ruling for one partner.</summary>
    public static Ruling Decide(
        SealedProduct product, PartnerCode recipient, NodeModel model, DecisionTime at, HoldVerdict? verdict = null) =>
        new ProductDecider(product, model, at).Decide(recipient, verdict);
}

/// <summary>
/// Decides one product at one time for any number of partners. What does not depend on the partner is worked out once: the class of
/// each portion, and all that follows from the decisions for partners who get the same ones. Not thread-safe.
/// </summary>
internal sealed class ProductDecider
{
    private static readonly Decision NotInSchema = new(Outcome.Withhold, [RuleIds.Unreadable]);

    private static readonly Decision NotAddressed = new(Outcome.Withhold, [RuleIds.Addressee]);

    // With the model that it belongs to: another model, be it a copy of this one with one part changed, has a memo of its own.
    private static readonly ConditionalWeakTable<NodeModel, DecisionMemo> Memos = [];

    private readonly SealedProduct _product;
    private readonly NodeModel _model;
    private readonly DecisionTime _at;
    private readonly DecisionMemo _memo;
    private readonly PortionFacts?[] _facts;
    private readonly ClassDecisions?[] _classes;

    // The same at the latest instant, while the clock runs behind; else null.
    private readonly ClassDecisions?[]? _latest;
    private readonly List<Shared> _shared = [];
    private readonly Decision[] _decisions;

    public ProductDecider(SealedProduct product, NodeModel model, DecisionTime at)
    {
        ProductSchema? schema = model.Schemas(product.Manifest.Schema);
        _product = product;
        _model = model;
        _at = at;
        _memo = Memos.GetValue(model, key => new DecisionMemo(key.At(default)));
        _facts = new PortionFacts?[product.Portions.Length];
        _classes = new ClassDecisions?[product.Portions.Length];
        _latest = at.IsBehind ? new ClassDecisions?[product.Portions.Length] : null;
        for (int i = 0; i < _classes.Length; i++)
        {
            PortionFacts? facts = schema is null ? null : NodeModel.Facts(product.Manifest, schema, product.Portions[i].Body);
            _facts[i] = facts;
            if (facts is not null)
            {
                _classes[i] = _memo.Of(facts, at.Now);
                _latest?[i] = _memo.Of(facts, at.Latest);
            }
        }

        _decisions = new Decision[_classes.Length];
    }

    public Ruling Decide(PartnerCode recipient, HoldVerdict? verdict = null)
    {
        if (_product.IsForOthers(recipient))
        {
            Array.Fill(_decisions, NotAddressed);
            Shared others = Shares();
            return new Ruling(recipient, _at, others.Portions, others.Allowed, others.Opened, others.Banner);
        }

        int place = _memo.Place(recipient);
        for (int i = 0; i < _classes.Length; i++)
        {
            // What an officer decided stands for one product and partner, and is not remembered by class.
            Decision decision = verdict is not null ? Alone(_facts[i], i, recipient, verdict) : Remembered(i, recipient, place);
            _decisions[i] = Lowered(decision, i, recipient, verdict);
        }

        Shared all = Shares();
        return new Ruling(recipient, _at, all.Portions, all.Allowed, all.Opened, all.Banner);
    }

    private Decision Remembered(int i, PartnerCode recipient, int place)
    {
        if (_classes[i] is not { } now)
        {
            return NotInSchema;
        }

        Decision decision = now.For(recipient, place);
        return _latest?[i] is { } latest ? DecisionTime.Stricter(decision, latest.For(recipient, place)) : decision;
    }

    /// <summary>What follows from the decisions at hand, made once for all partners who get the same ones.</summary>
    private Shared Shares()
    {
        foreach (Shared known in _shared)
        {
            // By reference: equal decisions are the same object wherever the memo has them.
            if (known.Decisions.AsSpan().SequenceEqual(_decisions, ReferenceEqualityComparer.Instance))
            {
                return known;
            }
        }

        Shared made = Make([.. _decisions]);
        _shared.Add(made);
        return made;
    }

    private Shared Make(Decision[] decisions)
    {
        (ImmutableArray<ushort> allowed, ImmutableArray<ushort> opened) =
            OpeningChoice.AllAndChosen(_product.Portions, [.. decisions.Select(decision => decision.Outcome)]);
        Marking? banner = Banner(opened);
        if (banner is null)
        {
            // Nothing opened, or openings whose banner cannot be written: fail closed.
            (allowed, opened) = ([], []);
        }

        var portions = new PortionDecision[decisions.Length];
        for (int i = 0; i < portions.Length; i++)
        {
            ushort index = _product.Portions[i].Index;
            portions[i] = new PortionDecision(index, decisions[i], IsIn(opened, index));
        }

        return new Shared(decisions, ImmutableCollectionsMarshal.AsImmutableArray(portions), allowed, opened, banner);
    }

    /// <summary>One decision by the rules themselves, for what is not remembered.</summary>
    private Decision Alone(PortionFacts? facts, int i, PartnerCode recipient, HoldVerdict? verdict) =>
        facts is null ? NotInSchema : _at.Stricter(
            now => verdict is null
                ? Interpreter.Decide(facts, recipient, _model.At(now))
                : verdict.Explain(_product.Portions[i].Index, facts, recipient, _model.At(now)).Decision,
            decision => decision.Outcome);

    /// <summary>What notices leave of a decision: the lowest under the portion's own marking and each floor is what their join admits.</summary>
    private Decision Lowered(Decision decision, int i, PartnerCode recipient, HoldVerdict? verdict)
    {
        Portion portion = _product.Portions[i];
        if (_product.Recalled || portion.Recalled)
        {
            return new Decision(Outcome.Withhold, [RuleIds.Recalled]);
        }

        foreach (Marking floor in portion.Floors)
        {
            Decision floored = Alone(_facts[i] is { } facts ? facts with { Marking = floor } : null, i, recipient, verdict);
            decision = floored.Outcome < decision.Outcome ? floored : decision;
        }

        return decision;
    }

    /// <summary>
    /// A ruling that also opens the more general wordings which the partner may hand on: it could not pass them on if it held the fullest alone.
    /// Only of what is allowed to it anyway.
    /// </summary>
    public Ruling Widen(Ruling ruling, IEnumerable<ushort> onward)
    {
        if (ruling.Opened.Length == ruling.Allowed.Length)
        {
            // All that is allowed is open already; so it is wherever a product has no tear lines.
            return ruling;
        }

        ImmutableArray<ushort> opened = [.. ruling.Opened.Union(ruling.Allowed.Intersect(onward)).Order()];
        return !ruling.Releases || opened.Length == ruling.Opened.Length || Banner(opened) is not { } banner
            ? ruling
            : ruling with
            {
                Opened = opened,
                Banner = banner,
                Portions = [.. ruling.Portions.Select(portion => portion with { Opened = IsIn(opened, portion.Index) })],
            };
    }

    private Marking? Banner(ImmutableArray<ushort> opened)
    {
        foreach (Shared known in _shared)
        {
            if (!known.Opened.IsEmpty && known.Opened.AsSpan().SequenceEqual(opened.AsSpan()))
            {
                return known.Banner;
            }
        }

        IEnumerable<Marking> markings = _product.Portions.Where(portion => IsIn(opened, portion.Index)).SelectMany(portion => portion.Markings);
        return opened.IsEmpty ? null : Banners.Of(markings, _product.Manifest.Originator, _model.Markings);
    }

    // Opened indexes ascend.
    private static bool IsIn(ImmutableArray<ushort> opened, ushort index) => opened.BinarySearch(index) >= 0;

    private sealed record Shared(
        Decision[] Decisions, ImmutableArray<PortionDecision> Portions, ImmutableArray<ushort> Allowed, ImmutableArray<ushort> Opened, Marking? Banner);
}
