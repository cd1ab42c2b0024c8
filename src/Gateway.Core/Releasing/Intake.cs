using Gateway.Core.Channels;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>What taking in a verified release came to.</summary>
public abstract record IntakeOutcome
{
    private IntakeOutcome()
    {
    }

    /// <summary>Stored; the receipt stands at this position of our release log.</summary>
    public sealed record Stored(LogPosition Receipt) : IntakeOutcome;

    /// <summary>The very same release was stored before; its receipt stands there. Delivery is at least once, effect exactly once.</summary>
    public sealed record AlreadyStored(long ReceiptIndex) : IntakeOutcome;

    /// <summary>Refused; nothing was stored.</summary>
    public sealed record Refused(VerificationFault Fault) : IntakeOutcome;
}

/// <summary>
/// The recipient's side of a release, after <see cref="PackageVerifier"/>: what depends on memory. Feed order, replay, editions, then
/// content and RECEIPT in one transaction. Thread-safe.
/// </summary>
public sealed class Intake(GroupCommit commit, TimeProvider clock)
{
    /// <summary>
    /// Stores a verified release that came from <paramref name="releaser"/> over an authenticated stream.
    /// <paramref name="selfContained"/> is the package with its checkpoints, so that it verifies offline for as long as it is kept;
    /// <paramref name="head"/> is the head it was proved under, consistent by proof with the one held before, and held from now on.
    /// </summary>
    public Task<IntakeOutcome> TakeAsync(
        PartnerCode releaser, VerifiedRelease release, ReadOnlyMemory<byte> selfContained, HeldHead head, CancellationToken cancellation) =>
        commit.RunAsync(scope => Take(scope, releaser, release, selfContained, head), cancellation);

    /// <summary>Notes that a place of a releaser's feed was withdrawn. False when the place is not the next one.</summary>
    public Task<bool> TakeWithdrawnAsync(
        PartnerCode releaser, Lane lane, long sequence, ReadOnlyMemory<byte> statement, HeldHead head, CancellationToken cancellation) => commit.RunAsync(
            scope =>
            {
                Hold(scope.Store, head);
                long last = scope.Store.LastReceived(releaser, lane);
                if (sequence == last + 1)
                {
                    scope.Store.AddReceivedWithdrawn(releaser, lane, sequence, statement);
                }

                return sequence == last + 1 || scope.Store.WasWithdrawn(releaser, lane, sequence);
            },
            cancellation);

    /// <summary>
    /// Passes over a place whose release was refused for good (<see cref="FeedPlace"/> proves that it is the releaser's). What was refused is
    /// kept and never shown; there is no receipt. False when the place is not the next one.
    /// </summary>
    public Task<bool> SetAsideAsync(PartnerCode releaser, FeedPlace place, VerificationFault fault, ReadOnlyMemory<byte> package, HeldHead? head, CancellationToken cancellation) =>
        commit.RunAsync(
            scope =>
            {
                if (head is not null)
                {
                    Hold(scope.Store, head);
                }

                bool next = place.Sequence == scope.Store.LastReceived(releaser, place.Lane) + 1;
                if (next)
                {
                    scope.Store.AddSetAside(new SetAsideRow(
                        releaser, place.Lane, place.Sequence, place.LogIndex, clock.GetUtcNow().ToUnixTimeMilliseconds(), fault, package));
                }

                return next;
            },
            cancellation);

    private IntakeOutcome Take(CommitScope scope, PartnerCode releaser, VerifiedRelease release, ReadOnlyMemory<byte> package, HeldHead head)
    {
        INodeRead read = scope.Store;
        if (head.Origin != release.Checkpoint.Origin || head.Size != release.Checkpoint.Size || !head.Root.Span.SequenceEqual(release.Checkpoint.Root.Span))
        {
            // Signed, but not the head that was found consistent with all before it: a side branch, carried in or left from an earlier stream.
            return new IntakeOutcome.Refused(VerificationFault.MissingCheckpoint);
        }

        Hold(scope.Store, head);
        (Lane lane, long sequence) = (release.Terms.Lane, release.Terms.FeedSequence);
        if (release.Releaser != releaser)
        {
            return new IntakeOutcome.Refused(VerificationFault.BrokenChain);
        }

        if (read.ReceivedAt(releaser, lane, sequence) is { } earlier)
        {
            return earlier.ReleaseLeaf.Span.SequenceEqual(release.LeafHash.Span)
                ? new IntakeOutcome.AlreadyStored(earlier.ReceiptIndex)
                : new IntakeOutcome.Refused(VerificationFault.Replayed);
        }

        if (read.HasReceived(release.Checkpoint.Origin, release.LogIndex))
        {
            return new IntakeOutcome.Refused(VerificationFault.Replayed);
        }

        if (sequence != read.LastReceived(releaser, lane) + 1)
        {
            return new IntakeOutcome.Refused(VerificationFault.OutOfSequence);
        }

        if (NoticeEffect.Of(read.Notices(release.Product), release.Manifest.Originator).Recalled)
        {
            return new IntakeOutcome.Refused(VerificationFault.Recalled);
        }

        return Edition(read, release) is { } fault
            ? new IntakeOutcome.Refused(fault)
            : new IntakeOutcome.Stored(Store(scope, releaser, release, package));
    }

    /// <summary>The newest head only ever grows.</summary>
    private static void Hold(INodeWrite store, HeldHead head)
    {
        if (store.Held(head.Origin) is not { } held || held.Size < head.Size)
        {
            store.SetHeld(head);
        }
    }

    /// <summary>A lineage never goes back, and has one product at one time.</summary>
    private static VerificationFault? Edition(INodeRead read, VerifiedRelease release)
    {
        CatalogRow? newest = read.Newest(release.Manifest.Originator, release.Manifest.LineageId);
        return newest switch
        {
            null => null,
            _ when newest.Product == release.Product => null,
            _ when newest.IssuedAtMs == release.Manifest.IssuedAtMs => VerificationFault.Equivocation,
            _ when newest.IssuedAtMs > release.Manifest.IssuedAtMs => VerificationFault.OlderEdition,
            _ => null,
        };
    }

    private LogPosition Store(CommitScope scope, PartnerCode releaser, VerifiedRelease release, ReadOnlyMemory<byte> package)
    {
        byte[] body = new ReceiptBody(release.Checkpoint.Origin, [release.LeafHash.ToArray()], []).Encode();
        LogPosition receipt = scope.Append(StatementKind.Receipt, body, releaser, release.Product);
        scope.Store.AddReceived(
            new ReceivedRow(
                release.Product,
                releaser,
                release.Terms.Lane,
                release.Terms.FeedSequence,
                release.Checkpoint.Origin,
                release.LogIndex,
                release.LeafHash,
                receipt.Index,
                clock.GetUtcNow().ToUnixTimeMilliseconds(),
                package),
            release.Manifest);
        if (release.Terms.Lane == Lane.Warnings)
        {
            // In this transaction: what is stored here calls somebody.
            scope.Store.AddSummons(new Summons(SummonsKind.WarningArrived, release.Product, release.Manifest.Mode), clock.GetUtcNow().ToUnixTimeMilliseconds());
        }

        ProductStanding.Arrived(scope.Store, release.Product, release.Manifest.Originator, releaser, clock.GetUtcNow());
        return receipt;
    }
}
