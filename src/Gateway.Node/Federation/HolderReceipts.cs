using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using InclusionProof = Gateway.Core.ReleaseLog.InclusionProof;
using LogName = Gateway.Core.Sealing.LogName;
using ReceiptBody = Gateway.Core.Sealing.ReceiptBody;
using ReleaseBody = Gateway.Core.Sealing.ReleaseBody;
using Statement = Gateway.Core.Sealing.Statement;

namespace Gateway.Node.Federation;

/// <summary>
/// What holders answered beside receipts of our own releases: receipts of notices, and receipts of holders further on, which those between
/// hand on towards the originator. Each binds holder, product and what was answered; null is a receipt that does not.
/// </summary>
internal sealed class HolderReceipts(NodeState node)
{
    private readonly ForeignProofs _foreign = new(node);

    /// <summary>What is to be stored for one receipt.</summary>
    public sealed record Kept(List<ReceiptRow> Own, List<RelayedRow> Relayed);

    /// <summary>A partner's own receipt of notices that this node sent it. <paramref name="head"/> is the head that it is proved under.</summary>
    public Kept? OfNotices(PartnerCode partner, HeldHead head, Receipt receipt)
    {
        if (!receipt.Path.TryPath(out byte[] path)
            || Read(partner, head, receipt.Statement.Memory, receipt.Index, path) is not { } body)
        {
            return null;
        }

        var kept = new Kept([], []);
        foreach (byte[] leaf in body.Held.Concat(body.Purged))
        {
            if (node.Read.Notice(leaf) is not { } notice
                || _foreign.Owner(body.ReleaserOrigin)?.Code != notice.Originator
                || !node.Read.NoticePartners(leaf).Contains(partner))
            {
                return null;
            }

            if (notice.Originator == node.Model.Self)
            {
                kept.Own.Add(new ReceiptRow(partner, notice.LogIndex, receipt.Statement.ToByteArray(), (long)receipt.Index, Now));
            }
            else
            {
                kept.Relayed.Add(Row(notice.Product, partner, partner, leaf, notice.Statement, receipt.Statement.Memory, receipt.Index, path, head.Note));
            }
        }

        return kept;
    }

    /// <summary>Receipts of our releases of products that came from elsewhere go on to where those came from.</summary>
    public IEnumerable<RelayedRow> Onward(PartnerCode partner, HeldHead head, Receipt receipt, IEnumerable<ReceiptRow> rows)
    {
        foreach (ReceiptRow row in rows)
        {
            if (node.Read.Release(row.ReleaseIndex) is { } release && node.Read.Find(release.Product) is { } found
                && found.Originator != node.Model.Self && receipt.Path.TryPath(out byte[] path))
            {
                ReadOnlyMemory<byte> entry = node.Read.Entries(LogName.Release, row.ReleaseIndex, 1)[0].Entry;
                yield return Row(release.Product, partner, partner, Merkle.LeafHash(entry.Span), entry, row.Statement, receipt.Index, path, head.Note);
            }
        }
    }

    /// <summary>A receipt of somebody else that a partner hands on.</summary>
    public RelayedRow? Relayed(PartnerCode via, RelayedReceipt receipt)
    {
        if (_foreign.Head(receipt.Note.Memory, out _) is not { } head
            || _foreign.Owner(head.Origin) is not { } holder || holder.Code == node.Model.Self
            || !receipt.Path.TryPath(out byte[] path)
            || Read(holder.Code, head, receipt.Statement.Memory, receipt.Index, path) is not { } body
            || !Statement.TryDecode(receipt.Subject.Memory, out Statement? subject, out _)
            || subject.Origin != body.ReleaserOrigin || _foreign.Owner(subject.Origin)?.Code != subject.Author)
        {
            return null;
        }

        byte[] leaf = Merkle.LeafHash(receipt.Subject.Span);
        bool named = body.Held.Concat(body.Purged).Any(answered => answered.AsSpan().SequenceEqual(leaf));
        ProductId? product = subject.Kind switch
        {
            StatementKind.Release when ReleaseBody.TryDecode(subject.Body.Span, out ReleaseBody? release, out _) && release.Recipient == holder.Code => release.Product,
            StatementKind.Notice => node.Read.Notice(leaf)?.Product,
            _ => null,
        };

        // Only along an edge: about products that the one who hands it on has from us.
        return named && product is { } id && node.Read.Releases(id).Any(row => row.Partner == via)
            ? Row(id, holder.Code, via, leaf, receipt.Subject.ToByteArray(), receipt.Statement.Memory, receipt.Index, path, receipt.Note.ToByteArray())
            : null;
    }

    private long Now => node.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static ReceiptBody? Read(PartnerCode author, HeldHead head, ReadOnlyMemory<byte> statement, ulong index, byte[] path) =>
        index <= long.MaxValue
        && InclusionProof.Verify(Merkle.LeafHash(statement.Span), (long)index, head.Size, path, head.Root.Span)
        && Statement.TryDecode(statement, out Statement? read, out _)
        && read.Kind == StatementKind.Receipt
        && read.Origin == head.Origin
        && read.Author == author
        && ReceiptBody.TryDecode(read.Body.Span, out ReceiptBody? body)
            ? body
            : null;

    private RelayedRow Row(
        ProductId product, PartnerCode holder, PartnerCode via, byte[] leaf, ReadOnlyMemory<byte> subject, ReadOnlyMemory<byte> statement, ulong index, byte[] path, ReadOnlyMemory<byte> note) =>
        new()
        {
            Product = product,
            Holder = holder,
            Via = via,
            SubjectLeaf = leaf,
            Subject = subject,
            Statement = statement.ToArray(),
            ReceiptIndex = (long)index,
            Path = path,
            Note = note,
            AtMs = Now,
            RelayTo = node.Read.Find(product) is { } found ? found.ReceivedFrom : default,
        };
}
