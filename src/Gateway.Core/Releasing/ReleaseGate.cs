using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Gateway.Core.Channels;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// The one way out of a node: decide → record → permit → send. <see cref="PublishAsync"/> decides a sealed product for every partner and
/// records product, decisions, statements and feed rows in one transaction. <see cref="DeliverAsync"/> decides again when the partner is
/// there, and sends only what a permit allows. Thread-safe.
/// </summary>
public sealed class ReleaseGate(GroupCommit commit, INodeStore store, TransparencyLog log, Func<NodeModel> model, DecisionClock clock, RandomSource random)
    : IDisposable
{
    private readonly ReleaseRecorder _recorder = new(random);
    private readonly NoticeDesk _notices = new(commit, new SentMarks(), clock.Provider, random);

    /// <summary>How far each feed was served since this node started.</summary>
    public SentMarks Sent => _notices.Sent;

    /// <summary>The originator's later word on what was released.</summary>
    public NoticeDesk Notices => _notices;
    private readonly GrantKeeper _grants = new(random);

    /// <summary>
    /// Decides a product that was sealed here again, and records what its partners may have by now and never got, and when to look next; for
    /// after a change of policy, and when time may have changed something (<see cref="IDueRead"/>, <see cref="NodeModel.NextChange"/>).
    /// Nothing that stands is touched: what a partner may have no longer is withdrawn when it is to be sent.
    /// <paramref name="reason"/> goes on the internal log as an AUDIT before the first release. Completes with whether anything was released or waits.
    /// </summary>
    public async Task<bool> ReconsiderAsync(CatalogRow row, AuditBody reason, CancellationToken cancellation)
    {
        var late = new LateReleases(_recorder, _grants);
        return LateReleases.HasWork(store.Read, row, model(), clock.Now())
            && await commit.RunAsync(scope => late.Record(scope, row, model(), clock.Now(), reason), cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Seals the word, decides and records. Completes when everything is durable; nothing was sent yet. The same submission again has no
    /// second effect.
    /// </summary>
    public Task<Publication> PublishAsync(SealedProduct product, SubmissionRow submission, CancellationToken cancellation)
    {
        // Decided on the caller's thread, so that the one writer only records.
        Rulings rulings = Decide(product);
        return commit.RunAsync(
            scope => Earlier(scope.Store, product, submission) ?? Publish(scope, product, submission, rulings), cancellation);
    }

    /// <summary>Decides a received product for one more partner, and records; nothing was sent yet. Handing on again has no second effect.</summary>
    public Task<HandOnOutcome> HandOnAsync(ProductId product, PartnerCode to, CancellationToken cancellation) =>
        commit.RunAsync(scope => new HandOn(_recorder).Record(scope, product, to, model(), clock.Now()), cancellation);

    /// <summary>Decides again, then sends the release, or withdraws it and says so. Exactly one of the two happens.</summary>
    public async Task<Delivery> DeliverAsync(FeedRow row, IReleaseChannel channel, CancellationToken cancellation)
    {
        // Before anything is looked at: whoever takes the product back meanwhile counts this place as sent.
        Sent.Set(row.Partner, row.Lane, row.Sequence);

        // The stored row, not the one handed in: another stream of the same partner may have withdrawn it since that was read.
        if (channel.Partner != row.Partner
            || store.Read.Release(row.LogIndex) is not { } current || current.Partner != row.Partner
            || (Matter.Of(current, store.Read, _grants) is var matter && matter is null && !IsErased(current)))
        {
            return Delivery.Blocked;
        }

        row = current;
        if (Math.Max(row.LogIndex, row.WithdrawnIndex) >= (log.Head?.Checkpoint.Size ?? 0))
        {
            // Committed a moment ago, and its head not published yet: that is done before the writer takes the next piece of work.
            await commit.RunAsync(_ => true, cancellation).ConfigureAwait(false);
        }

        NodeModel now = model();
        if (row.WithdrawnIndex < 0 && !MayGo(row, matter, now))
        {
            row = await commit.RunAsync(scope => Withdraw(scope, row, matter, now), cancellation).ConfigureAwait(false);
            CrashPoints.Pass(CrashPoint.Withdrawn);
        }

        using var commitment = new Commitment();
        if (row.WithdrawnIndex >= 0)
        {
            return WithdrawalPermit.TryIssue(row, Entry(row.WithdrawnIndex), log, out WithdrawalPermit? withdrawal)
                ? await Send(() => channel.SendAsync(withdrawal, cancellation), Delivery.Withdrawn).ConfigureAwait(false)
                : Delivery.Blocked;
        }

        bool permitted = ReleasePermit.TryIssue(
            row, Entry(row.LogIndex), matter!.Product, release => matter.Passage(store.Read, row.Partner, row.Opened, release), log, commitment, out ReleasePermit? permit);
        if (!ReferenceEquals(now, model()))
        {
            // Another policy came into force meanwhile, and it decides.
            return await DeliverAsync(row, channel, cancellation).ConfigureAwait(false);
        }

        return permitted
            ? await Send(() => channel.SendAsync(permit!, cancellation), Delivery.Sent).ConfigureAwait(false)
            : Delivery.Blocked;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _notices.Dispose();
        _recorder.Dispose();
    }

    private static Publication? Earlier(INodeRead store, SealedProduct product, SubmissionRow submission) =>
        store.Submission(submission.Caller, submission.SubmissionId) is { } earlier
            ? earlier.BodyDigest.Span.SequenceEqual(submission.BodyDigest.Span) ? new Publication.Repeated(earlier.Product) : new Publication.IdReused()
            : store.Newest(product.Manifest.Originator, product.Manifest.LineageId) is { } newest && newest.IssuedAtMs >= product.Manifest.IssuedAtMs
                ? new Publication.NotNewest(newest.IssuedAtMs)
                : null;

    private Publication.Published Publish(CommitScope scope, SealedProduct product, SubmissionRow submission, Rulings rulings)
    {
        if (!ReferenceEquals(rulings.Model, model()))
        {
            // Another roster or policy came into force meanwhile.
            rulings = Decide(product);
        }

        CatalogRow? before = scope.Store.Newest(product.Manifest.Originator, product.Manifest.LineageId);
        scope.Store.AddSealed(product);
        scope.Store.AddSubmission(submission);
        if (DueTimes.Of(product, rulings.Model, rulings.At) is { } due)
        {
            scope.Store.SetDue(product.Id, due);
        }

        scope.Append(
            StatementKind.Seal, new SealBody(product.Id, product.Manifest.LineageId, submission.Caller).Encode(), default, product.Id);
        if (rulings.Model.Schemas(product.Manifest.Schema)?.Lane == Lane.Warnings)
        {
            scope.Store.AddSummons(new Summons(SummonsKind.WarningRaised, product.Id, product.Manifest.Mode), clock.Provider.GetUtcNow().ToUnixTimeMilliseconds());
        }

        if (rulings.Planting.Row is { } grants)
        {
            scope.Store.AddGrants(grants);
        }

        ReleaseRecorder.Record(scope, product, rulings.All.AsSpan(), rulings.Model, rulings.Planting.Passage);
        if (before is not null)
        {
            _notices.Supersede(
                scope, before.Product, rulings.All.Where(prepared => prepared.Ruling.Releases).Select(prepared => prepared.Ruling.Recipient).ToHashSet());
        }

        return new Publication.Published(product.Id, rulings.Planting.LeftOut);
    }

    private Rulings Decide(SealedProduct product)
    {
        NodeModel now = model();
        DecisionTime at = clock.Now();
        var decider = new ProductDecider(product, now, at);
        var preparation = new RulingPreparation(product, now);
        Ruling[] rulings = [.. Shuffled(now.Recipients).Select(partner => decider.Decide(partner))];
        Planting planting = _grants.Plan(product.Id, rulings, now);
        byte[] seeds = random.Bytes(rulings.Length * Limits.Hash);
        return new Rulings(
            now,
            at,
            ImmutableCollectionsMarshal.AsImmutableArray(preparation.Prepare(
                [.. rulings.Select(ruling => decider.Widen(ruling, Wider(product, ruling, planting)))], seeds)),
            planting);
    }

    /// <summary>Lower wordings that go with the fullest: for who hands them on, or is asked to stand behind what others hold.</summary>
    private static IEnumerable<ushort> Wider(SealedProduct product, Ruling ruling, Planting planting) =>
        product.Cosigners.Contains(ruling.Recipient) ? ruling.Allowed : planting.Onward(ruling.Recipient);

    private FeedRow Withdraw(CommitScope scope, FeedRow row, Matter? matter, NodeModel now)
    {
        if (scope.Store.Release(row.LogIndex) is { WithdrawnIndex: >= 0 } already)
        {
            // Another stream of the same partner was faster.
            return already;
        }

        FeedRow withdrawn = _recorder.Withdraw(scope, row);
        if (matter is { Product: { Recalled: false } product }
            && scope.Store.Newest(product.Manifest.Originator, product.Manifest.LineageId)?.Product == row.Product)
        {
            // Of an edition that a newer one replaced there is no second release: the recipient would have to refuse it.
            DecisionTime at = clock.Now();
            _recorder.Record(scope, matter, matter.Decide(scope.Store, row.Partner, now, at), now);
            if (product.Manifest.Originator == now.Self)
            {
                // What a clock that runs behind takes back goes again when it has caught up.
                DueTimes.Note(scope.Store, product, now, at);
            }

            NoticeQueue.Existing(scope.Store, row.Product, row.Partner);
        }

        return withdrawn;
    }

    private bool MayGo(FeedRow row, Matter? matter, NodeModel now) => matter is not null
        && (StillAllowed(row, matter.Decide(store.Read, row.Partner, now, clock.Now())) || (!matter.Product.Recalled && IsHeld(row)));

    /// <summary>Whether what a row hands on was erased, since it was taken back.</summary>
    private bool IsErased(FeedRow row) =>
        row.WithdrawnIndex >= 0 || (row.Source is not null && store.Read.Notices(row.Product).Any(notice => notice.TakesBack));

    /// <summary>A release stands while all that it opens may still leave, even where a fuller wording might leave by now.</summary>
    private static bool StillAllowed(FeedRow row, Ruling ruling) => row.Opened.All(index => ruling.Allowed.Contains(index));

    /// <summary>What a partner has acknowledged cannot be unsent: policy that changed since does not withdraw it, and officers are told.</summary>
    private bool IsHeld(FeedRow row) =>
        store.Read.Receipts(row.Product).Any(receipt => receipt.Partner == row.Partner && receipt.ReleaseIndex == row.LogIndex);

    private LogRow Entry(long index) => store.Read.Entries(LogName.Release, index, 1)[0];

    private static async Task<Delivery> Send(Func<ValueTask> send, Delivery sent)
    {
        CrashPoints.Pass(CrashPoint.BeforeSend);
        await send().ConfigureAwait(false);
        CrashPoints.Pass(CrashPoint.AfterSend);
        return sent;
    }

    /// <summary>Partners are served in random order: neighbouring log entries say nothing about who comes first.</summary>
    private IEnumerable<PartnerCode> Shuffled(IEnumerable<PartnerCode> partners) =>
        partners.Select(partner => (Key: BitConverter.ToUInt64(random.Bytes(8)), partner)).OrderBy(pair => pair.Key).Select(pair => pair.partner);
}

/// <summary>A product decided for every partner under one model and at one time, in the order in which they are served.</summary>
internal sealed record Rulings(NodeModel Model, DecisionTime At, ImmutableArray<PreparedRuling> All, Planting Planting);

/// <summary>What publishing a product came to.</summary>
public abstract record Publication
{
    private Publication()
    {
    }

    /// <summary>Sealed, decided and recorded. <paramref name="Ungranted"/>: pairs that found no room among the grants.</summary>
    public sealed record Published(ProductId Product, int Ungranted = 0) : Publication;

    /// <summary>The same submission was published before, as this product.</summary>
    public sealed record Repeated(ProductId Product) : Publication;

    /// <summary>The submission id was used before, with other content.</summary>
    public sealed record IdReused : Publication;

    /// <summary>The lineage has an edition of this time or later; seal again with a later one.</summary>
    public sealed record NotNewest(long NewestIssuedAtMs) : Publication;
}

/// <summary>What became of one feed row.</summary>
public enum Delivery
{
    /// <summary>The package was handed to the channel.</summary>
    Sent,

    /// <summary>The release was withdrawn, and the partner was told.</summary>
    Withdrawn,

    /// <summary>Log, store and feed disagree: nothing was sent, and people have to look.</summary>
    Blocked,
}
