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
        using var preparation = new RulingPreparation(product, model);
        Record(scope, product, preparation.Prepare(ruling, random.Bytes(Limits.Hash)), model, passage);
    }

    /// <summary>The same for a ruling that was prepared before.</summary>
    public void Record(CommitScope scope, SealedProduct product, PreparedRuling prepared, NodeModel model, Passage passage)
    {
        LogPosition position = prepared.Ruling.Releases
            ? Release(scope, product, prepared, model, passage)
            : Refuse(scope, product, prepared);
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

    private LogPosition Release(CommitScope scope, SealedProduct product, PreparedRuling prepared, NodeModel model, Passage passage)
    {
        Ruling ruling = prepared.Ruling;
        Lane lane = model.Schemas(product.Manifest.Schema)?.Lane ?? Lane.Products;
        long sequence = scope.Store.LastSequence(ruling.Recipient, lane) + 1;
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
        }.Encode();
        byte[] body = new ReleaseBody
        {
            Product = product.Id,
            Recipient = ruling.Recipient,
            ExpiresAtMs = passage.ExpiresAtMs,
            OpeningsDigest = prepared.OpeningsDigest,
            TermsDigest = _commitment.Terms(prepared.TermsSalt.Span, terms),
            GrantRoot = passage.GrantRoot,
            PreviousRelease = passage.PreviousRelease,
            OnwardGrant = passage.OnwardLeaves,
        }.Encode();
        LogPosition position = scope.Append(StatementKind.Release, body, ruling.Recipient, product.Id);
        scope.Store.AddFeedRow(new FeedRow
        {
            Partner = ruling.Recipient,
            Lane = lane,
            Sequence = sequence,
            LogIndex = position.Index,
            Product = product.Id,
            Opened = ruling.Opened,
            Terms = terms,
            Seed = prepared.Seed,
            Source = passage.Source,
        });
        return position;
    }

    private static LogPosition Refuse(CommitScope scope, SealedProduct product, PreparedRuling prepared) =>
        scope.Append(
            prepared.Ruling.Holds ? StatementKind.Hold : StatementKind.Refusal,
            new RefusalBody(product.Id, prepared.Ruling.Recipient, prepared.PolicyDigest, prepared.RosterDigest, prepared.RecordDigest).Encode(),
            prepared.Ruling.Recipient,
            product.Id);
}
