using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using Google.Protobuf;
using LogName = Gateway.Core.Sealing.LogName;

namespace Gateway.Node.Federation;

/// <summary>An own receipt with its proof under a head, as it travels to the releaser.</summary>
internal static class ReceiptProof
{
    /// <summary>The receipt for something received. Throws <see cref="InvalidOperationException"/> if the head is older than the receipt.</summary>
    public static Receipt Of(NodeState node, ReceivedRow row, SignedHead head)
    {
        ReadOnlyMemory<byte> entry = node.Read.Entries(LogName.Release, row.ReceiptIndex, 1)[0].Entry;
        var position = new LogPosition(LogName.Release, row.ReceiptIndex, Merkle.LeafHash(entry.Span));
        if (!node.ReleaseLog.TryProve(position, head, out byte[] path))
        {
            throw new InvalidOperationException("A stored receipt is durable.");
        }

        var receipt = new Receipt
        {
            Statement = UnsafeByteOperations.UnsafeWrap(entry),
            Index = (ulong)row.ReceiptIndex,
            Checkpoint = head.Name.ToMessage(),
            ReleaseIndexes = { (ulong)row.ReleaseIndex },
        };
        receipt.Path.AddPath(path);
        return receipt;
    }
}
