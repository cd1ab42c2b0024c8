using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>What taking in a verified notice came to.</summary>
public abstract record NoticeTaken
{
    private NoticeTaken()
    {
    }

    /// <summary>In effect from now on; the receipt stands at this position of our release log.</summary>
    public sealed record Stored(long ReceiptIndex, bool Purged) : NoticeTaken;

    /// <summary>Known before; it has one effect however often and whichever way it comes.</summary>
    public sealed record Known(long ReceiptIndex) : NoticeTaken;

    /// <summary>Refused; nothing was stored.</summary>
    public sealed record Refused(VerificationFault Fault) : NoticeTaken;
}

/// <summary>
/// The holder's side of a notice: chain, effect, RECEIPT and the way on to the next holders, in one transaction. A receipt that says
/// "purged" is therefore never there before the content is gone. Thread-safe.
/// </summary>
public sealed class NoticeIntake(GroupCommit commit, SentMarks sent, TimeProvider clock, RandomSource random) : IDisposable
{
    private readonly ReleaseRecorder _recorder = new(random);

    /// <summary>
    /// Takes a verified notice from an authenticated partner. <paramref name="sequence"/> is its place in that partner's lane of notices; 0 when
    /// it came as an answer. <paramref name="note"/> is the checkpoint it is proved under. <paramref name="head"/>, where given, is held from now on.
    /// </summary>
    public Task<NoticeTaken> TakeAsync(
        PartnerCode from, long sequence, VerifiedNotice notice, ReadOnlyMemory<byte> note, HeldHead? head, CancellationToken cancellation) =>
        commit.RunAsync(scope => Take(scope, from, sequence, notice, note, head), cancellation);

    /// <inheritdoc/>
    public void Dispose() => _recorder.Dispose();

    private NoticeTaken Take(CommitScope scope, PartnerCode from, long sequence, VerifiedNotice notice, ReadOnlyMemory<byte> note, HeldHead? head)
    {
        INodeWrite store = scope.Store;
        if (head is not null && (store.Held(head.Origin)?.Size ?? 0) < head.Size)
        {
            store.SetHeld(head);
        }

        if (sequence > 0 && store.NoticeReceivedAt(from, sequence) is { } placed)
        {
            return placed.Leaf.Span.SequenceEqual(notice.LeafHash.Span)
                ? new NoticeTaken.Known(placed.ReceiptIndex)
                : new NoticeTaken.Refused(VerificationFault.Replayed);
        }

        if (sequence > 0 && sequence != store.LastReceived(from, Lane.Notices) + 1)
        {
            return new NoticeTaken.Refused(VerificationFault.OutOfSequence);
        }

        if (store.Find(notice.Body.Product) is { } held && held.Originator != notice.Originator)
        {
            return new NoticeTaken.Refused(VerificationFault.WrongProduct);
        }

        NoticeEffect before = NoticeEffect.Of(store.Notices(notice.Body.Product), notice.Originator);
        if (notice.Body.Number <= before.Notices.Count)
        {
            return Again(store, from, sequence, notice, before.Notices[(int)notice.Body.Number - 1]);
        }

        if (Chain(notice, before) is { } fault)
        {
            Distrust(store, notice);
            return new NoticeTaken.Refused(fault);
        }

        return Store(scope, from, sequence, notice, note);
    }

    /// <summary>The same notice by another way brings openings that were left out on the first; another one of its number contradicts it.</summary>
    private static NoticeTaken Again(INodeWrite store, PartnerCode from, long sequence, VerifiedNotice notice, NoticeRow known)
    {
        if (!known.Leaf.Span.SequenceEqual(notice.LeafHash.Span))
        {
            return new NoticeTaken.Refused(VerificationFault.Equivocation);
        }

        store.AddNoticeOpenings(known.Leaf, notice.Openings, direct: from == notice.Originator);
        Place(store, from, sequence, known.Leaf);
        return new NoticeTaken.Known(known.ReceiptIndex);
    }

    private static VerificationFault? Chain(VerifiedNotice notice, NoticeEffect before) =>
        notice.Body.Number != before.Notices.Count + 1 ? VerificationFault.OutOfSequence
        : before.Notices.Count > 0 && !before.Notices[^1].Leaf.Span.SequenceEqual(notice.Body.Previous.Span) ? VerificationFault.Equivocation
        : null;

    /// <summary>Something was left out: the product counts as unconfirmed until its originator was asked.</summary>
    private static void Distrust(INodeWrite store, VerifiedNotice notice)
    {
        if (store.Find(notice.Body.Product) is { } held && held.ReceivedFrom != default)
        {
            store.SetConfirmation(new ConfirmationRow(notice.Body.Product, notice.Originator, 0, Due: true));
        }
    }

    private static void Place(INodeWrite store, PartnerCode from, long sequence, ReadOnlyMemory<byte> leaf)
    {
        if (sequence > 0)
        {
            store.AddNoticeReceived(from, sequence, leaf);
        }

        store.AddNoticeReceiptDue(from, leaf);
    }

    private NoticeTaken.Stored Store(CommitScope scope, PartnerCode from, long sequence, VerifiedNotice notice, ReadOnlyMemory<byte> note)
    {
        NoticeBody body = notice.Body;
        bool purged = body.TakesBack;
        if (purged)
        {
            Purge(scope, notice);
        }

        byte[] leaf = notice.LeafHash.ToArray();
        byte[] receipt = new ReceiptBody(notice.Checkpoint.Origin, purged ? [] : [leaf], purged ? [leaf] : []).Encode();
        LogPosition position = scope.Append(StatementKind.Receipt, receipt, from, body.Product);
        var row = new NoticeRow
        {
            Product = body.Product,
            Originator = notice.Originator,
            Number = body.Number,
            Action = body.Action,
            TakesBack = body.TakesBack,
            ReplacedBy = body.ReplacedBy,
            LogIndex = notice.LogIndex,
            AtMs = notice.AtMs,
            Leaf = leaf,
            Statement = notice.Statement,
            Path = notice.Path,
            Note = note,
            Openings = notice.Openings,
            StoredAtMs = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            ReceiptIndex = position.Index,
            Direct = from == notice.Originator,
        };
        scope.Store.AddNotice(row);
        Place(scope.Store, from, sequence, leaf);
        NoticeQueue.Spread(scope, row, sent, _recorder);
        return new NoticeTaken.Stored(position.Index, purged);
    }

    /// <summary>Erases all packages of the product and says so in the internal log. Nothing is said of what was never here.</summary>
    private static void Purge(CommitScope scope, VerifiedNotice notice)
    {
        IReadOnlyList<ReceivedRow> copies = scope.Store.Received(notice.Body.Product);
        ImmutableArray<Marking> markings =
        [
            .. copies
                .SelectMany(copy => Package.TryDecode(copy.Package, out Package? package, out _) ? package.Openings : [])
                .Select(opening => PortionBody.TryDecode(opening.Body, out PortionBody? body, out _) ? body.Marking : null)
                .OfType<Marking>()
                .Distinct(),
        ];
        StubRow? stub = scope.Store.Stub(notice.Body.Product);
        scope.Store.ErasePackages(stub ?? new StubRow(notice.Body.Product, markings));
        if (copies.Any(copy => !copy.Package.IsEmpty))
        {
            var erasure = new ErasureBody(notice.Body.Product, ErasedParts.Packages, notice.Originator.Value);
            scope.Append(StatementKind.Erasure, erasure.Encode(), notice.Originator, notice.Body.Product);
        }
    }
}
