using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// The right to send one notice to one partner: it stands durably in its originator's log, and only what concerns the portions that the
/// partner may know of is opened.
/// </summary>
public sealed class NoticePermit
{
    private NoticePermit(PartnerCode recipient, long sequence, NoticeProof proof, SignedHead? head, ReadOnlyMemory<byte> note)
    {
        Recipient = recipient;
        Sequence = sequence;
        Proof = proof;
        Head = head;
        Note = note;
    }

    /// <summary>The only partner it is for.</summary>
    public PartnerCode Recipient { get; }

    /// <summary>Position in the lane of notices; 0 outside of a feed.</summary>
    public long Sequence { get; }

    /// <summary>The notice with its proof and openings.</summary>
    public NoticeProof Proof { get; }

    /// <summary>The head of the own log that it is proved under; null for the notice of another originator.</summary>
    public SignedHead? Head { get; }

    /// <summary>For the notice of another originator, the checkpoint that the path leads to; empty for an own one.</summary>
    public ReadOnlyMemory<byte> Note { get; }

    /// <summary>
    /// Makes the permit; null when log and row disagree, and people have to look. <paramref name="known"/>: portions that the partner has;
    /// <paramref name="under"/>: the head to prove an own notice under, the newest when not given.
    /// </summary>
    public static NoticePermit? TryIssue(
        NoticeRow notice, PartnerCode partner, long sequence, IReadOnlySet<ushort> known, TransparencyLog log, SignedHead? under = null)
    {
        ImmutableArray<NoticeOpening> openings =
        [
            .. notice.Openings.Where(opening => opening.Position == NoticeOpening.Note
                || (PortionNotice.TryDecode(opening.Body.Span, out PortionNotice? portion) && known.Contains(portion.Index))),
        ];
        if (notice.Originator != log.Author)
        {
            return ReleaseLog.Note.TryParse(notice.Note.Span, out Note? note) && Checkpoint.TryParse(note.Text.Span, out Checkpoint? checkpoint)
                ? new NoticePermit(
                    partner,
                    sequence,
                    new NoticeProof(notice.Statement, notice.LogIndex, notice.Path, new CheckpointName(checkpoint.Origin, checkpoint.Size, checkpoint.Root.AsMemory()), openings),
                    null,
                    notice.Note)
                : null;
        }

        var position = new LogPosition(LogName.Release, notice.LogIndex, notice.Leaf);
        return (under ?? log.Head) is { } head && log.TryProve(position, head, out byte[] path)
            ? new NoticePermit(partner, sequence, new NoticeProof(notice.Statement, notice.LogIndex, path, head.Name, openings), head, default)
            : null;
    }

    /// <summary>The portions that a partner has from this node.</summary>
    public static IReadOnlySet<ushort> Known(INodeRead read, ProductId product, PartnerCode partner) => read.Releases(product)
        .Where(row => row.Partner == partner && row.WithdrawnIndex < 0)
        .SelectMany(row => row.Opened)
        .ToHashSet();
}
