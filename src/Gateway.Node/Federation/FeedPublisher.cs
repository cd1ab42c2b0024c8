using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Rpc;
using Grpc.Core;
using CoreLane = Gateway.Core.Sealing.Lane;

namespace Gateway.Node.Federation;

/// <summary>Serves one partner's feed: lanes in order, each from where the partner left off, then whatever comes. Thread-safe.</summary>
internal sealed class FeedPublisher(NodeState node, ILogger<FeedPublisher> logger)
{
    private const int Batch = 64;
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(15);

    public async Task ServeAsync(PartnerCode partner, FeedRequest request, IServerStreamWriter<FeedItem> stream, CancellationToken cancellation)
    {
        long known = HeldSize(partner, request.Held);
        Dictionary<CoreLane, long> positions = Positions(partner, request);
        var channel = new FeedChannel(partner, stream, node.ReleaseLog, known);
        var readable = request.Schemas.ToHashSet(StringComparer.Ordinal);
        FeedLog.Opened(logger, partner.Value);
        while (true)
        {
            Task next = node.Arrivals.Next;
            if (await ServeBatch(channel, positions, readable, cancellation))
            {
                continue;
            }

            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            Task beat = Task.Delay(HeartbeatEvery, node.Clock, timer.Token);
            Task first = await Task.WhenAny(next, beat);
            await timer.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
            if (first == beat)
            {
                await channel.HeartbeatAsync(node.Clock.GetUtcNow(), cancellation);
            }
        }
    }

    /// <summary>Serves what is there now, and ends.</summary>
    public async Task DrainAsync(
        FeedChannel channel, Dictionary<CoreLane, long> positions, HashSet<string> readable, CancellationToken cancellation)
    {
        while (await ServeBatch(channel, positions, readable, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Serves the first lane that has something; true when anything was served. Warnings go ahead of all else.</summary>
    private async Task<bool> ServeBatch(
        FeedChannel channel, Dictionary<CoreLane, long> positions, HashSet<string> readable, CancellationToken cancellation)
    {
        foreach (CoreLane lane in Enum.GetValues<CoreLane>())
        {
            if (lane == CoreLane.Notices && readable.Contains(NoticeMessages.Capability) && await ServeNotices(channel, positions, cancellation))
            {
                return true;
            }

            IReadOnlyList<FeedRow> rows = node.Read.Feed(channel.Partner, lane, positions[lane], Batch);
            bool served = false;
            foreach ((int i, FeedRow row) in rows.Index())
            {
                channel.MoreFollows = i < rows.Count - 1;
                if (node.Read.Find(row.Product) is { } product && !readable.Contains(product.Schema))
                {
                    FeedLog.HeldForSchema(logger, channel.Partner.Value, product.Schema);
                    break;
                }

                Delivery delivery = await node.Gate.DeliverAsync(row, channel, cancellation);
                if (delivery == Delivery.Blocked)
                {
                    FeedLog.Blocked(logger, channel.Partner.Value, (int)lane, row.Sequence);
                    throw RichStatus.Failure(Code.Unavailable, ErrorReason.NodeUnavailable, "The feed is stopped.");
                }

                positions[lane] = row.Sequence;
                served = true;
            }

            if (served)
            {
                await channel.FlushAsync(node.Clock.GetUtcNow(), cancellation);
                return true;
            }
        }

        return false;
    }

    private async Task<bool> ServeNotices(FeedChannel channel, Dictionary<CoreLane, long> positions, CancellationToken cancellation)
    {
        // Committed a moment ago and not yet under the published head: the wake-up for it is on its way.
        long proved = node.ReleaseLog.Head?.Checkpoint.Size ?? 0;
        NoticeFeedRow[] rows =
        [
            .. node.Read.NoticeFeed(channel.Partner, positions[CoreLane.Notices], Batch)
                .TakeWhile(row => row.Notice.Originator != node.Model.Self || row.Notice.LogIndex < proved),
        ];
        foreach (NoticeFeedRow row in rows)
        {
            IReadOnlySet<ushort> known = NoticePermit.Known(node.Read, row.Notice.Product, channel.Partner);
            if (NoticePermit.TryIssue(row.Notice, channel.Partner, row.Sequence, known, node.ReleaseLog) is not { } permit)
            {
                FeedLog.Blocked(logger, channel.Partner.Value, (int)CoreLane.Notices, row.Sequence);
                throw RichStatus.Failure(Code.Unavailable, ErrorReason.NodeUnavailable, "The feed is stopped.");
            }

            await channel.SendAsync(permit, cancellation);
            positions[CoreLane.Notices] = row.Sequence;
        }

        return rows.Length > 0;
    }

    /// <summary>A head that is not ours means that somebody forked or rolled back; then nothing is served.</summary>
    private long HeldSize(PartnerCode partner, Head? held)
    {
        if (held is null || held.Size == 0)
        {
            return 0;
        }

        bool ours = held.Size <= long.MaxValue
            && node.ReleaseLog.TryRoot((long)held.Size, out byte[] root)
            && held.Root.Span.SequenceEqual(root);
        if (!ours)
        {
            FeedLog.NotOurs(logger, partner.Value, held.Size);
        }

        return ours
            ? (long)held.Size
            : throw RichStatus.Failure(Code.FailedPrecondition, ErrorReason.HeadInconsistent, "The head held is not a head of this log.");
    }

    private Dictionary<CoreLane, long> Positions(PartnerCode partner, FeedRequest request)
    {
        Dictionary<CoreLane, long> positions = Enum.GetValues<CoreLane>().ToDictionary(lane => lane, _ => 0L);
        if (request.Positions.Count > positions.Count)
        {
            throw RichStatus.BadRequest([new FieldViolation("positions", "RANGE", "Must be at most one for each lane.")]);
        }

        foreach (LanePosition position in request.Positions)
        {
            var lane = (CoreLane)position.Lane;
            if (!positions.ContainsKey(lane))
            {
                throw RichStatus.BadRequest([new FieldViolation("positions.lane", "UNKNOWN", "Must be a lane: 1, 2 or 3.")]);
            }

            if (position.LastSeq > (ulong)node.Read.EndOf(partner, lane))
            {
                FeedLog.Ahead(logger, partner.Value, (int)lane, position.LastSeq);
                throw RichStatus.Failure(Code.FailedPrecondition, ErrorReason.PositionAhead, "The subscriber is ahead of the feed.");
            }

            positions[lane] = (long)position.LastSeq;
        }

        return positions;
    }
}

internal static partial class FeedLog
{
    [LoggerMessage(2001, LogLevel.Information, "Feed to {Partner} opened")]
    public static partial void Opened(ILogger logger, string partner);

    [LoggerMessage(2002, LogLevel.Error, "Feed to {Partner} is blocked in lane {Lane} at {Sequence}: log, store and feed disagree")]
    public static partial void Blocked(ILogger logger, string partner, int lane, long sequence);

    [LoggerMessage(2003, LogLevel.Warning, "Feed to {Partner} waits: it cannot read schema {Schema}")]
    public static partial void HeldForSchema(ILogger logger, string partner, string schema);

    [LoggerMessage(2004, LogLevel.Error, "ALARM: {Partner} holds a head of size {Size} that is not of this log: somebody forked or rolled back; nothing is served")]
    public static partial void NotOurs(ILogger logger, string partner, ulong size);

    [LoggerMessage(2005, LogLevel.Error, "ALARM: {Partner} holds more of lane {Lane} than this feed has, beyond {Sequence}: somebody rolled back; nothing is served")]
    public static partial void Ahead(ILogger logger, string partner, int lane, ulong sequence);

    [LoggerMessage(2006, LogLevel.Warning, "Receipts of {Partner} start from an older head than the one held now; it has to try again")]
    public static partial void Late(ILogger logger, string partner);

    [LoggerMessage(2010, LogLevel.Information, "Subscribed to {Partner}")]
    public static partial void Subscribed(ILogger logger, string partner);

    [LoggerMessage(2011, LogLevel.Information, "{Partner} is not reachable ({Status}); trying again")]
    public static partial void Unreachable(ILogger logger, string partner, string status);

    [LoggerMessage(2012, LogLevel.Error, "ALARM: what {Partner} sent was refused: {Fault}: {Detail}")]
    public static partial void Refused(ILogger logger, string partner, string fault, string detail);

    [LoggerMessage(2018, LogLevel.Error, "ALARM: a release of {Partner} in lane {Lane} at {Sequence} is logged but may not be taken ({Fault}); it was set aside, and the feed goes on")]
    public static partial void SetAside(ILogger logger, string partner, int lane, ulong sequence, string fault);

    [LoggerMessage(2030, LogLevel.Error, "ALARM: a package brought a head of size {Size} of the log of {Partner} that contradicts the history known here: it was forked")]
    public static partial void TwoHistories(ILogger logger, string partner, long size);

    [LoggerMessage(2031, LogLevel.Warning, "A head of size {Size} of the log of {Partner} came with a package and could not be compared with the newest one held; it counts on its keys")]
    public static partial void Unlinked(ILogger logger, string partner, long size);

    [LoggerMessage(2032, LogLevel.Warning, "Of a product {Count} pairs of portion and partner found no room among its grants: those partners get it from this node only")]
    public static partial void Ungranted(ILogger logger, int count);

    [LoggerMessage(2033, LogLevel.Information, "{Caller} handed a product on to {Partner}: {Outcome}")]
    public static partial void HandedOn(ILogger logger, string caller, string partner, string outcome);

    [LoggerMessage(2034, LogLevel.Information, "Asked owner {Owner} to let a product go on to {Partner}: {State}")]
    public static partial void GrantAsked(ILogger logger, string owner, string partner, string state);

    [LoggerMessage(2035, LogLevel.Information, "{Officer} decided a request of {Holder} to hand on to {Partner}: {State}")]
    public static partial void GrantDecided(ILogger logger, string officer, string holder, string partner, string state);

    [LoggerMessage(2036, LogLevel.Error, "ALARM: an ONWARD_GRANT of {Owner} does not verify; it was not kept")]
    public static partial void GrantRefused(ILogger logger, string owner);

    [LoggerMessage(2013, LogLevel.Information, "Holding {Count} new of {Partner}")]
    public static partial void Stored(ILogger logger, string partner, int count);

    [LoggerMessage(2014, LogLevel.Error, "ALARM: a receipt of {Partner} was refused: {Fault}")]
    public static partial void ReceiptRefused(ILogger logger, string partner, string fault);

    [LoggerMessage(2015, LogLevel.Error, "The subscription to {Partner} failed with {Failure}; trying again")]
    public static partial void Failed(ILogger logger, string partner, string failure);

    [LoggerMessage(2017, LogLevel.Warning, "Receipts for {Partner} wait ({Status}); what it sends is taken all the same")]
    public static partial void ReceiptsWait(ILogger logger, string partner, string status);

    [LoggerMessage(2016, LogLevel.Error, "ALARM: {Partner} disowns what this node holds of it ({Reason}): somebody forked or rolled back")]
    public static partial void Disowned(ILogger logger, string partner, string reason);
}
