using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>The decision about one product for one partner: each portion, and what is opened.</summary>
/// <param name="Recipient">For whom.</param>
/// <param name="At">When it was evaluated.</param>
/// <param name="Portions">Every real portion, ascending by index, with its deciding rules.</param>
/// <param name="Allowed">All that may leave with its companions, more general wordings included, ascending.</param>
/// <param name="Opened">What is opened of it, ascending; empty: nothing leaves.</param>
/// <param name="Banner">Roll-up of what is opened, coalitions expanded; null when nothing is.</param>
public sealed record Ruling(
    PartnerCode Recipient,
    DateTimeOffset At,
    ImmutableArray<PortionDecision> Portions,
    ImmutableArray<ushort> Allowed,
    ImmutableArray<ushort> Opened,
    Marking? Banner)
{
    /// <summary>True when at least one portion leaves.</summary>
    public bool Releases => Banner is not null;

    /// <summary>True when nothing leaves, and a release officer could change that.</summary>
    public bool Holds => !Releases && Portions.Any(portion => portion.Decision.Outcome == Outcome.Hold);
}

/// <summary>Decides products. Pure: the same product, partner, model and instant always give the same ruling.</summary>
public static class Decider
{
    /// <summary>The ruling for one partner.</summary>
    public static Ruling Decide(SealedProduct product, PartnerCode recipient, NodeModel model, DateTimeOffset now) =>
        new ProductDecider(product, model, now).Decide(recipient);
}

/// <summary>
/// Decides one product at one instant for any number of partners. What does not depend on the partner is worked out once: what policy
/// sees of each portion, and the banner over each set of openings. Not thread-safe.
/// </summary>
internal sealed class ProductDecider
{
    private readonly SealedProduct _product;
    private readonly NodeModel _model;
    private readonly DecisionContext _context;
    private readonly PortionFacts?[] _facts;
    private readonly List<(ImmutableArray<ushort> Opened, Marking? Banner)> _banners = [];

    public ProductDecider(SealedProduct product, NodeModel model, DateTimeOffset now)
    {
        ProductSchema? schema = model.Schemas(product.Manifest.Schema);
        _product = product;
        _model = model;
        _context = model.At(now);
        _facts = [.. product.Portions.Select(portion => schema is null ? null : NodeModel.Facts(product.Manifest, schema, portion.Body))];
    }

    public Ruling Decide(PartnerCode recipient)
    {
        Decision[] decisions = [.. _facts.Select(facts => Decide(facts, recipient))];
        (ImmutableArray<ushort> allowed, ImmutableArray<ushort> opened) =
            OpeningChoice.AllAndChosen(_product.Portions, [.. decisions.Select(decision => decision.Outcome)]);
        Marking? banner = Banner(opened);
        if (banner is null)
        {
            // Nothing opened, or openings whose banner cannot be written: fail closed.
            (allowed, opened) = ([], []);
        }

        ImmutableArray<PortionDecision> portions =
        [
            .. _product.Portions.Select((portion, i) => new PortionDecision(portion.Index, decisions[i], IsIn(opened, portion.Index))),
        ];
        return new Ruling(recipient, _context.Now, portions, allowed, opened, banner);
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

    private Decision Decide(PortionFacts? facts, PartnerCode recipient) =>
        facts is null ? new Decision(Outcome.Withhold, [RuleIds.Unreadable]) : Interpreter.Decide(facts, recipient, _context);

    private Marking? Banner(ImmutableArray<ushort> opened)
    {
        foreach ((ImmutableArray<ushort> known, Marking? made) in _banners)
        {
            if (known.AsSpan().SequenceEqual(opened.AsSpan()))
            {
                return made;
            }
        }

        IEnumerable<Marking> markings = _product.Portions.Where(portion => IsIn(opened, portion.Index)).Select(portion => portion.Body.Marking);
        Marking? banner = opened.IsEmpty ? null : Banners.Of(markings, _product.Manifest.Originator, _model.Markings);
        _banners.Add((opened, banner));
        return banner;
    }

    // Opened indexes ascend.
    private static bool IsIn(ImmutableArray<ushort> opened, ushort index) => opened.BinarySearch(index) >= 0;
}
