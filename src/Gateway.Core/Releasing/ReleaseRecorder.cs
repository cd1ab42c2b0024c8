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
        var salts = new ReleaseSalts(random.Bytes(Limits.Hash));
        byte[] record = new DecisionRecord
        {
            Product = product.Id,
            Recipient = ruling.Recipient,
            AtMs = ruling.At.ToUnixTimeMilliseconds(),
            PolicyDigest = model.PolicyDigest,
            RosterDigest = model.RosterDigest,
            Portions = ruling.Portions,
        }.Encode();
        byte[] recordDigest = _commitment.Record(salts.Record, record);
        LogPosition position = ruling.Releases
            ? Release(scope, product, ruling, model, salts, recordDigest, passage)
            : Refuse(scope, product, ruling, model, recordDigest);
        scope.Store.SetDecision(new DecisionRow(product.Id, ruling.Recipient, position.Log, position.Index, salts.Record, record));
    }

    /// <summary>A WITHDRAWN that takes the place of a release in its feed.</summary>
    public FeedRow Withdraw(CommitScope scope, FeedRow row)
    {
        byte[] slot = _commitment.Slot(new ReleaseSalts(row.Seed).Slot, (uint)row.Lane, (ulong)row.Sequence);
        byte[] leaf = Merkle.LeafHash(scope.Store.Entries(LogName.Release, row.LogIndex, 1)[0].Entry.Span);
        LogPosition position = scope.Append(
            StatementKind.Withdrawn, new WithdrawnBody(leaf, row.Partner, slot).Encode(), row.Partner, row.Product);
        scope.Store.SetWithdrawn(row.Partner, row.Lane, row.Sequence, position.Index);
        return row with { WithdrawnIndex = position.Index };
    }

    public void Dispose() => _commitment.Dispose();

    private LogPosition Release(
        CommitScope scope, SealedProduct product, Ruling ruling, NodeModel model, ReleaseSalts salts, byte[] recordDigest, Passage passage)
    {
        long sequence = scope.Store.LastSequence(ruling.Recipient, Lane.Products) + 1;
        byte[] terms = new ReleaseTerms
        {
            Banner = ruling.Banner!,
            FeedSequence = sequence,
            PolicyId = model.PolicyId,
            PolicyVersion = model.PolicyVersion,
            PolicyDigest = model.PolicyDigest,
            RosterDigest = model.RosterDigest,
            Record = recordDigest,
            Lane = Lane.Products,
        }.Encode();
        byte[] body = new ReleaseBody
        {
            Product = product.Id,
            Recipient = ruling.Recipient,
            ExpiresAtMs = passage.ExpiresAtMs,
            OpeningsDigest = _commitment.Openings(product.Id, salts.Openings, ruling.Opened),
            TermsDigest = _commitment.Terms(salts.Terms, terms),
            GrantRoot = passage.GrantRoot,
            PreviousRelease = passage.PreviousRelease,
            OnwardGrant = passage.OnwardLeaves,
        }.Encode();
        LogPosition position = scope.Append(StatementKind.Release, body, ruling.Recipient, product.Id);
        scope.Store.AddFeedRow(new FeedRow
        {
            Partner = ruling.Recipient,
            Lane = Lane.Products,
            Sequence = sequence,
            LogIndex = position.Index,
            Product = product.Id,
            Opened = ruling.Opened,
            Terms = terms,
            Seed = salts.Seed,
            Source = passage.Source,
        });
        return position;
    }

    private static LogPosition Refuse(CommitScope scope, SealedProduct product, Ruling ruling, NodeModel model, byte[] recordDigest) =>
        scope.Append(
            ruling.Holds ? StatementKind.Hold : StatementKind.Refusal,
            new RefusalBody(product.Id, ruling.Recipient, model.PolicyDigest, model.RosterDigest, recordDigest).Encode(),
            ruling.Recipient,
            product.Id);
}
