using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>Writes rulings into logs and feeds. Used on the writer's thread only.</summary>
internal sealed class ReleaseRecorder(RandomSource random) : IDisposable
{
    private readonly Commitment _commitment = new();

    /// <summary>A RELEASE with its feed row, or a REFUSAL or HOLD; the decision record beside it, off the logs.</summary>
    public void Record(CommitScope scope, Matter matter, Ruling ruling, NodeModel model)
    {
        (Ruling final, Passage passage) = ruling.Releases ? matter.Onto(scope, ruling, model) : (ruling, Passage.None);
        Record(scope, matter.Product, final, model, passage);
    }

    /// <summary>The same for a release whose passage is known.</summary>
    public void Record(CommitScope scope, SealedProduct product, Ruling ruling, NodeModel model, Passage passage)
    {
        var preparation = new RulingPreparation(product, model);
        Record(scope, product, [preparation.Prepare(ruling, random.Bytes(Limits.Hash))], model, passage);
    }

    /// <summary>The same for prepared rulings about one product for several partners, each once, in their order.</summary>
    public static void Record(CommitScope scope, SealedProduct product, ReadOnlySpan<PreparedRuling> all, NodeModel model, Passage passage)
    {
        var releases = new FeedRow?[all.Length];
        var digests = new HashBatch();
        var banners = new Dictionary<Marking, byte[]>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i].Ruling.Releases)
            {
                releases[i] = Row(scope.Store, product, all[i], model, passage, banners);
                Commitment.AddTerms(digests, all[i].TermsSalt.Span, releases[i]!.Terms.Span);
            }
        }

        digests.Hash();
        var drafts = new StatementDraft[all.Length];
        for (int i = 0, released = 0; i < all.Length; i++)
        {
            drafts[i] = all[i].Ruling.Releases ? Release(product, all[i], passage, digests[released++]) : Refusal(product, all[i]);
        }

        LogPosition[] positions = scope.Append(drafts);
        for (int i = 0; i < all.Length; i++)
        {
            if (releases[i] is { } row)
            {
                scope.Store.AddFeedRow(row with { LogIndex = positions[i].Index });
            }

            Decision(scope, product, all[i], model, positions[i]);
        }
    }

    /// <summary>A WITHDRAWN that takes the place of a release in its feed.</summary>
    public FeedRow Withdraw(CommitScope scope, FeedRow row)
    {
        byte[] slot = _commitment.Slot(row.SlotSalt.Span, (uint)row.Lane, (ulong)row.Sequence);
        byte[] leaf = Merkle.LeafHash(scope.Store.Entries(LogName.Release, row.LogIndex, 1)[0].Entry.Span);
        LogPosition position = scope.Append(
            StatementKind.Withdrawn, new WithdrawnBody(leaf, row.Partner, slot).Encode(), row.Partner, row.Product);
        scope.Store.SetWithdrawn(row.Partner, row.Lane, row.Sequence, position.Index);
        return row with { WithdrawnIndex = position.Index };
    }

    public void Dispose() => _commitment.Dispose();

    private static FeedRow Row(INodeWrite store, SealedProduct product, PreparedRuling prepared, NodeModel model, Passage passage, Dictionary<Marking, byte[]> banners)
    {
        Ruling ruling = prepared.Ruling;
        if (!banners.TryGetValue(ruling.Banner!, out byte[]? banner))
        {
            // Partners with the same decisions have the same banner, and it may be long.
            banners.Add(ruling.Banner!, banner = ReleaseTerms.EncodeBanner(ruling.Banner!));
        }

        Lane lane = model.Schemas(product.Manifest.Schema)?.Lane ?? Lane.Products;
        long sequence = store.LastSequence(ruling.Recipient, lane) + 1;
        byte[] terms = new ReleaseTerms
        {
            Banner = ruling.Banner!,
            FeedSequence = sequence,
            PolicyId = model.PolicyId,
            PolicyVersion = model.PolicyVersion,
            PolicyDigest = prepared.PolicyDigest,
            RosterDigest = prepared.RosterDigest,
            Record = prepared.RecordDigest,
            Lane = lane,
        }.Encode(banner);
        return new FeedRow
        {
            Partner = ruling.Recipient,
            Lane = lane,
            Sequence = sequence,
            LogIndex = -1,
            Product = product.Id,
            Opened = ruling.Opened,
            Terms = terms,
            Seed = prepared.Seed,
            Source = passage.Source,
        };
    }

    private static StatementDraft Release(SealedProduct product, PreparedRuling prepared, Passage passage, ReadOnlyMemory<byte> termsDigest)
    {
        byte[] body = new ReleaseBody
        {
            Product = product.Id,
            Recipient = prepared.Ruling.Recipient,
            ExpiresAtMs = passage.ExpiresAtMs,
            OpeningsDigest = prepared.OpeningsDigest,
            TermsDigest = termsDigest,
            GrantRoot = passage.GrantRoot,
            PreviousRelease = passage.PreviousRelease,
            OnwardGrant = passage.OnwardLeaves,
        }.Encode();
        return new StatementDraft(StatementKind.Release, body, prepared.Ruling.Recipient, product.Id);
    }

    private static StatementDraft Refusal(SealedProduct product, PreparedRuling prepared)
    {
        byte[] body = new RefusalBody(
            product.Id, prepared.Ruling.Recipient, prepared.PolicyDigest, prepared.RosterDigest, prepared.RecordDigest).Encode();
        return new StatementDraft(prepared.Ruling.Holds ? StatementKind.Hold : StatementKind.Refusal, body, prepared.Ruling.Recipient, product.Id);
    }

    /// <summary>The decision record beside the statement; what waits is queued.</summary>
    private static void Decision(CommitScope scope, SealedProduct product, PreparedRuling prepared, NodeModel model, LogPosition position)
    {
        scope.Store.SetDecision(
            new DecisionRow(product.Id, prepared.Ruling.Recipient, position.Log, position.Index, prepared.RecordSalt, prepared.Record)
            {
                Shared = prepared.RecordShared,
            });
        if (product.Manifest.Originator == model.Self)
        {
            // What waits of another's product is asked of its owners, not of an officer here.
            HoldQueue.Note(scope.Store, product.Id, prepared.Ruling, position);
        }
    }
}
