using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Core.Channels;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Warnings;

/// <summary>
/// Looks at every warning that is not settled, records what has happened, and tells people. What happened is worked out again inside the
/// transaction that records it, so that an answer which comes at the same moment wins over the alarm.
/// </summary>
internal sealed class WarningSweep(NodeState node, WarningBook book, WarningDuties duties, ILogger<WarningSweep> logger)
{
    private readonly ConcurrentDictionary<ProductId, (long Stamp, long WallMs)> _seen = new();
    private readonly HashSet<ProductId> _settled = [];
    private bool _told;

    /// <summary>Wakes whoever watches events.</summary>
    public Arrivals Events { get; } = new();

    /// <summary>One look; the number of events that were recorded. Not for two callers at once.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var due = new List<WarningEntry>();
        foreach (WarningEntry entry in Enum.GetValues<Mode>().SelectMany(mode => book.All(mode)).Where(entry => !_settled.Contains(entry.Row.Product)))
        {
            WarningDuty duty = duties.Of(node.Read, entry);
            if (!duty.Due(Now(entry)).IsEmpty)
            {
                due.Add(entry);
            }
            else if (duty.Superseded || duty.TakenBack)
            {
                _settled.Add(entry.Row.Product);
                _seen.TryRemove(entry.Row.Product, out _);
            }
            else if (!_told)
            {
                Remind(duty);
            }
        }

        _told = true;
        if (due.Count == 0)
        {
            return 0;
        }

        List<(WarningEventRow Event, bool Late)> recorded = await node.Commit.RunAsync(scope => Record(scope, due), cancellation);
        recorded.ForEach(one => Tell(one.Event, one.Late));
        Events.Pulse();
        return recorded.Count;
    }

    /// <summary>
    /// The clock, but never behind the time that went by since this warning was looked at first: setting the clock back puts no deadline off.
    /// </summary>
    private long Now(WarningEntry entry)
    {
        long wall = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        (long stamp, long first) = _seen.GetOrAdd(entry.Row.Product, _ => (node.Clock.GetTimestamp(), wall));
        return Math.Max(wall, first + (long)node.Clock.GetElapsedTime(stamp).TotalMilliseconds);
    }

    private List<(WarningEventRow Event, bool Late)> Record(CommitScope scope, List<WarningEntry> entries)
    {
        var recorded = new List<(WarningEventRow, bool)>();
        foreach (WarningEntry entry in entries)
        {
            WarningDuty duty = duties.Of(scope.Store, entry);
            foreach (WarningEventRow row in duty.Due(Now(entry)))
            {
                scope.Store.AddWarningEvent(row);
                if (row.Kind == WarningEventKind.Escalated)
                {
                    string what = $"warning {row.Product} escalated: not acknowledged by its deadline";
                    scope.Append(StatementKind.Audit, new AuditBody(node.Model.Self.Value, what).Encode(), default, row.Product);
                }

                if (Occasion(row.Kind) is { } occasion)
                {
                    // In this transaction: what is recorded here calls somebody.
                    PartnerCode partner = occasion == SummonsKind.Undelivered ? row.Partner : default;
                    scope.Store.AddSummons(new Summons(occasion, row.Product, entry.Row.Mode, partner, occasion == SummonsKind.Reminder ? 1 : 0), row.AtMs);
                }

                recorded.Add((row, duty.Known.Any(known => known.Kind == WarningEventKind.Undelivered && known.Partner == row.Partner)));
            }
        }

        return recorded;
    }

    /// <summary>What people are called for; arrival and raising call them on their own.</summary>
    private static SummonsKind? Occasion(WarningEventKind kind) => kind switch
    {
        WarningEventKind.Reminded => SummonsKind.Reminder,
        WarningEventKind.Escalated => SummonsKind.Escalation,
        WarningEventKind.Undelivered => SummonsKind.Undelivered,
        WarningEventKind.Raised or WarningEventKind.Arrived or WarningEventKind.Acknowledged or WarningEventKind.Delivered
            or WarningEventKind.Overdue or WarningEventKind.Responded or WarningEventKind.Superseded => null,
    };

    /// <summary>After a start: what was told before and still stands.</summary>
    private void Remind(WarningDuty duty)
    {
        if (duty.Answers.IsEmpty && duty.Known.Any(row => row.Kind == WarningEventKind.Escalated))
        {
            WarningLog.StillOpen(logger, duty.Product.ToString());
        }

        foreach (WarningDelivery delivery in duty.Deliveries.Where(one => !one.Delivered && duty.Known.Any(row => row.Kind == WarningEventKind.Undelivered && row.Partner == one.Partner)))
        {
            WarningLog.StillUndelivered(logger, duty.Product.ToString(), delivery.Partner.Value);
        }
    }

    private void Tell(WarningEventRow row, bool late)
    {
        string product = row.Product.ToString(), partner = row.Partner.Value;
        switch (row.Kind)
        {
            case WarningEventKind.Arrived:
                WarningLog.Arrived(logger, product);
                break;
            case WarningEventKind.Reminded:
                WarningLog.Reminded(logger, product);
                break;
            case WarningEventKind.Escalated:
                WarningLog.Escalated(logger, product);
                break;
            case WarningEventKind.Undelivered:
                WarningLog.Undelivered(logger, product, partner);
                break;
            case WarningEventKind.Overdue:
                WarningLog.Overdue(logger, product, partner);
                break;
            case WarningEventKind.Delivered when late:
                WarningLog.DeliveredLate(logger, product, partner);
                break;
            case WarningEventKind.Responded:
                WarningLog.Responded(logger, product, partner, row.Response.ToString() ?? "");
                break;
            case WarningEventKind.Raised or WarningEventKind.Acknowledged or WarningEventKind.Delivered or WarningEventKind.Superseded:
                break;
        }
    }
}

internal static partial class WarningLog
{
    [LoggerMessage(2401, LogLevel.Error, "ALARM: nobody here has acknowledged warning {Product} by its deadline; it was escalated")]
    public static partial void Escalated(ILogger logger, string product);

    [LoggerMessage(2402, LogLevel.Warning, "Warning {Product} waits to be acknowledged; half of the time is gone")]
    public static partial void Reminded(ILogger logger, string product);

    [LoggerMessage(2403, LogLevel.Error, "ALARM: warning {Product} is undelivered: no receipt of {Partner}")]
    public static partial void Undelivered(ILogger logger, string product, string partner);

    [LoggerMessage(2404, LogLevel.Error, "ALARM: {Partner} has not acknowledged warning {Product} by its deadline")]
    public static partial void Overdue(ILogger logger, string product, string partner);

    [LoggerMessage(2405, LogLevel.Warning, "Warning {Product} was delivered to {Partner} after all")]
    public static partial void DeliveredLate(ILogger logger, string product, string partner);

    [LoggerMessage(2406, LogLevel.Warning, "Warning {Product} arrived and waits to be acknowledged")]
    public static partial void Arrived(ILogger logger, string product);

    [LoggerMessage(2407, LogLevel.Information, "{Partner} answered warning {Product}: {Response}")]
    public static partial void Responded(ILogger logger, string product, string partner, string response);

    [LoggerMessage(2408, LogLevel.Warning, "Warning {Product} was escalated before this start, and nobody has acknowledged it yet")]
    public static partial void StillOpen(ILogger logger, string product);

    [LoggerMessage(2409, LogLevel.Warning, "Warning {Product} was undelivered to {Partner} before this start, and still is")]
    public static partial void StillUndelivered(ILogger logger, string product, string partner);

    [LoggerMessage(2410, LogLevel.Warning, "What happened to warnings could not be recorded: {Reason}; trying again")]
    public static partial void RecordLate(ILogger logger, string reason);

    [LoggerMessage(2411, LogLevel.Information, "Warning {Product} was acknowledged here: {Response}")]
    public static partial void Acknowledged(ILogger logger, string product, string response);

    [LoggerMessage(2412, LogLevel.Error, "ALARM: an answer to a warning that {Partner} brought was refused: {Fault}")]
    public static partial void ResponseRefused(ILogger logger, string partner, string fault);

    [LoggerMessage(2413, LogLevel.Warning, "{Partner} takes no answers to warnings yet; {Count} wait for it")]
    public static partial void NotTaken(ILogger logger, string partner, int count);
}
