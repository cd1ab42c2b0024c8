using Gateway.Core.Policy;
using Gateway.Core.Policy.Activation;
using Gateway.Core.Policy.WhatIf;

namespace Gateway.Core.Releasing;

/// <summary>
/// What bringing a set into force would mean at a node: what it would follow, and what would flow. Officers sign it, and the node works it
/// out again before it acts, by this same code. Immutable.
/// </summary>
/// <param name="Set">The set.</param>
/// <param name="Past">What was in force so far.</param>
/// <param name="Diff">What changes for every partner over all that the node holds now.</param>
public sealed record PolicyPlan(PolicySet Set, PolicyPast Past, PolicyDiff Diff)
{
    /// <summary>Works it out from a node's record. Reads all that is stored; seconds for a million portions.</summary>
    /// <param name="read">The record.</param>
    /// <param name="model">All that decides; its policy is replaced by the one in force, or by none.</param>
    /// <param name="set">The set that would come into force.</param>
    /// <param name="now">When both are decided.</param>
    public static PolicyPlan Of(INodeRead read, NodeModel model, PolicySet set, DateTimeOffset now)
    {
        NodeModel before = model with { Policy = InForce(read, model.Surroundings) };
        return new PolicyPlan(
            set, PastOf(read), PolicyDiff.Between(StoredCorpus.Read(read, before, now), before.At(now), (before with { Policy = set }).At(now)));
    }

    /// <summary>The same for a node that has no record yet, and so no products.</summary>
    public static PolicyPlan First(NodeModel model, PolicySet set, DateTimeOffset now) => new(
        set,
        PolicyPast.None,
        PolicyDiff.Between(
            CorpusIndex.Of(model.Self, []), (model with { Policy = PolicySet.Empty }).At(now), (model with { Policy = set }).At(now)));

    /// <summary>What was in force so far.</summary>
    public static PolicyPast PastOf(INodeRead read) =>
        new(read.ActivePolicy() is { } active ? ((int)active.Number, active.Digest) : null, [.. read.NewestPolicies()]);

    /// <summary>
    /// Whether what will flow is what was signed. The corpus may have grown by what the change does not touch; a change of one portion,
    /// partner or outcome is another diff.
    /// </summary>
    public bool IsSigned(PolicyProposal proposal) => (Diff with { CorpusRoot = proposal.Corpus }).Digest == proposal.Diff;

    /// <summary>The set in force as it loads now; the empty one before the first, or when roster or agreements no longer fit it.</summary>
    private static PolicySet InForce(INodeRead read, PolicySurroundings surroundings) =>
        read.ActivePolicy() is { } active && PolicyLoader.Load(active.Sources, surroundings) is PolicyLoading.Loaded { Policy: var policy }
            ? policy
            : PolicySet.Empty;
}
