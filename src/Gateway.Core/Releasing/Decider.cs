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
    public static Ruling Decide(SealedProduct product, PartnerCode recipient, NodeModel model, DateTimeOffset now)
    {
        ProductSchema? schema = model.Schemas(product.Manifest.Schema);
        DecisionContext context = model.At(now);
        Decision[] decisions = [.. product.Portions.Select(portion => Decide(product, schema, portion, recipient, context))];
        Outcome[] outcomes = [.. decisions.Select(decision => decision.Outcome)];
        ImmutableArray<ushort> allowed = [.. OpeningChoice.All(product.Portions, outcomes).Select(portion => portion.Index)];
        ImmutableArray<ushort> opened = OpeningChoice.Choose(product.Portions, outcomes);
        Marking? banner = Banner(product, opened, model);
        if (banner is null)
        {
            // Nothing opened, or openings whose banner cannot be written: fail closed.
            (allowed, opened) = ([], []);
        }

        ImmutableArray<PortionDecision> portions =
        [
            .. product.Portions.Select((portion, i) => new PortionDecision(portion.Index, decisions[i], opened.Contains(portion.Index))),
        ];
        return new Ruling(recipient, now, portions, allowed, opened, banner);
    }

    private static Decision Decide(
        SealedProduct product, ProductSchema? schema, Portion portion, PartnerCode recipient, DecisionContext context) =>
        schema is not null && NodeModel.Facts(product.Manifest, schema, portion.Body) is { } facts
            ? Interpreter.Decide(facts, recipient, context)
            : new Decision(Outcome.Withhold, [RuleIds.Unreadable]);

    private static Marking? Banner(SealedProduct product, ImmutableArray<ushort> opened, NodeModel model)
    {
        if (opened.IsEmpty)
        {
            return null;
        }

        IEnumerable<Marking> markings = product.Portions.Where(portion => opened.Contains(portion.Index)).Select(portion => portion.Body.Marking);
        return Banners.Of(markings, product.Manifest.Originator, model.Markings);
    }
}
