using System.Collections.Immutable;
using Gateway.Core.Policy.Activation;
using Gateway.Core.Releasing;

namespace Gateway.Testing.Stores;

internal sealed partial record NodeState
{
    /// <summary>By number, from 1.</summary>
    public ImmutableList<PolicyActivation> Policies { get; init; } = [];
}

internal partial class NodeStateReads
{
    public PolicyActivation? ActivePolicy() => State.Policies.LastOrDefault();

    public IReadOnlyList<PolicyActivation> Policies(long after, int count) => [.. State.Policies.Skip((int)after).Take(count)];

    public IReadOnlyList<PolicyVersion> NewestPolicies() =>
    [
        .. State.Policies.SelectMany(set => set.Files).Select(file => file.Version)
            .GroupBy(version => version.Name, StringComparer.Ordinal)
            .Select(versions => versions.MaxBy(version => version.Version)!)
            .OrderBy(version => version.Name, StringComparer.Ordinal),
    ];
}

internal sealed partial class InMemoryNodeWrite
{
    public void AddPolicy(PolicyActivation row) => Change(state =>
    {
        Require(row.Number == state.Policies.Count + 1, "A set's number is the last one + 1.");
        return state with { Policies = state.Policies.Add(row) };
    });

    public void SetPolicyReconsidered(long number, long atMs, ReadOnlyMemory<byte> documents) => Change(state =>
    {
        Require(number >= 1 && number <= state.Policies.Count, "A set of this number was in force.");
        PolicyActivation set = state.Policies[(int)number - 1] with { ReconsideredAtMs = atMs, ReconsideredWith = documents };
        return state with { Policies = state.Policies.SetItem((int)number - 1, set) };
    });
}
