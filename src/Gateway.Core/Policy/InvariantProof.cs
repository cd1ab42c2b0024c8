using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>
/// Proves an invariant from the rules alone. A give threatens it if it could reach one of its classes and partners with a higher
/// outcome under some marking, roster and agreement; the threat is met only by a limit that always applies. Sound: nothing proved here can be
/// broken by any portion, nor by a release officer: what waits may be approved, so a hold bounds nothing but an invariant at hold, which promises
/// that nothing goes without an officer. Not complete: conditions are not reasoned about, so an author may have to write a plain limit.
/// </summary>
internal static class InvariantProof
{
    /// <summary>The gives that may break the invariant; empty when it is proved.</summary>
    public static ImmutableArray<PolicyRule> Threats(PolicyInvariant invariant, ImmutableArray<PolicyRule> rules)
    {
        PolicyRule[] limits = [.. rules.Where(r => r.Kind == RuleKind.Limit && !Exceeds(r.Outcome, invariant.Bound) && r.Conditions.IsEmpty && r.Until is null)];
        return [.. rules.Where(r => r.Kind == RuleKind.Give && Exceeds(r.Outcome, invariant.Bound) && IsThreat(r, invariant, limits))];
    }

    // Once approved, what was held is released.
    private static bool Exceeds(Outcome outcome, Outcome bound) => outcome == Outcome.Hold && bound != Outcome.Hold || outcome > bound;

    private static bool IsThreat(PolicyRule give, PolicyInvariant invariant, PolicyRule[] limits)
    {
        ImmutableArray<PartnerCode>? partners = Intersect(Partners(give), invariant.Partners.IsEmpty ? null : invariant.Partners);
        if (partners is { IsEmpty: true })
        {
            return false;
        }

        IEnumerable<FieldClass> classes = Enum.GetValues<FieldClass>()
            .Where(c => invariant.Classes.IsEmpty || invariant.Classes.Contains(c))
            .Where(c => give.Fields is not FieldSelector.Classes only || only.Values.Contains(c));
        return classes.Any(c => partners is null
            ? !limits.Any(l => Covers(l, c) && Partners(l) is null)
            : partners.Value.Any(p => !limits.Any(l => Covers(l, c) && (Partners(l) is not { } codes || codes.Contains(p)))));
    }

    private static bool Covers(PolicyRule limit, FieldClass fieldClass) => limit.Fields switch
    {
        FieldSelector.Any => true,
        FieldSelector.Classes classes => classes.Values.Contains(fieldClass),
        _ => false,
    };

    // Null stands for everybody, partners of tomorrow included. A coalition may take in anybody. A limit on nations falls away for
    // one that becomes an organisation, which no roster should do, but the selector would.
    private static ImmutableArray<PartnerCode>? Partners(PolicyRule rule)
    {
        ImmutableArray<PartnerCode>? named = rule.To switch
        {
            RecipientSelector.Partners partners => partners.Codes,
            RecipientSelector.Nations nations => nations.Codes,
            _ => null,
        };
        return Intersect(named, rule.Scope is { } scope ? [scope] : null);
    }

    private static ImmutableArray<PartnerCode>? Intersect(ImmutableArray<PartnerCode>? one, ImmutableArray<PartnerCode>? other) =>
        one is null ? other : other is null ? one : [.. one.Value.Intersect(other.Value)];
}
