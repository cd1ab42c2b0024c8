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
        Receipt receipt = At(node, row.ReceiptIndex, head);
        receipt.ReleaseIndexes.Add((ulong)row.ReleaseIndex);
        return receipt;
    }

    /// <summary>The same for a notice: it names no position, the leaf says which.</summary>
    public static Receipt Of(NodeState node, NoticeRow notice, SignedHead head) => At(node, notice.ReceiptIndex, head);

    /// <summary>The same for an answer to a warning; the position of the release that it names is a hint.</summary>
    public static Receipt Of(NodeState node, AcknowledgementRow row, SignedHead head)
    {
        Receipt receipt = At(node, row.LogIndex, head);
        receipt.ReleaseIndexes.Add((ulong)row.ReleaseIndex);
        return receipt;
    }

    private static Receipt At(NodeState node, long index, SignedHead head)
    {
        ReadOnlyMemory<byte> entry = node.Read.Entries(LogName.Release, index, 1)[0].Entry;
        var position = new LogPosition(LogName.Release, index, Merkle.LeafHash(entry.Span));
        if (!node.ReleaseLog.TryProve(position, head, out byte[] path))
        {
            throw new InvalidOperationException("A stored receipt is durable.");
        }

        var receipt = new Receipt { Statement = UnsafeByteOperations.UnsafeWrap(entry), Index = (ulong)index, Checkpoint = head.Name.ToMessage() };
        receipt.Path.AddPath(path);
        return receipt;
    }
}
