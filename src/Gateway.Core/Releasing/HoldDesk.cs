using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>A release officer, as the node's configuration knows them.</summary>
/// <param name="Name">Configured name.</param>
/// <param name="Certificate">SHA-256 of their certificate, lower-case hex.</param>
/// <param name="Clearance">The level they are cleared to.</param>
public sealed record HoldReviewer(string Name, string Certificate, Level Clearance);

/// <summary>What waits, as one officer may see it.</summary>
/// <param name="Row">Where it stands.</param>
/// <param name="Product">The product. Not all of it may be shown to the officer: <paramref name="Visible"/> says what.</param>
/// <param name="Submission">Where it came from.</param>
/// <param name="After">What the partner would get once everything that waits is approved.</param>
/// <param name="Visible">Indexes that the officer may see, ascending.</param>
/// <param name="Cleared">Whether the officer may see all that an approval would open.</param>
/// <param name="Superseded">A newer edition is there: nothing of this one can be approved.</param>
/// <param name="Waiting">Indexes that wait now, ascending.</param>
/// <param name="Digest">What an approval has to name: commits to what it would open. 32 bytes; empty for who is not cleared.</param>
public sealed record HoldReview(
    HoldRow Row,
    SealedProduct Product,
    SubmissionRow? Submission,
    Preview After,
    ImmutableArray<ushort> Visible,
    bool Cleared,
    bool Superseded,
    ImmutableArray<ushort> Waiting,
    ReadOnlyMemory<byte> Digest);

/// <summary>An officer's decision on its way into the record.</summary>
/// <param name="Product">The product.</param>
/// <param name="Partner">For whom.</param>
/// <param name="Decision">Approve or reject.</param>
/// <param name="Officer">Who decides.</param>
/// <param name="Reason">In the officer's words, not empty.</param>
/// <param name="Digest">For an approval, <see cref="HoldReview.Digest"/> of what the officer saw.</param>
public sealed record HoldOrder(
    ProductId Product, PartnerCode Partner, ApprovalDecision Decision, HoldReviewer Officer, string Reason, ReadOnlyMemory<byte> Digest);

/// <summary>What an officer's decision came to.</summary>
public enum HoldAnswer
{
    /// <summary>Recorded now, or the same was recorded before.</summary>
    Decided = 1,

    /// <summary>Nothing waits, or nothing that this officer may know of.</summary>
    Absent,

    /// <summary>The officer submitted the product: somebody else has to decide.</summary>
    OwnSubmission,

    /// <summary>An approval would open what the officer may not see.</summary>
    AboveClearance,

    /// <summary>It was decided the other way before.</summary>
    DecidedOtherwise,

    /// <summary>What an approval would open is not what the officer saw: look again.</summary>
    Changed,

    /// <summary>A newer edition replaced the product; the recipient would refuse this one.</summary>
    Superseded,
}

/// <summary>
/// The release officers' desk: what waits, and the second pair of eyes that lets it go. An approval is logged, then the product is
/// decided and recorded like any other; it leaves through <see cref="ReleaseGate"/> alone. Thread-safe.
/// </summary>
public sealed class HoldDesk(GroupCommit commit, INodeStore store, Func<NodeModel> model, DecisionClock clock, RandomSource random) : IDisposable
{
    private readonly ReleaseRecorder _recorder = new(random);
    private readonly GrantKeeper _grants = new(random);

    /// <summary>What waits or waited, in the order in which it was queued, each with the number to go on after.</summary>
    public IEnumerable<(long Number, HoldReview Review)> List(HoldReviewer officer, HoldState state, long after)
    {
        const int Batch = 64;
        while (store.Read.Holds(state, after, Batch) is { Count: > 0 } rows)
        {
            foreach ((long number, HoldRow row) in rows)
            {
                after = number;
                if (Review(store.Read, row, officer, model()) is { } review)
                {
                    yield return (number, review);
                }
            }
        }
    }

    /// <summary>What waits or waited of a product for a partner; null when there is nothing that the officer may know of.</summary>
    public HoldReview? Find(ProductId product, PartnerCode partner, HoldReviewer officer) =>
        store.Read.Hold(product, partner) is { } row ? Review(store.Read, row, officer, model()) : null;

    /// <summary>Records a decision: APPROVAL, verdict, and the release or refusal that follows, in one transaction.</summary>
    public Task<HoldAnswer> DecideAsync(HoldOrder order, CancellationToken cancellation) =>
        commit.RunAsync(scope => Decide(scope, order), cancellation);

    /// <inheritdoc/>
    public void Dispose() => _recorder.Dispose();

    private HoldAnswer Decide(CommitScope scope, HoldOrder order)
    {
        NodeModel now = model();
        if (scope.Store.Hold(order.Product, order.Partner) is not { } row || Review(scope.Store, row, order.Officer, now) is not { } review)
        {
            return HoldAnswer.Absent;
        }

        HoldAnswer answer = Check(order, review);
        if (answer == HoldAnswer.Decided && row.State == HoldState.Waiting)
        {
            Record(scope, order, review, now);
        }

        return answer;
    }

    private static HoldAnswer Check(HoldOrder order, HoldReview review)
    {
        bool approves = order.Decision == ApprovalDecision.Approved;
        if (review.Row.State != HoldState.Waiting)
        {
            return review.Row.State == (approves ? HoldState.Approved : HoldState.Rejected) ? HoldAnswer.Decided : HoldAnswer.DecidedOtherwise;
        }

        if (IsSubmitter(review.Submission, order.Officer))
        {
            return HoldAnswer.OwnSubmission;
        }

        if (review.Superseded)
        {
            return HoldAnswer.Superseded;
        }

        if (!approves)
        {
            return HoldAnswer.Decided;
        }

        return !review.Cleared ? HoldAnswer.AboveClearance
            : review.Waiting.IsEmpty || !order.Digest.Span.SequenceEqual(review.Digest.Span) ? HoldAnswer.Changed
            : HoldAnswer.Decided;
    }

    /// <summary>By name or by certificate: a second name for the same key is no second person. Unknown submitters count as this one.</summary>
    private static bool IsSubmitter(SubmissionRow? submission, HoldReviewer officer) =>
        submission is null
        || submission.Caller == officer.Name
        || (submission.Certificate.Length > 0 && submission.Certificate == officer.Certificate);

    private void Record(CommitScope scope, HoldOrder order, HoldReview review, NodeModel now)
    {
        bool approves = order.Decision == ApprovalDecision.Approved;
        byte[] salt = random.Bytes(Limits.Hash);
        var body = new ApprovalBody(
            order.Product, order.Partner, order.Decision, order.Officer.Name, ReasonDigest(salt, order.Reason), Digest(review.After.Ruling, order.Product, now));
        LogPosition approval = scope.Append(StatementKind.Approval, body.Encode(), order.Partner, order.Product);
        HoldRow row = review.Row with
        {
            State = approves ? HoldState.Approved : HoldState.Rejected,
            DecidedAtMs = clock.Provider.GetUtcNow().ToUnixTimeMilliseconds(),
            ApprovalIndex = approval.Index,
            Officer = order.Officer.Name,
            Reason = order.Reason,
            ReasonSalt = salt,
            Approved = approves ? Union(review.Row.Approved, review.Waiting) : review.Row.Approved,
            Rejected = approves ? review.Row.Rejected : Union(review.Row.Rejected, review.Waiting),
        };
        scope.Store.SetHold(row);

        // What is recorded is what was reviewed, to the instant: an embargo that ends meanwhile opens nothing more.
        Ruling ruling = approves ? review.After.Ruling : Decider.Decide(review.Product, order.Partner, now, review.After.Ruling.At, row.Verdict);
        if (!ruling.Opened.SequenceEqual(Recorded(scope.Store, row)) || !ruling.Releases)
        {
            // What went before stays as it is; this release holds it and what was approved.
            _recorder.Record(scope, new OwnProduct(review.Product, _grants), ruling, now);
            DueTimes.Note(scope.Store, review.Product, now, ruling.At);
        }
    }

    /// <summary>What the newest decision for the pair opened.</summary>
    private static ImmutableArray<ushort> Recorded(INodeRead read, HoldRow row) =>
        read.Decisions(row.Product).FirstOrDefault(decision => decision.Partner == row.Partner) is { } newest
            && DecisionRecord.TryDecode(newest.Record.Span, out DecisionRecord? record)
            ? [.. record.Portions.Where(portion => portion.Opened).Select(portion => portion.Index)]
            : [];

    private HoldReview? Review(INodeRead read, HoldRow row, HoldReviewer officer, NodeModel now)
    {
        DecisionTime at = clock.Now();
        if (read.Sealed(row.Product) is not { } product || now.Schemas(product.Manifest.Schema) is not { } schema)
        {
            return null;
        }

        ImmutableArray<ushort> waiting = Decider.Decide(product, row.Partner, now, at, row.Verdict).Held;
        var approved = new HoldVerdict(Union(row.Approved, waiting), row.Rejected);
        Preview after = Preview.Of(product, row.Partner, now, at, approved);
        var sight = new LocalSight(now, officer.Clearance, at);
        ImmutableArray<ushort> visible =
            [.. product.Portions.Where(portion => sight.Sees(product.Manifest, schema, portion)).Select(portion => portion.Index)];
        bool IsVisible(ushort index) => visible.BinarySearch(index) >= 0;
        if (!approved.Approved.Concat(approved.Rejected).Any(IsVisible))
        {
            return null;
        }

        bool cleared = after.Ruling.Opened.All(IsVisible) && waiting.All(IsVisible);
        bool superseded = read.Newest(product.Manifest.Originator, product.Manifest.LineageId)?.Product != product.Id;
        return new HoldReview(
            row, product, read.SubmissionOf(row.Product), after, visible, cleared, superseded, waiting, cleared ? Digest(after.Ruling, product.Id, now) : default);
    }

    /// <summary><c>H("gateway/reason/v1" ‖ 00 ‖ salt ‖ LP(UTF-8))</c>.</summary>
    private static byte[] ReasonDigest(byte[] salt, string reason)
    {
        using var hash = new Domains();
        return hash.Start(Domains.Reason).Add(salt).AddLengthPrefixed(Encoding.UTF8.GetBytes(reason)).Finish();
    }

    /// <summary><c>H("gateway/review/v1" ‖ 00 ‖ product_id ‖ LP(recipient) ‖ LP(u16 indexes, ascending) ‖ policy ‖ roster)</c>.</summary>
    private static byte[] Digest(Ruling ruling, ProductId product, NodeModel now)
    {
        var indexes = new byte[2 * ruling.Opened.Length];
        for (int i = 0; i < ruling.Opened.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(indexes.AsSpan(2 * i), ruling.Opened[i]);
        }

        using var hash = new Domains();
        return hash.Start(Domains.Review).Add(product.Span).AddLengthPrefixed(Encoding.UTF8.GetBytes(ruling.Recipient.Value))
            .AddLengthPrefixed(indexes).Add(now.PolicyDigest).Add(now.RosterDigest).Finish();
    }

    private static ImmutableArray<ushort> Union(ImmutableArray<ushort> one, ImmutableArray<ushort> other) => [.. one.Union(other).Order()];
}
