using Gateway.Core.Sealing;

namespace Gateway.Testing.Stores;

internal sealed partial record NodeState
{
    /// <summary>Every product of the parts that a commit replaced: more than changed, and never less.</summary>
    public IReadOnlyCollection<ProductId> ChangedSince(NodeState before) =>
    [
        .. ReferenceEquals(Sealed, before.Sealed) ? [] : Sealed.Keys,
        .. ReferenceEquals(Received, before.Received) ? [] : Received.Values.Select(row => row.Product),
        .. ReferenceEquals(Notices, before.Notices) ? [] : Notices.Select(row => row.Product),
        .. ReferenceEquals(Confirmations, before.Confirmations) ? [] : Confirmations.Keys,
    ];
}
