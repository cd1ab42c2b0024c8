using System.Collections.Immutable;
using Gateway.Core.Channels;

namespace Gateway.Testing.Stores;

internal sealed partial record NodeState
{
    /// <summary>By number, from 1.</summary>
    public ImmutableList<SummonsRow> Summonses { get; init; } = [];

    public ImmutableDictionary<(string Channel, long Summons), DeliveryRow> Deliveries { get; init; } =
        ImmutableDictionary<(string, long), DeliveryRow>.Empty;
}

internal partial class NodeStateReads
{
    public IReadOnlyList<SummonsRow> Unspread(int count) => [.. State.Summonses.Where(row => row.Reference.Length == 0).Take(count)];

    public SummonsRow? Summons(long number) => State.Summonses.Find(row => row.Number == number);

    public SummonsRow? Summons(string reference) => State.Summonses.Find(row => reference.Length > 0 && row.Reference == reference);

    public IReadOnlyList<DeliveryRow> WaitingDeliveries(string channel, int count) =>
    [
        .. State.Deliveries.Values.Where(row => row.Channel == channel && row.State == DeliveryState.Waiting)
            .OrderBy(row => row.Attempts).ThenBy(row => row.Summons).Take(count),
    ];

    public ChannelStanding ChannelStanding(string channel)
    {
        DeliveryRow[] rows = [.. State.Deliveries.Values.Where(row => row.Channel == channel)];
        return new ChannelStanding(
            rows.Count(row => row.State == DeliveryState.Waiting),
            rows.Count(row => row.State == DeliveryState.Delivered),
            rows.Count(row => row.State == DeliveryState.GivenUp),
            rows.Where(row => row.State == DeliveryState.Waiting).Select(row => Summons(row.Summons)!.AtMs).DefaultIfEmpty().Min(),
            rows.Where(row => row.State == DeliveryState.Delivered).Select(row => row.EndedAtMs).DefaultIfEmpty().Max());
    }
}

internal sealed partial class InMemoryNodeWrite
{
    public bool AddSummons(Summons summons, long atMs)
    {
        bool isNew = !State.Summonses.Exists(row => row.Summons with { Mode = summons.Mode } == summons);
        Change(state => isNew ? state with { Summonses = state.Summonses.Add(new SummonsRow(state.Summonses.Count + 1, summons, atMs, "")) } : state);
        return isNew;
    }

    public void Spread(long number, string reference, IReadOnlyList<string> channels, long atMs) => Change(state =>
    {
        int at = state.Summonses.FindIndex(row => row.Number == number && row.Reference.Length == 0);
        Require(at >= 0 && reference.Length > 0, "A summons of this number waits to be spread, and has a reference.");
        return state with
        {
            Summonses = state.Summonses.SetItem(at, state.Summonses[at] with { Reference = reference }),
            Deliveries = state.Deliveries.AddRange(channels.Select(channel => KeyValuePair.Create(
                (channel, number), new DeliveryRow { Channel = channel, Summons = number, NextAtMs = atMs }))),
        };
    });

    public void SetDelivery(DeliveryRow row) => Change(state =>
    {
        Require(state.Deliveries.ContainsKey((row.Channel, row.Summons)), "There is such a delivery.");
        return state with { Deliveries = state.Deliveries.SetItem((row.Channel, row.Summons), row) };
    });
}
