using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>
/// All that a decision depends on besides the portion and the recipient. Immutable; two decisions with equal contexts are equal.
/// </summary>
public sealed record DecisionContext
{
    /// <summary>The pinned roster.</summary>
    public required Roster Roster { get; init; }

    /// <summary>The agreements this node holds.</summary>
    public required Agreements Agreements { get; init; }

    /// <summary>The node's local policy.</summary>
    public required PolicySet Policy { get; init; }

    /// <summary>How to read markings.</summary>
    public required IMarkingBook Markings { get; init; }

    /// <summary>The partner whose node decides.</summary>
    public required PartnerCode Releaser { get; init; }

    /// <summary>The time of the decision; no rule reads a clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>
    /// A release officer approved the portion for the recipient. Lifts <see cref="Outcome.Hold"/> and nothing else: what asks for an
    /// officer (RELIDO, an agreement, a rule with outcome hold) is satisfied; every other bound stays.
    /// </summary>
    public bool HoldApproved { get; init; }
}
