using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Watching;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Holdings;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Watching;

/// <summary>Own watchlists, edited at the node, and everybody's together. Thread-safe; one edit at a time.</summary>
internal sealed class Watchlists(NodeState node, HoldingsIndex holdings, Submissions submissions) : IDisposable
{
    private const int SmallList = 120;

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>
    /// Edits a list on what the record has, not on what the caller sees: entries above the caller's clearance stay as they are.
    /// </summary>
    public async Task<SubmitResponse> EditAsync(EditWatchlistRequest request, LocalCaller caller, CoreMode mode, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (submissions.Before(request.SubmissionId, caller, request) is { } done)
            {
                return done;
            }

            Holding? known = Own(request.LineageId, caller, mode);
            SealedProduct? product = known is { } held ? node.Read.Sealed(held.Row.Product) : null;
            Watchlist list = product is null ? new Watchlist { Header = { request.Header ?? new WatchlistHeader() } } : OwnContent.Of<Watchlist>(product, node);
            foreach (WatchlistHeader header in list.Header)
            {
                header.Mode = request.Mode;
                header.AuthoredAtMs = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
            }

            HashSet<WatchSubject> gone = [.. request.Remove.Select(Of), .. request.Add.Select(Of)];
            HashSet<string> taken = [.. (known?.As<Watchlist>()?.Entries ?? []).Where(entry => gone.Contains(Of(entry))).Select(entry => entry.Portion.Id)];
            WatchEntry[] kept = [.. list.Entries.Where(entry => !taken.Contains(entry.Portion.Id))];
            list.Entries.Clear();
            list.Entries.AddRange(kept.Concat(request.Add));
            var submit = new SubmitRequest
            {
                SubmissionId = request.SubmissionId,
                Watchlist = list,
                LineageId = known is { } own ? ByteString.CopyFrom(own.Row.LineageId.Span) : ByteString.Empty,
                SizeClass = list.Entries.Count <= SmallList ? SizeClass._128 : SizeClass._512,
            };
            submit.Audience.AddRange((product?.Audience ?? []).Select(partner => partner.Value));
            return await submissions.SubmitAsync(submit, caller, cancellation, request);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The union of the newest editions that the caller may see, and the products it was made from.</summary>
    public (WatchlistView View, ImmutableArray<ProductId> Products) Together(LocalCaller caller, CoreMode mode, bool own)
    {
        ImmutableArray<Holding> lists = [.. Newest(caller, mode).Where(list => !own || list.Row.Originator == node.Model.Self)];
        var view = new WatchlistView();
        view.Entries.AddRange(lists
            .SelectMany(list => list.As<Watchlist>()!.Entries.Select(entry => (List: list, Entry: entry)))
            .GroupBy(one => Of(one.Entry)).OrderBy(group => group.Key)
            .Select(group => Entry(group.Key, [.. group.OrderBy(one => one.List.Row.Originator)])));
        return (view, [.. lists.Select(list => list.Row.Product)]);
    }

    public void Dispose() => _one.Dispose();

    private static WatchedEntry Entry(WatchSubject subject, (Holding List, WatchEntry Entry)[] by)
    {
        var entry = new WatchedEntry
        {
            Subject = new WatchedSubject { Iso3 = subject.Iso3, AdmPcode = subject.Area, Group = by[0].Entry.Group },
            Priority = by.Select(one => one.Entry.Priority).Where(priority => priority > 0).DefaultIfEmpty().Min(),
            SinceMs = by.Min(one => one.Entry.SinceMs > 0 ? one.Entry.SinceMs : one.List.Row.IssuedAtMs),
        };
        entry.WatchedBy.AddRange(by.Select(one => new WatchedBy
        {
            Partner = one.List.Row.Originator.Value,
            Entry = one.Entry,
            ProductId = ByteString.CopyFrom(one.List.Row.Product.Span),
            LineageId = ByteString.CopyFrom(one.List.Row.LineageId.Span),
        }));
        return entry;
    }

    /// <summary>The own list to edit; null when there is none and none was named.</summary>
    private Holding? Own(ByteString lineage, LocalCaller caller, CoreMode mode)
    {
        Holding[] lists = [.. Newest(caller, mode).Where(list => list.Row.Originator == node.Model.Self)];
        Holding[] named = lineage.IsEmpty ? lists : [.. lists.Where(list => list.Row.LineageId.Span.SequenceEqual(lineage.Span))];
        return named.Length > 0 ? named.MaxBy(list => list.Row.Ordinal)
            : lineage.IsEmpty ? null
            : throw RichStatus.Failure(Code.NotFound, ErrorReason.LineageUnknown, "lineage_id is not of a watchlist of this node in this mode.");
    }

    private IEnumerable<Holding> Newest(LocalCaller caller, CoreMode mode) => holdings.For(caller, mode)
        .Where(holding => holding.As<Watchlist>() is not null && !holding.IsReplaced)
        .GroupBy(holding => (holding.Row.Originator, Convert.ToHexString(holding.Row.LineageId.Span)))
        .Select(editions => editions.MaxBy(holding => holding.Row.IssuedAtMs))
        .OrderBy(holding => holding.Row.Ordinal);

    private static WatchSubject Of(WatchedSubject subject) => WatchSubject.Of(subject.Iso3, subject.AdmPcode, subject.Group);

    private static WatchSubject Of(WatchEntry entry) => WatchSubject.Of(entry.Iso3, entry.AdmPcode, entry.Group);
}
