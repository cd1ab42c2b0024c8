using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>From when until when an answer to a warning is waited for.</summary>
/// <param name="FromMs">When it was here, or was released; milliseconds since the Unix epoch.</param>
/// <param name="DueMs">By when to answer.</param>
public readonly record struct WarningTimes(long FromMs, long DueMs)
{
    /// <summary>When a reminder is due. A deadline that was over on arrival has none of its own.</summary>
    public long HalfMs => FromMs + ((DueMs - FromMs) / 2);

    /// <summary>The originator's deadline where it set one, otherwise <paramref name="within"/> from <paramref name="fromMs"/> on.</summary>
    public static WarningTimes Of(long fromMs, long acknowledgeByMs, TimeSpan within) =>
        new(fromMs, acknowledgeByMs > 0 ? acknowledgeByMs : fromMs + (long)within.TotalMilliseconds);
}

/// <summary>How a warning stands to one partner that it was released to.</summary>
/// <param name="Partner">Who.</param>
/// <param name="Times">From the release to the deadline.</param>
/// <param name="Delivered">Whether its receipt is here.</param>
public sealed record WarningDelivery(PartnerCode Partner, WarningTimes Times, bool Delivered);

/// <summary>
/// All of the record that bears on one warning at one node. What has happened, and has not been recorded yet, follows from it and the clock
/// alone: a node that was down, or whose clock went back, arrives at the same events, and none is there twice.
/// </summary>
public sealed record WarningDuty
{
    /// <summary>The warning.</summary>
    public required ProductId Product { get; init; }

    /// <summary>This node's partner.</summary>
    public required PartnerCode Self { get; init; }

    /// <summary>Whether it was sealed here.</summary>
    public required bool Own { get; init; }

    /// <summary>Whether a newer edition is here.</summary>
    public bool Superseded { get; init; }

    /// <summary>Whether its originator took it back.</summary>
    public bool TakenBack { get; init; }

    /// <summary>Whether it ends its chain, and needs no answer.</summary>
    public bool Cancels { get; init; }

    /// <summary>From its arrival to the deadline here.</summary>
    public WarningTimes Times { get; init; }

    /// <summary>What this node answered.</summary>
    public ImmutableArray<WarningResponse> Answers { get; init; } = [];

    /// <summary>Partners that it was released to.</summary>
    public ImmutableArray<WarningDelivery> Deliveries { get; init; } = [];

    /// <summary>What partners answered.</summary>
    public ImmutableArray<(PartnerCode Partner, WarningResponse Response)> Responses { get; init; } = [];

    /// <summary>What is recorded already.</summary>
    public ImmutableArray<WarningEventRow> Known { get; init; } = [];

    /// <summary>How long a receipt may take.</summary>
    public required TimeSpan UndeliveredAfter { get; init; }

    /// <summary>What is to be recorded at this instant, in order; empty when nothing is new.</summary>
    public ImmutableArray<WarningEventRow> Due(long nowMs)
    {
        var due = ImmutableArray.CreateBuilder<WarningEventRow>();
        void Add(WarningEventKind kind, PartnerCode partner, WarningResponse? response = null)
        {
            var row = new WarningEventRow(0, Product, kind, partner, response, nowMs);
            if (!Known.Any(row.Same) && !due.Any(row.Same))
            {
                due.Add(row);
            }
        }

        Add(Own ? WarningEventKind.Raised : WarningEventKind.Arrived, Self);
        foreach (WarningResponse answer in Answers)
        {
            Add(WarningEventKind.Acknowledged, Self, answer);
        }

        foreach (WarningDelivery delivery in Deliveries.Where(delivery => delivery.Delivered))
        {
            Add(WarningEventKind.Delivered, delivery.Partner);
        }

        foreach ((PartnerCode partner, WarningResponse response) in Responses)
        {
            Add(WarningEventKind.Responded, partner, response);
        }

        if (Superseded)
        {
            Add(WarningEventKind.Superseded, Self);
        }

        if (!Superseded && !TakenBack)
        {
            Clock(nowMs, Add);
        }

        return due.ToImmutable();
    }

    /// <summary>What the clock alone brings about. Who is escalated to is not reminded after it.</summary>
    private void Clock(long nowMs, Action<WarningEventKind, PartnerCode, WarningResponse?> add)
    {
        if (!Own && !Cancels && Answers.IsEmpty)
        {
            if (nowMs >= Times.DueMs)
            {
                add(WarningEventKind.Escalated, Self, null);
            }
            else if (nowMs >= Times.HalfMs && !Known.Any(row => row.Kind == WarningEventKind.Escalated))
            {
                add(WarningEventKind.Reminded, Self, null);
            }
        }

        foreach (WarningDelivery delivery in Deliveries)
        {
            if (!delivery.Delivered && nowMs >= delivery.Times.FromMs + (long)UndeliveredAfter.TotalMilliseconds)
            {
                add(WarningEventKind.Undelivered, delivery.Partner, null);
            }

            if (!Cancels && nowMs >= delivery.Times.DueMs && !Responses.Any(response => response.Partner == delivery.Partner))
            {
                add(WarningEventKind.Overdue, delivery.Partner, null);
            }
        }
    }
}
