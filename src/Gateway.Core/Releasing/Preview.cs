using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>Why a portion is opened or not.</summary>
public enum PreviewCause
{
    /// <summary>It is opened.</summary>
    Opened = 1,

    /// <summary>A check or a rule withholds it.</summary>
    Withheld = 2,

    /// <summary>It waits for a release officer.</summary>
    Held = 3,

    /// <summary>Only rewordings may leave, and this is the fullest wording.</summary>
    TearLineOnly = 4,

    /// <summary>It might leave, but not without a portion that stays.</summary>
    CompanionStays = 5,

    /// <summary>It might leave, and a fuller wording of it does.</summary>
    FullerWordingOpened = 6,

    /// <summary>It might leave, but no banner can carry the marks of all that would.</summary>
    NoBanner = 7,
}

/// <summary>One portion and why it is opened or not. For people at home; nothing of it leaves the node.</summary>
/// <param name="Portion">The portion.</param>
/// <param name="Why">Checks and rules that had a say; null when the schema has no such portion.</param>
/// <param name="Decision">The outcome.</param>
/// <param name="Cause">What it comes to.</param>
/// <param name="Missing">Indexes of companions that stay, ascending.</param>
public sealed record PreviewedPortion(
    Portion Portion, Explanation? Why, Decision Decision, PreviewCause Cause, ImmutableArray<ushort> Missing);

/// <summary>What a partner would get of a product, with reasons.</summary>
/// <param name="Ruling">The decision itself, by the same code that decides releases.</param>
/// <param name="Portions">Every real portion, ascending by index.</param>
public sealed record Preview(Ruling Ruling, ImmutableArray<PreviewedPortion> Portions)
{
    /// <summary>Decides and explains. Pure, like <see cref="Decider"/>.</summary>
    public static Preview Of(SealedProduct product, PartnerCode recipient, NodeModel model, DecisionTime at, HoldVerdict? verdict = null)
    {
        var decider = new ProductDecider(product, model, at);
        Ruling ruling = decider.Decide(recipient, verdict);
        if (ruling.Releases)
        {
            // Publication also opens the more general wordings that the partner may hand on to others.
            ruling = decider.Widen(ruling, model.Recipients
                .Where(other => other != recipient && model.MayGoOn(other))
                .Select(other => decider.Decide(other))
                .Where(other => other.Releases)
                .SelectMany(other => other.Allowed));
        }

        ProductSchema? schema = model.Schemas(product.Manifest.Schema);
        HoldVerdict said = verdict ?? new HoldVerdict([], []);

        // Allowed is empty when no banner can be written: what would have been opened is worked out again.
        ImmutableArray<ushort> passing =
            [.. OpeningChoice.All(product.Portions, [.. ruling.Portions.Select(portion => portion.Decision.Outcome)]).Select(portion => portion.Index)];
        return new Preview(ruling, [.. product.Portions.Select((portion, i) => Explain(portion, ruling.Portions[i]))]);

        PreviewedPortion Explain(Portion portion, PortionDecision decision)
        {
            PortionFacts? facts = schema is null ? null : NodeModel.Facts(product.Manifest, schema, portion.Body);
            Explanation? why = facts is null ? null : at.Stricter(
                now => said.Explain(portion.Index, facts, recipient, model.At(now)), explanation => explanation.Decision.Outcome);
            PreviewCause cause = Cause(portion, decision, product, passing, ruling);
            ImmutableArray<ushort> missing = cause == PreviewCause.CompanionStays
                ? [.. portion.Body.MustAccompany.Select(index => (ushort)index).Where(index => passing.BinarySearch(index) < 0)]
                : [];
            return new PreviewedPortion(portion, why, decision.Decision, cause, missing);
        }
    }

    private static PreviewCause Cause(
        Portion portion, PortionDecision decision, SealedProduct product, ImmutableArray<ushort> passing, Ruling ruling)
    {
        if (decision.Opened)
        {
            return PreviewCause.Opened;
        }

        bool passes = passing.BinarySearch(portion.Index) >= 0;
        return decision.Decision.Outcome switch
        {
            Outcome.Withhold => PreviewCause.Withheld,
            Outcome.Hold => PreviewCause.Held,
            Outcome.TearLine when IsFullest(portion, product) => PreviewCause.TearLineOnly,
            Outcome.TearLine or Outcome.Release when !passes => PreviewCause.CompanionStays,
            Outcome.TearLine or Outcome.Release => ruling.Releases ? PreviewCause.FullerWordingOpened : PreviewCause.NoBanner,
        };
    }

    private static bool IsFullest(Portion portion, SealedProduct product) =>
        product.Portions.Where(other => other.Body.Path == portion.Body.Path).All(other => other.Body.Rank >= portion.Body.Rank);
}
