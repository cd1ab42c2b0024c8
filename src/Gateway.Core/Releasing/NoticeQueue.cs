using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// Puts notices into the feeds of those who hold the product from this node: whoever sealed it or handed it on, the edge is the same.
/// Used on the writer's thread only.
/// </summary>
public static class NoticeQueue
{
    /// <summary>
    /// All notices of a product, in order, into one partner's feed: the chain that a partner sees has no gaps. For whoever gets a product
    /// that has notices already. False when there are none.
    /// </summary>
    public static bool Existing(INodeWrite store, ProductId product, PartnerCode partner)
    {
        bool any = false;
        foreach (NoticeRow notice in store.Notices(product).Where(notice => notice.Originator != partner))
        {
            store.QueueNotice(partner, notice.Leaf);
            any = true;
        }

        return any;
    }

    /// <summary>
    /// A new notice to everybody whom the product was released to. Releases that nobody can have yet are withdrawn when the product was taken
    /// back, and who never got it is told nothing. Gives the partners told, ascending.
    /// </summary>
    internal static ImmutableArray<PartnerCode> Spread(CommitScope scope, NoticeRow notice, SentMarks sent, ReleaseRecorder recorder)
    {
        var told = ImmutableSortedSet.CreateBuilder<PartnerCode>();
        ILookup<PartnerCode, ReceiptRow> receipts = scope.Store.Receipts(notice.Product).ToLookup(receipt => receipt.Partner);
        foreach (FeedRow row in scope.Store.Releases(notice.Product).Where(row => row.WithdrawnIndex < 0))
        {
            bool there = sent.Reached(row.Partner, row.Lane, row.Sequence)
                || receipts[row.Partner].Any(receipt => receipt.ReleaseIndex == row.LogIndex);
            if (notice.TakesBack && !there)
            {
                recorder.Withdraw(scope, row);
            }
            else
            {
                told.Add(row.Partner);
            }
        }

        told.Remove(notice.Originator);
        foreach (PartnerCode partner in told)
        {
            Existing(scope.Store, notice.Product, partner);
        }

        return [.. told];
    }
}
