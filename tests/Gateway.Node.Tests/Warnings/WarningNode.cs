using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Node.Warnings;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using WarningEventKind = Gateway.Core.Releasing.WarningEventKind;
using WarningResponse = Gateway.Core.Sealing.WarningResponse;

namespace Gateway.Node.Tests.Warnings;

/// <summary>A node of this process, with what looks after its warnings; what its services are made of, without the network.</summary>
internal sealed class WarningNode : IAsyncDisposable
{
    private WarningNode(NodeState state)
    {
        State = state;
        var book = new WarningBook(state);
        var duties = new WarningDuties(state, book);
        View = new WarningView(state, new SharedView(state), book, duties);
        Desk = new WarningDesk(state, NullLogger<WarningDesk>.Instance);
        Sweep = new WarningSweep(state, book, duties, NullLogger<WarningSweep>.Instance);
    }

    public NodeState State { get; }

    public WarningView View { get; }

    public WarningDesk Desk { get; }

    public WarningSweep Sweep { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<WarningNode> OpenAsync(NodeFolders folders, string code, TimeProvider clock) => new(await folders.OpenAsync(code, clock));

    public ValueTask DisposeAsync() => State.DisposeAsync();

    public async Task<(ProductId Product, ByteString Lineage)> RaiseAsync(
        string id, WarningKind kind = WarningKind.Alert, ByteString? lineage = null, Action<SubmitRequest>? change = null)
    {
        SubmitRequest request = Samples.WarningRequest(id);
        request.Warning.Header[0].Kind = kind;
        request.LineageId = lineage ?? ByteString.Empty;
        change?.Invoke(request);
        SubmitResponse response = await new Submissions(State, NullLogger<Submissions>.Instance).SubmitAsync(request, NodeFolders.Liaison, Cancellation);
        Assert.True(ProductId.TryFrom(response.ProductId.Span, out ProductId product));
        return (product, response.LineageId);
    }

    public async Task<AcknowledgementRow> AnswerAsync(ProductId product, WarningResponse response = WarningResponse.Seen) =>
        Assert.IsType<Acknowledgement.Stands>(await Desk.AnswerAsync(product, response, "duty@test", Cancellation)).Row;

    /// <summary>Looks once, and says all that is recorded of a warning.</summary>
    public async Task<ImmutableArray<WarningEventKind>> EventsAsync(ProductId product)
    {
        await Sweep.RunAsync(Cancellation);
        return [.. State.Read.WarningEvents(product).Select(row => row.Kind)];
    }

    public WarningStanding Standing(ProductId product, LocalCaller? caller = null) => View.Standing(View.Of(product, caller ?? NodeFolders.Liaison)!);
}
