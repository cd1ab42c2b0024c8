using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>A notice that an officer wants to issue.</summary>
/// <param name="Product">The product.</param>
/// <param name="Action">What it asks.</param>
/// <param name="Portions">What it says of single portions.</param>
/// <param name="ReplacedBy">The product to use instead, an own one; null for none.</param>
/// <param name="Note">Words to holders, at most 512 bytes of UTF-8; empty for none.</param>
/// <param name="Officer">Configured name of the officer; empty when the node issues it by itself.</param>
public sealed record NoticeOrder(
    ProductId Product, NoticeAction Action, ImmutableArray<PortionNotice> Portions, ProductId? ReplacedBy, string Note, string Officer);

/// <summary>What an order came to.</summary>
public abstract record NoticeAnswer
{
    private NoticeAnswer()
    {
    }

    /// <summary>Logged, and in the feeds of those who hold the product.</summary>
    /// <param name="Number">Place in the product's chain of notices.</param>
    /// <param name="LogIndex">Position in the release log.</param>
    /// <param name="To">Whom it goes to, ascending.</param>
    public sealed record Issued(uint Number, long LogIndex, ImmutableArray<PartnerCode> To) : NoticeAnswer;

    /// <summary>No product that this node sealed.</summary>
    public sealed record Absent : NoticeAnswer;

    /// <summary>The product was taken back before; only a spill can follow a recall.</summary>
    public sealed record TakenBack : NoticeAnswer;

    /// <summary>The product to use instead is none that this node sealed in the same mode, or is this one.</summary>
    public sealed record ReplacementUnknown : NoticeAnswer;
}

/// <summary>
/// The originator's later word on its products: each notice is logged, kept and queued for every holder in one transaction. Thread-safe.
/// </summary>
public sealed class NoticeDesk(GroupCommit commit, SentMarks sent, TimeProvider clock, RandomSource random) : IDisposable
{
    private readonly ReleaseRecorder _recorder = new(random);
    private readonly Commitment _commitment = new();

    /// <summary>How far each feed was served.</summary>
    public SentMarks Sent => sent;

    /// <summary>Issues a notice. The caller has checked that floors can be read and portions exist.</summary>
    public Task<NoticeAnswer> IssueAsync(NoticeOrder order, CancellationToken cancellation) =>
        commit.RunAsync(scope => Issue(scope, order), cancellation);

    /// <summary>
    /// Destroys what this node holds of an own product that was taken back before: portions with their salts, decision records, terms and
    /// seeds of its releases. The logs keep their hashes; an ERASURE says what happened. False when the product was not taken back.
    /// </summary>
    public Task<bool> EraseAsync(ProductId product, string officer, CancellationToken cancellation) => commit.RunAsync(
        scope =>
        {
            if (scope.Store.Sealed(product) is not { Recalled: true })
            {
                return false;
            }

            scope.Store.ErasePortions(product);
            scope.Store.EraseDecisions(product);
            scope.Store.EraseReleases(product);
            scope.Store.ErasePackages(new StubRow(product, []));
            const ErasedParts All = ErasedParts.Portions | ErasedParts.Decisions | ErasedParts.Releases | ErasedParts.Packages;
            scope.Append(StatementKind.Erasure, new ErasureBody(product, All, officer).Encode(), default, product);
            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _recorder.Dispose();
        _commitment.Dispose();
    }

    /// <summary>
    /// A newer edition came, and some holders of the one before do not get it: they are told that theirs is out of date, and nothing of what
    /// the new one is. The chain of notices has no gaps, so all holders are told. Used on the writer's thread only.
    /// </summary>
    internal void Supersede(CommitScope scope, ProductId before, IReadOnlySet<PartnerCode> served)
    {
        bool leftBehind = scope.Store.Releases(before).Any(row => row.WithdrawnIndex < 0 && !served.Contains(row.Partner));
        if (leftBehind)
        {
            Issue(scope, new NoticeOrder(before, NoticeAction.Supersession, [], null, "", ""));
        }
    }

    private NoticeAnswer Issue(CommitScope scope, NoticeOrder order)
    {
        if (scope.Store.Sealed(order.Product) is not { } product)
        {
            return new NoticeAnswer.Absent();
        }

        NoticeEffect effect = NoticeEffect.Of(scope.Store.Notices(order.Product), product.Manifest.Originator);
        if (effect.Spilled || (effect.Recalled && order.Action != NoticeAction.Spill))
        {
            return new NoticeAnswer.TakenBack();
        }

        if (order.ReplacedBy is { } other
            && (other == order.Product || scope.Store.Sealed(other) is not { Recalled: false } replacement || replacement.Manifest.Mode != product.Manifest.Mode))
        {
            return new NoticeAnswer.ReplacementUnknown();
        }

        NoticeRow row = Log(scope, order, product, effect.Notices.Count == 0 ? null : effect.Notices[^1]);
        scope.Store.AddNotice(row);
        NoteEmbargo(scope.Store, order);
        if (order.Officer.Length > 0)
        {
            string said = FormattableString.Invariant($"notice {row.Number} {row.Action.ToString().ToLowerInvariant()} {row.Product}");
            scope.Append(StatementKind.Audit, new AuditBody(order.Officer, said).Encode(), default, row.Product);
        }

        return new NoticeAnswer.Issued(row.Number, row.LogIndex, NoticeQueue.Spread(scope, row, sent, _recorder));
    }

    /// <summary>A floor may be an embargo, which ends.</summary>
    private void NoteEmbargo(INodeWrite store, NoticeOrder order)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        long ends = order.Portions.Select(portion => portion.Floor?.NotBeforeMs ?? 0).Where(ms => ms > now).DefaultIfEmpty(long.MaxValue).Min();
        if (ends < (store.Due(order.Product) ?? long.MaxValue))
        {
            store.SetDue(order.Product, ends);
        }
    }

    private NoticeRow Log(CommitScope scope, NoticeOrder order, SealedProduct product, NoticeRow? last)
    {
        uint number = (last?.Number ?? 0) + 1;
        (ImmutableArray<byte[]> commitments, List<NoticeOpening> openings) = Commit(order, number);
        byte[] note = [];
        if (order.Note.Length > 0)
        {
            var opening = new NoticeOpening(NoticeOpening.Note, random.Bytes(Limits.Hash), new NoticeNote(order.Note).Encode());
            note = _commitment.Note(order.Product, number, opening.Salt.Span, opening.Body.Span);
            openings.Insert(0, opening);
        }

        var body = new NoticeBody
        {
            Product = order.Product,
            Number = number,
            Action = order.Action,
            Previous = last?.Leaf ?? default,
            ReplacedBy = order.ReplacedBy,
            Portions = commitments,
            NoteDigest = note,
        };
        LogPosition position = scope.Append(StatementKind.Notice, body.Encode(), default, order.Product);
        LogRow entry = scope.Store.Entries(LogName.Release, position.Index, 1)[0];
        return new NoticeRow
        {
            Product = order.Product,
            Originator = product.Manifest.Originator,
            Number = number,
            Action = order.Action,
            TakesBack = body.TakesBack,
            ReplacedBy = order.ReplacedBy,
            LogIndex = position.Index,
            AtMs = entry.AtMs,
            Leaf = position.LeafHash,
            Statement = entry.Entry,
            Openings = [.. openings],
            Issuer = order.Officer,
            StoredAtMs = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            Direct = true,
        };
    }

    /// <summary>Commitments at random places of a list whose length tells little: how many portions are concerned does not show.</summary>
    private (ImmutableArray<byte[]> Commitments, List<NoticeOpening> Openings) Commit(NoticeOrder order, uint number)
    {
        int blocks = (order.Portions.Length + NoticeBody.PortionBlock - 1) / NoticeBody.PortionBlock;
        var commitments = new byte[blocks * NoticeBody.PortionBlock][];
        for (int i = 0; i < commitments.Length; i++)
        {
            commitments[i] = random.Bytes(Limits.Hash);
        }

        int[] places = [.. Enumerable.Range(0, commitments.Length).OrderBy(_ => BitConverter.ToUInt64(random.Bytes(8)))];
        var openings = new List<NoticeOpening>();
        foreach ((PortionNotice portion, int place) in order.Portions.Zip(places))
        {
            var opening = new NoticeOpening(place, random.Bytes(Limits.Hash), portion.Encode());
            commitments[place] = _commitment.Notice(order.Product, number, opening.Salt.Span, opening.Body.Span);
            openings.Add(opening);
        }

        return ([.. commitments], [.. openings.OrderBy(opening => opening.Position)]);
    }
}
