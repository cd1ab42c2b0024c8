using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Testing.Stores;

internal sealed partial record NodeState
{
    public ImmutableList<(AcknowledgementRow Row, bool Done)> Acknowledgements { get; init; } = [];

    public ImmutableList<(ResponseRow Row, bool Done)> Responses { get; init; } = [];

    /// <summary>By number, from 1.</summary>
    public ImmutableList<WarningEventRow> WarningEvents { get; init; } = [];
}

internal partial class NodeStateReads
{
    public IReadOnlyList<AcknowledgementRow> Acknowledgements(ProductId product) =>
        [.. State.Acknowledgements.Select(one => one.Row).Where(row => row.Product == product).OrderBy(row => row.LogIndex)];

    public IReadOnlyList<AcknowledgementRow> AcknowledgementsDue(PartnerCode releaser, int count) =>
        [.. State.Acknowledgements.Where(one => !one.Done && one.Row.Releaser == releaser).Select(one => one.Row).OrderBy(row => row.LogIndex).Take(count)];

    public IReadOnlyList<ResponseRow> Responses(ProductId product) =>
        [.. State.Responses.Select(one => one.Row).Where(row => row.Product == product)];

    public IReadOnlyList<ResponseRow> ResponsesDue(PartnerCode partner, int count) =>
        [.. State.Responses.Where(one => !one.Done && one.Row.RelayTo == partner).Select(one => one.Row).Take(count)];

    public IReadOnlyList<WarningEventRow> WarningEvents(long after, int count) =>
        [.. State.WarningEvents.Where(row => row.Number > after).Take(count)];

    public IReadOnlyList<WarningEventRow> WarningEvents(ProductId product) =>
        [.. State.WarningEvents.Where(row => row.Product == product)];
}

internal sealed partial class InMemoryNodeWrite
{
    public void AddAcknowledgement(AcknowledgementRow row) => Change(state => state.Acknowledgements.Exists(one => Same(one.Row, row))
        ? state
        : state with { Acknowledgements = state.Acknowledgements.Add((row, false)) });

    public void SetHandedOver(AcknowledgementRow row) => Change(state => state with
    {
        Acknowledgements = [.. state.Acknowledgements.Select(one => Same(one.Row, row) ? (one.Row, true) : one)],
    });

    public void AddResponse(ResponseRow row) => Change(state => state.Responses.Exists(one => Same(one.Row, row))
        ? state
        : state with { Responses = state.Responses.Add((row, false)) });

    public void SetResponseRelayed(ResponseRow row) => Change(state => state with
    {
        Responses = [.. state.Responses.Select(one => Same(one.Row, row) ? (one.Row, true) : one)],
    });

    public void AddWarningEvent(WarningEventRow row) => Change(state => state.WarningEvents.Exists(row.Same)
        ? state
        : state with { WarningEvents = state.WarningEvents.Add(row with { Number = state.WarningEvents.Count + 1 }) });

    private static bool Same(AcknowledgementRow one, AcknowledgementRow other) =>
        one.Product == other.Product && one.Releaser == other.Releaser && one.Response == other.Response;

    private static bool Same(ResponseRow one, ResponseRow other) =>
        one.Product == other.Product && one.Holder == other.Holder && one.Response == other.Response;
}
