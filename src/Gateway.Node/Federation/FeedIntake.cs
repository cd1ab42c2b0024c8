using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using CoreLane = Gateway.Core.Sealing.Lane;
using InclusionProof = Gateway.Core.ReleaseLog.InclusionProof;
using Package = Gateway.Core.Sealing.Package;
using Statement = Gateway.Core.Sealing.Statement;
using WithdrawnBody = Gateway.Core.Sealing.WithdrawnBody;

namespace Gateway.Node.Federation;

/// <summary>What a partner sent does not verify. The message names the check, never content.</summary>
internal sealed class FeedRefusedException(VerificationFault fault, string detail) : Exception(detail)
{
    public VerificationFault Fault => fault;
}

/// <summary>Fetches the proof that one size of the partner's release log extends another; null when it cannot be had.</summary>
internal delegate Task<Protocol.V1.ConsistencyProof?> ProofSource(long from, long to, CancellationToken cancellation);

/// <summary>
/// Takes one partner's feed, item by item, whatever way it comes: verify, then store with receipt. What breaks log, order or proof throws
/// <see cref="FeedRefusedException"/> before anything of it is stored. A release that is provably logged at the next place but may not be
/// taken is set aside with an alarm, and the feed goes on: one bad product must not keep back the warning behind it. Not thread-safe; one
/// per stream.
/// </summary>
internal sealed class FeedIntake(NodeState node, Partner partner, ProofSource proofs, ILogger logger) : IDisposable
{
    private readonly PackageVerifier _verifier = new();
    private readonly Commitment _commitment = new();
    private readonly NoticeReceiver _notices = new(node, partner, logger);
    private readonly ForeignHeads _foreign = new(node, ForeignHeads.AskThem(node), logger);
    private readonly HeadFollower _head =
        new(partner.ReleaseLog.Origin, node.Checkpoints, node.Heads.Newest(partner.ReleaseLog.Origin));

    /// <summary>The newest head taken on this way.</summary>
    public HeldHead? Held => _head.Held;

    public async Task TakeAsync(FeedItem item, CancellationToken cancellation)
    {
        switch (item.ItemCase)
        {
            case FeedItem.ItemOneofCase.Checkpoint:
                await TakeCheckpointAsync(item.Checkpoint, cancellation);
                break;
            case FeedItem.ItemOneofCase.Package:
                await TakePackageAsync(item.Package, cancellation);
                break;
            case FeedItem.ItemOneofCase.Withdrawn:
                await TakeWithdrawnAsync(item.Withdrawn, cancellation);
                break;
            case FeedItem.ItemOneofCase.Notice:
                await _notices.TakeAsync(item.Notice, _head.Held, cancellation);
                break;
            case FeedItem.ItemOneofCase.Heartbeat:
                await node.Currency.CaughtUpAsync(partner.Code, cancellation);
                break;
            case FeedItem.ItemOneofCase.None:
                throw new FeedRefusedException(VerificationFault.MalformedPackage, "an item of no kind");
        }
    }

    /// <summary>
    /// Takes items in order. Packages that follow each other are verified while those before them are being stored, and share commits.
    /// </summary>
    public async Task TakeAllAsync(IReadOnlyList<FeedItem> items, CancellationToken cancellation)
    {
        for (int i = 0; i < items.Count;)
        {
            int stored = await StoreRunAsync(items, i, cancellation);
            i += stored;
            if (stored == 0)
            {
                await TakeAsync(items[i++], cancellation);
            }
        }
    }

    public void Dispose()
    {
        _verifier.Dispose();
        _commitment.Dispose();
    }

    private async Task TakeCheckpointAsync(FeedCheckpoint checkpoint, CancellationToken cancellation)
    {
        HeldHead? basis = _head.Held;
        if (_head.Accept(checkpoint.Note.Memory, checkpoint.Consistency) is { } fault)
        {
            node.Ledger.Suspect(partner, checkpoint.Note.Memory, "feed");
            throw new FeedRefusedException(fault, "the checkpoint does not extend the one held, or lacks a line");
        }

        HeldHead head = _head.Held!;
        HeadLink link = node.Heads.Link(head, basis);
        while (link is HeadLink.ProofMissing missing)
        {
            // The log's heads came on another way too, and went further there.
            (long from, long to) = (Math.Min(head.Size, missing.Newest.Size), Math.Max(head.Size, missing.Newest.Size));
            Protocol.V1.ConsistencyProof proof = await proofs(from, to, cancellation)
                ?? throw new FeedRefusedException(VerificationFault.MissingCheckpoint, "a proof between two heads of the log cannot be had");
            link = node.Heads.Link(head, missing.Newest, proof);
        }

        node.Ledger.Observe(head.Origin, head.Size, head.Root, head.Note, "feed");
        if (link is HeadLink.Contradiction contradiction)
        {
            node.Ledger.Report(contradiction.Newest, head, "feed");
            throw new FeedRefusedException(VerificationFault.BadCheckpoint, "the log shows two histories: it was forked or rolled back");
        }
    }

    private async Task TakePackageAsync(FeedPackage item, CancellationToken cancellation)
    {
        CrashPoints.Pass(CrashPoint.ItemReceived);
        node.Disk.RequireRoom();
        _head.Remember();
        Verification verification = _verifier.Verify(item.Package.Memory, node.Checkpoints, Context());
        if (verification is Verification.Refused refused)
        {
            await SetAsideAsync(item, refused.Fault, refused.Detail, cancellation);
            return;
        }

        CrashPoints.Pass(CrashPoint.PackageVerified);
        VerifiedRelease release = ((Verification.Verified)verification).Release;

        // Not any head that the log's keys signed: the package may carry one of a fork.
        if (_head.Held is not { } held || !_head.Follows(release.Checkpoint))
        {
            throw new FeedRefusedException(VerificationFault.MissingCheckpoint, "the package is proved under a head that was not announced");
        }

        if (!await ForeignHeadsHold(item.Package.Memory, cancellation))
        {
            throw new FeedRefusedException(VerificationFault.BadCheckpoint, "a checkpoint of an earlier hop contradicts what is known of its log");
        }

        byte[] selfContained = SelfContained(item.Package.Memory, held.Note);
        switch (await node.Intake.TakeAsync(partner.Code, release, selfContained, held, cancellation))
        {
            case IntakeOutcome.Stored:
                CrashPoints.Pass(CrashPoint.PackageStored);
                FeedLog.Stored(logger, partner.Code.Value, 1);
                node.Arrivals.Pulse();
                break;
            case IntakeOutcome.AlreadyStored:
                break;
            case IntakeOutcome.Refused refusal:
                await SetAsideAsync(item, refusal.Fault, "the release does not follow what is held", cancellation);
                break;
            default:
                throw new InvalidOperationException("IntakeOutcome is closed.");
        }
    }

    /// <summary>
    /// Stores the packages from <paramref name="first"/> on until one is not as it should be; says how many were stored. What is behind a
    /// refused one is refused as out of sequence then, and taken again, one by one.
    /// </summary>
    private async Task<int> StoreRunAsync(IReadOnlyList<FeedItem> items, int first, CancellationToken cancellation)
    {
        node.Disk.RequireRoom();
        _head.Remember();
        List<Task<IntakeOutcome>> storing = [];
        VerificationContext context = Context();
        for (int i = first; i < items.Count && items[i].ItemCase == FeedItem.ItemOneofCase.Package; i++)
        {
            CrashPoints.Pass(CrashPoint.ItemReceived);
            ReadOnlyMemory<byte> package = items[i].Package.Package.Memory;
            if (_verifier.Verify(package, node.Checkpoints, context) is not Verification.Verified verified
                || _head.Held is not { } held
                || !_head.Follows(verified.Release.Checkpoint)
                || (verified.Release.Chain.Length > 1 && !await ForeignHeadsHold(package, cancellation)))
            {
                break;
            }

            CrashPoints.Pass(CrashPoint.PackageVerified);
            storing.Add(node.Intake.TakeAsync(partner.Code, verified.Release, SelfContained(package, held.Note), held, cancellation));
        }

        IntakeOutcome[] outcomes = await Task.WhenAll(storing);
        int taken = outcomes.TakeWhile(outcome => outcome is not IntakeOutcome.Refused).Count();
        foreach (IntakeOutcome.Stored _ in outcomes.Take(taken).OfType<IntakeOutcome.Stored>())
        {
            CrashPoints.Pass(CrashPoint.PackageStored);
            FeedLog.Stored(logger, partner.Code.Value, 1);
        }

        if (taken > 0)
        {
            node.Arrivals.Pulse();
        }

        return taken;
    }

    private VerificationContext Context() => new()
    {
        Roster = node.Model.Roster,
        Schemas = node.Model.Schemas,
        Markings = node.Model.Markings,
        Now = node.Clock.GetUtcNow(),
        Recipient = node.Model.Self,
    };

    /// <summary>Passes over the place of a refused release where it is provably the next one; otherwise the stream ends.</summary>
    private async Task SetAsideAsync(FeedPackage item, VerificationFault fault, string detail, CancellationToken cancellation)
    {
        bool passed = IsLasting(fault, item)
            && _head.Held is { } held
            && FeedPlace.TryProve(
                item.Package.Memory, new Core.Sealing.CheckpointName(held.Origin, held.Size, held.Root), partner.Code, node.Model.Self, out FeedPlace? place)
            && await node.Intake.SetAsideAsync(partner.Code, place, fault, Kept(fault, item), held, cancellation);
        if (!passed)
        {
            throw new FeedRefusedException(fault, detail);
        }

        FeedLog.SetAside(logger, partner.Code.Value, (int)item.Lane, item.Seq, fault.ToString());
    }

    /// <summary>What was refused is kept for people to look into; what was taken back is not kept at all.</summary>
    private static ReadOnlyMemory<byte> Kept(VerificationFault fault, FeedPackage item) =>
        fault == VerificationFault.Recalled ? default : item.Package.Memory;

    /// <summary>
    /// Whether trying again is no use. What the releaser logged stays as it is; what came garbled may come whole the next time; an expired
    /// roster or a missing head is our own matter and mends itself.
    /// </summary>
    private bool IsLasting(VerificationFault fault, FeedPackage item)
    {
        switch (fault)
        {
            case VerificationFault.UnknownLog or VerificationFault.BadCheckpoint or VerificationFault.MissingCheckpoint:
                return false;
            case VerificationFault.MalformedPackage or VerificationFault.NotInLog or VerificationFault.WrongStatement or VerificationFault.WrongProduct
                or VerificationFault.BadOpenings or VerificationFault.CommitmentMismatch or VerificationFault.OpenedSetDiffers or VerificationFault.BadTerms
                or VerificationFault.BadGrants or VerificationFault.NotGranted:
                return node.Refusals.Count(partner.Code, (CoreLane)item.Lane, item.Seq) >= FeedRefusals.Patience;
            case VerificationFault.BrokenChain or VerificationFault.MalformedManifest or VerificationFault.UnknownSchema or VerificationFault.Expired
                or VerificationFault.MalformedPortion or VerificationFault.UnreadableMarking or VerificationFault.MissingCompanion
                or VerificationFault.WrongRecipient or VerificationFault.BannerTooLow or VerificationFault.Replayed or VerificationFault.OutOfSequence
                or VerificationFault.Equivocation or VerificationFault.OlderEdition or VerificationFault.Recalled:
                return true;
            default:
                throw new InvalidOperationException("VerificationFault is closed.");
        }
    }

    /// <summary>Whether the checkpoints of earlier hops and of ONWARD_GRANTs, of logs that the sender does not own, may be relied on.</summary>
    private async Task<bool> ForeignHeadsHold(ReadOnlyMemory<byte> package, CancellationToken cancellation)
    {
        Package decoded = Decoded(package);
        foreach (Core.Sealing.CheckpointName name in Named(decoded).Where(name => name.Origin != partner.ReleaseLog.Origin))
        {
            if (!node.Checkpoints.TryGet(name, out ReadOnlyMemory<byte> note) || !await _foreign.AcceptsAsync(name, note, decoded.Consistency, cancellation))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The package with its checkpoints, so that it verifies offline for as long as it is kept.</summary>
    private byte[] SelfContained(ReadOnlyMemory<byte> package, ReadOnlyMemory<byte> note)
    {
        Package decoded = Decoded(package);
        ReadOnlyMemory<byte>[] others =
        [
            .. Named(decoded).Where(name => !_head.Follows(name))
                .Select(name => node.Checkpoints.TryGet(name, out ReadOnlyMemory<byte> known) ? known : default)
                .Where(known => !known.IsEmpty),
        ];
        return (decoded with { Checkpoints = [.. others, note] }).Encode();
    }

    private static Package Decoded(ReadOnlyMemory<byte> package) =>
        Package.TryDecode(package, out Package? decoded, out _) ? decoded : throw new InvalidOperationException("A verified package can be read.");

    /// <summary>Every checkpoint that the package leans on, each once.</summary>
    private static IEnumerable<Core.Sealing.CheckpointName> Named(Package package) => package.Hops.Select(hop => hop.Checkpoint)
        .Concat(package.Onward.Select(proof => proof.Checkpoint))
        .DistinctBy(name => (name.Origin, name.Size, Convert.ToHexString(name.Root.Span)));

    private async Task TakeWithdrawnAsync(FeedWithdrawn item, CancellationToken cancellation)
    {
        Core.Sealing.CheckpointName name = (item.Checkpoint ?? new Protocol.V1.CheckpointName()).ToCore();
        byte[] leaf = Merkle.LeafHash(item.Statement.Span);
        bool logged = _head.Follows(name)
            && item.Index <= long.MaxValue
            && item.Path.TryPath(out byte[] path)
            && InclusionProof.Verify(leaf, (long)item.Index, name.Size, path, name.Root.Span);
        if (!logged
            || _head.Held is not { } held
            || !Statement.TryDecode(item.Statement.Memory, out Statement? statement, out _)
            || statement.Kind != StatementKind.Withdrawn
            || statement.Origin != partner.ReleaseLog.Origin
            || statement.Author != partner.Code
            || !WithdrawnBody.TryDecode(statement.Body.Span, out WithdrawnBody? body)
            || body.Recipient != node.Model.Self
            || item.SlotSalt.Length != Limits.Hash
            || !_commitment.Slot(item.SlotSalt.Span, (uint)item.Lane, item.Seq).AsSpan().SequenceEqual(body.SlotDigest.Span))
        {
            throw new FeedRefusedException(VerificationFault.WrongStatement, "the withdrawal is not in the partner's log, or not for this place");
        }

        if (!await node.Intake.TakeWithdrawnAsync(partner.Code, (CoreLane)item.Lane, (long)item.Seq, item.Statement.Memory, held, cancellation))
        {
            throw new FeedRefusedException(VerificationFault.OutOfSequence, "the withdrawal is not for the next place of the feed");
        }
    }
}
