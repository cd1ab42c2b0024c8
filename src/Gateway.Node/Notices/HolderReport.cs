using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using Google.Protobuf;
using LogName = Gateway.Core.Sealing.LogName;
using ReceiptBody = Gateway.Core.Sealing.ReceiptBody;
using Statement = Gateway.Core.Sealing.Statement;

namespace Gateway.Node.Notices;

/// <summary>
/// Who holds a product from this node and who answered which notice, each by a receipt that is kept as proof: direct holders by their own,
/// holders further on by what was handed on along the edges. Thread-safe.
/// </summary>
internal sealed class HolderReport(NodeState node)
{
    public NoticeStatus Of(CatalogRow row)
    {
        NoticeEffect effect = NoticeEffect.Of(node.Read.Notices(row.Product), row.Originator);
        var status = new NoticeStatus { Originator = row.Originator.Value };
        status.Notices.AddRange(effect.Notices.Select(Issued));
        IReadOnlyList<ReceiptRow> receipts = node.Read.Receipts(row.Product);
        IReadOnlyList<RelayedRow> relayed = node.Read.Relayed(row.Product);
        SealedProduct? product = node.Read.Sealed(row.Product);
        IEnumerable<Holder> direct = node.Read.Releases(row.Product).Select(release => Direct(release, receipts, relayed, effect, product));
        IEnumerable<Holder> further = relayed.Where(answer => answer.Via != answer.Holder)
            .GroupBy(answer => (answer.Holder, answer.Via))
            .Select(answers => Further(answers.Key.Holder, answers.Key.Via, [.. answers], effect));
        status.Holders.AddRange(direct.Concat(further).OrderBy(holder => holder.Partner, StringComparer.Ordinal));
        return status;
    }

    private static IssuedNotice Issued(NoticeRow notice) => new()
    {
        Number = notice.Number,
        Action = (Protocol.V1.NoticeAction)notice.Action,
        AtMs = notice.AtMs,
        LogIndex = (ulong)notice.LogIndex,
        ReplacedBy = notice.ReplacedBy is { } other ? ByteString.CopyFrom(other.Span) : ByteString.Empty,
        Note = notice.Text,
        Issuer = notice.Issuer,
    };

    private Holder Direct(
        FeedRow release, IReadOnlyList<ReceiptRow> receipts, IReadOnlyList<RelayedRow> relayed, NoticeEffect effect, SealedProduct? product)
    {
        ReceiptRow? receipt = receipts.FirstOrDefault(one => one.Partner == release.Partner && one.ReleaseIndex == release.LogIndex);
        bool withdrawn = release.WithdrawnIndex >= 0;
        var holder = new Holder
        {
            Partner = release.Partner.Value,
            ReleasedAtMs = node.Read.Entries(LogName.Release, release.LogIndex, 1)[0].AtMs,
            ReleaseIndex = (ulong)release.LogIndex,
            ReceiptAtMs = receipt?.AtMs ?? 0,
            RefusedNow = !withdrawn && !effect.Recalled && product is not null && RefusedNow(release, product),
        };
        if (!withdrawn)
        {
            holder.Answers.AddRange(effect.Notices
                .Where(notice => node.Read.NoticePartners(notice.Leaf).Contains(release.Partner))
                .Select(notice => Answer(notice, Own(notice, release.Partner, receipts) ?? Handed(notice, release.Partner, relayed))));
        }

        holder.State = withdrawn && receipt is null ? HolderState.Withdrawn
            : holder.Answers.Any(answer => answer.Purged) ? HolderState.Purged
            : receipt is not null ? HolderState.Holds
            : HolderState.Released;
        return holder;
    }

    private static Holder Further(PartnerCode partner, PartnerCode via, List<RelayedRow> answers, NoticeEffect effect)
    {
        RelayedRow? release = answers.Find(answer => !effect.Notices.Any(notice => Same(notice.Leaf, answer.SubjectLeaf)));
        var holder = new Holder { Partner = partner.Value, Via = via.Value, ReceiptAtMs = release?.AtMs ?? 0 };
        holder.Answers.AddRange(effect.Notices.Select(notice => Answer(notice, Handed(notice, partner, answers))));
        holder.State = holder.Answers.Any(answer => answer.Purged) ? HolderState.Purged : HolderState.Holds;
        return holder;
    }

    private static (ReadOnlyMemory<byte> Statement, long AtMs)? Own(NoticeRow notice, PartnerCode partner, IReadOnlyList<ReceiptRow> receipts) =>
        receipts.FirstOrDefault(one => one.Partner == partner && one.ReleaseIndex == notice.LogIndex) is { } row && notice.ReceiptIndex < 0
            ? (row.Statement, row.AtMs)
            : null;

    private static (ReadOnlyMemory<byte> Statement, long AtMs)? Handed(NoticeRow notice, PartnerCode partner, IReadOnlyList<RelayedRow> relayed) =>
        relayed.FirstOrDefault(one => one.Holder == partner && Same(one.SubjectLeaf, notice.Leaf)) is { } row ? (row.Statement, row.AtMs) : null;

    private static NoticeAnswerView Answer(NoticeRow notice, (ReadOnlyMemory<byte> Statement, long AtMs)? receipt) => new()
    {
        Number = notice.Number,
        AtMs = receipt?.AtMs ?? 0,
        Purged = receipt is { } answer && Purged(answer.Statement, notice.Leaf),
    };

    private static bool Purged(ReadOnlyMemory<byte> statement, ReadOnlyMemory<byte> leaf) =>
        Statement.TryDecode(statement, out Statement? read, out _)
        && ReceiptBody.TryDecode(read.Body.Span, out ReceiptBody? body)
        && body.Purged.Any(purged => Same(purged, leaf));

    /// <summary>What a partner holds cannot be unsent; that policy would refuse it now is for officers to know.</summary>
    private bool RefusedNow(FeedRow release, SealedProduct product)
    {
        Ruling ruling = Decider.Decide(product, release.Partner, node.Model, node.Decisions.Now());
        return !release.Opened.All(index => ruling.Allowed.Contains(index));
    }

    private static bool Same(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other) => one.Span.SequenceEqual(other.Span);
}
