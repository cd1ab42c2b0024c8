using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Watching;
using Gateway.Node.Callers;
using Gateway.Node.Errors;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Rpc;
using Grpc.Core;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Watching;

/// <summary>What local callers do about watchlists, thresholds and findings. Handlers are thin; every read is on the internal log before it is answered.</summary>
internal sealed class WatchingService(NodeState node, Watchlists lists, Thresholds thresholds, WatchDesk desk, FindingAnswers findings)
    : Protocol.V1.Watching.WatchingBase
{
    public override Task<SubmitResponse> EditWatchlist(EditWatchlistRequest request, ServerCallContext context) =>
        lists.EditAsync(request, context.Local(), ModeOf(request.Mode), context.CancellationToken);

    public override async Task<WatchlistView> GetWatchlist(GetWatchlistRequest request, ServerCallContext context)
    {
        (WatchlistView view, ImmutableArray<ProductId> products) = lists.Together(context.Local(), ModeOf(request.Mode), request.Own);
        await node.StateAccessAsync(context.Local(), products, context.CancellationToken);
        return view;
    }

    public override Task<SubmitResponse> DeclareThreshold(DeclareThresholdRequest request, ServerCallContext context) =>
        thresholds.DeclareAsync(request, context.Local(), context.CancellationToken);

    public override Task<SubmitResponse> WithdrawThreshold(WithdrawThresholdRequest request, ServerCallContext context) =>
        thresholds.WithdrawAsync(request, context.Local(), context.CancellationToken);

    public override async Task<ListThresholdsResponse> ListThresholds(ListThresholdsRequest request, ServerCallContext context)
    {
        (ListThresholdsResponse answer, ImmutableArray<ProductId> products) = thresholds.List(context.Local(), ModeOf(request.Mode), request.All);
        await node.StateAccessAsync(context.Local(), products, context.CancellationToken);
        return answer;
    }

    public override async Task<ListFindingsResponse> ListFindings(ListFindingsRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        (ListFindingsResponse answer, ImmutableArray<ProductId> products) = findings.List(caller, ModeOf(request.Mode), request.Waiting);
        await node.StateAccessAsync(caller, products, context.CancellationToken);
        int unsent = answer.Findings.Count - products.Length;
        if (unsent > 0)
        {
            var audit = new Core.Sealing.AuditBody(caller.Name, FormattableString.Invariant($"findings list count={unsent}"));
            await node.StateAsync(StatementKind.Audit, audit.Encode(), context.CancellationToken);
        }

        return answer;
    }

    public override async Task<FindingRow> SendFinding(DecideFindingRequest request, ServerCallContext context)
    {
        (WatchSettings settings, CoreMode mode) = Seen(request, context.Local());
        WatchRow row = await desk.SendAsync(settings, mode, request.Key, (int)request.Revision, context.Local(), context.CancellationToken);
        return findings.Row(row, context.Local()) ?? throw Absent();
    }

    public override async Task<FindingRow> DismissFinding(DecideFindingRequest request, ServerCallContext context)
    {
        (_, CoreMode mode) = Seen(request, context.Local());
        WatchRow row = await desk.DismissAsync(mode, request.Key, (int)request.Revision, context.Local(), context.CancellationToken);
        return findings.Row(row, context.Local()) ?? throw Absent();
    }

    public override Task<ListRulesResponse> ListRules(ListRulesRequest request, ServerCallContext context)
    {
        var answer = new ListRulesResponse { Off = node.Settings.Watching is null, Sends = node.Settings.Watching?.Sends ?? false };
        var sight = new ReaderSight(node, context.Local());
        answer.Rules.AddRange((node.Settings.Watching?.Rules ?? RuleSet.Empty).Rules
            .Where(rule => rule.Marking is null || sight.Sees(rule.Marking))
            .Select(rule => new RuleLine { Id = rule.Id, Kind = RuleSentence.Kind(rule), Text = RuleSentence.Of(rule) }));
        return Task.FromResult(answer);
    }

    /// <summary>What the officer decides of must be there for the officer: absent and not for this officer are one answer.</summary>
    private (WatchSettings Settings, CoreMode Mode) Seen(DecideFindingRequest request, LocalCaller officer)
    {
        CoreMode mode = ModeOf(request.Mode);
        return node.Settings.Watching is { } settings && node.Read.Watched(mode, request.Key) is { } row && findings.Row(row, officer) is not null
            ? (settings, mode)
            : throw Absent();
    }

    private static CoreMode ModeOf(Protocol.V1.Mode mode) => mode.TryToCore(out CoreMode core)
        ? core
        : throw RichStatus.BadRequest([new FieldViolation("mode", "REQUIRED", "Must be ACTUAL, EXERCISE or TEST: they are never mixed.")]);

    private static RpcException Absent() => RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "No such finding.");
}
