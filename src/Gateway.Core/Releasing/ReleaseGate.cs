using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// The one way out of a node: decide → record → permit → send. <see cref="PublishAsync"/> decides a sealed product for every partner and
/// records product, decisions, statements and feed rows in one transaction. <see cref="DeliverAsync"/> decides again when the partner is
/// there, and sends only what a permit allows. Thread-safe.
/// </summary>
public sealed class ReleaseGate(GroupCommit commit, INodeStore store, TransparencyLog log, Func<NodeModel> model, TimeProvider clock, RandomSource random)
    : IDisposable
{
    private readonly ReleaseRecorder _recorder = new(random);

    /// <summary>Decides and records. Completes when everything is durable; nothing was sent yet.</summary>
    public Task<Publication> PublishAsync(SealedProduct product, Func<CommitScope, Publication?> before, CancellationToken cancellation) =>
        commit.RunAsync(
            scope =>
            {
                if (before(scope) is { } earlier)
                {
                    return earlier;
                }

                NodeModel now = model();
                scope.Store.AddSealed(product);
                return new Publication(
                    product.Manifest,
                    product.Id,
                    [.. Shuffled(now.Recipients).Select(partner => Publish(scope, product, partner, now)).OrderBy(ruling => ruling.Recipient)]);
            },
            cancellation);

    /// <summary>Decides again, then sends the release, or withdraws it and says so. Exactly one of the two happens.</summary>
    public async Task<Delivery> DeliverAsync(FeedRow row, IReleaseChannel channel, CancellationToken cancellation)
    {
        if (channel.Partner != row.Partner || store.Read.Sealed(row.Product) is not { } product)
        {
            return Delivery.Blocked;
        }

        NodeModel now = model();
        if (row.WithdrawnIndex < 0 && !StillAllowed(row, Decider.Decide(product, row.Partner, now, clock.GetUtcNow())))
        {
            row = await commit.RunAsync(scope => Withdraw(scope, row, product, now), cancellation).ConfigureAwait(false);
        }

        using var commitment = new Commitment();
        if (row.WithdrawnIndex >= 0)
        {
            return WithdrawalPermit.TryIssue(row, Entry(row.WithdrawnIndex), log, out WithdrawalPermit? withdrawal)
                ? await Send(channel.SendAsync(withdrawal, cancellation), Delivery.Withdrawn).ConfigureAwait(false)
                : Delivery.Blocked;
        }

        return ReleasePermit.TryIssue(row, Entry(row.LogIndex), product, log, commitment, out ReleasePermit? permit)
            ? await Send(channel.SendAsync(permit, cancellation), Delivery.Sent).ConfigureAwait(false)
            : Delivery.Blocked;
    }

    /// <inheritdoc/>
    public void Dispose() => _recorder.Dispose();

    private Ruling Publish(CommitScope scope, SealedProduct product, PartnerCode partner, NodeModel now)
    {
        Ruling ruling = Decider.Decide(product, partner, now, clock.GetUtcNow());
        _recorder.Record(scope, product, ruling, now);
        return ruling;
    }

    private FeedRow Withdraw(CommitScope scope, FeedRow row, SealedProduct product, NodeModel now)
    {
        if (scope.Store.Release(row.LogIndex) is { WithdrawnIndex: >= 0 } already)
        {
            // Another stream of the same partner was faster.
            return already;
        }

        FeedRow withdrawn = _recorder.Withdraw(scope, row);
        Publish(scope, product, row.Partner, now);
        return withdrawn;
    }

    /// <summary>A release stands while every portion it opens would still be opened.</summary>
    private static bool StillAllowed(FeedRow row, Ruling ruling) => row.Opened.All(index => ruling.Opened.Contains(index));

    private LogRow Entry(long index) => store.Read.Entries(LogName.Release, index, 1)[0];

    private static async Task<Delivery> Send(ValueTask sending, Delivery sent)
    {
        await sending.ConfigureAwait(false);
        return sent;
    }

    /// <summary>Partners are served in random order: neighbouring log entries say nothing about who comes first.</summary>
    private IEnumerable<PartnerCode> Shuffled(IEnumerable<PartnerCode> partners) =>
        partners.Select(partner => (Key: BitConverter.ToUInt64(random.Bytes(8)), partner)).OrderBy(pair => pair.Key).Select(pair => pair.partner);
}

/// <summary>What publishing a product came to.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Product">The product.</param>
/// <param name="Rulings">One for each partner, ascending; empty when the product was published before.</param>
public sealed record Publication(Manifest Manifest, ProductId Product, ImmutableArray<Ruling> Rulings);

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
