using Gateway.Core.Policy.Activation;
using Gateway.Core.Releasing;

namespace Gateway.Storage.Sqlite;

/// <remarks>The policies that were in force.</remarks>
internal abstract partial class NodeReads
{
    public PolicyActivation? ActivePolicy() => Read(PolicyTables.Active);

    public IReadOnlyList<PolicyActivation> Policies(long after, int count) => Read(session => PolicyTables.After(session, after, NotNegative(count)));

    public IReadOnlyList<PolicyVersion> NewestPolicies() => Read(PolicyTables.Newest);
}

internal sealed partial class NodeWrite
{
    public void AddPolicy(PolicyActivation row) => Write((session, _) => PolicyTables.Add(session, row));

    public void SetPolicyReconsidered(long number, long atMs, ReadOnlyMemory<byte> documents) =>
        Write((session, _) => PolicyTables.SetReconsidered(session, number, atMs, documents));
}
