using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Watching;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Watching;

/// <summary>
/// From rules to warnings, one mode at a time: evaluate, record what is to be told, submit it, record that it was. Between any two of these
/// the process may die: what is on record is submitted again under the same id with the same bytes, so nothing is lost and nothing doubled.
/// Thread-safe; one look at a time.
/// </summary>
internal sealed class WatchDesk(NodeState node, WatchSight sight, Submissions submissions, ILogger<WatchDesk> logger) : IDisposable
{
    private readonly WarningWriter _writer = new(node);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConcurrentDictionary<CoreMode, ImmutableArray<WatchRefusal>> _refusals = new();

    /// <summary>What rules could not look at when they last looked.</summary>
    public ImmutableArray<WatchRefusal> Refusals(CoreMode mode) => _refusals.GetValueOrDefault(mode, []);

    /// <summary>Looks once; answers when it comes to something else though nothing arrives, or null.</summary>
    public async Task<DateTimeOffset?> LookAsync(WatchSettings settings, CoreMode mode, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            await FlushAsync(settings, mode, cancellation);
            WatchReport report = Watch.Evaluate(settings.Rules, sight.Facts(settings.Caller, mode), node.Clock.GetUtcNow());
            _refusals[mode] = report.Refusals;
            CrashPoints.Pass(CrashPoint.WatchEvaluated);
            ImmutableArray<Telling> tellings = Tellings.Next(
                settings.Rules, report, node.Read.Watched(mode).Select(row => row.Told), settings.Caller.Clearance);
            if (!tellings.IsEmpty)
            {
                ImmutableArray<WatchRow> rows = [.. tellings.Select(telling => Row(settings, mode, telling))];
                await RecordAsync(rows, cancellation);
                CrashPoints.Pass(CrashPoint.WatchRecorded);
                Tell(rows);
                await FlushAsync(settings, mode, cancellation);
            }

            return report.WakeAt;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>A person sends what waits; FAILED_PRECONDITION when it is not what that person looked at.</summary>
    public async Task<WatchRow> SendAsync(WatchSettings settings, CoreMode mode, string key, int revision, LocalCaller officer, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            WatchRow row = Waiting(mode, key, revision);
            SubmitRequest request = _writer.Stamp(SubmitRequest.Parser.ParseFrom(row.Submission.Span));
            row = row.At(WatchStep.Due, Now) with { Submission = request.ToByteArray(), Officer = officer.Name };
            await DecideAsync(row, officer, "send", cancellation);
            CrashPoints.Pass(CrashPoint.WatchRecorded);
            await SubmitAsync(settings, row, cancellation);
            return node.Read.Watched(mode, key)!;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>A person decides that what waits is not sent. Should it get worse, it waits again.</summary>
    public async Task<WatchRow> DismissAsync(CoreMode mode, string key, int revision, LocalCaller officer, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            WatchRow row = Waiting(mode, key, revision).At(WatchStep.Dismissed, Now) with { Officer = officer.Name };
            await DecideAsync(row, officer, "dismiss", cancellation);
            return row;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Tells people of what has waited longer than this, as long as it waits.</summary>
    public void Remind(TimeSpan longest)
    {
        long before = Now - (long)longest.TotalMilliseconds;
        int waiting = Enum.GetValues<CoreMode>().Sum(mode => node.Read.Watched(mode).Count(row => row.Step is WatchStep.Waiting or WatchStep.Stuck && row.ChangedAtMs <= before));
        if (waiting > 0)
        {
            WatchLog.StillWaiting(logger, waiting, (long)longest.TotalMinutes);
        }
    }

    public void Dispose() => _one.Dispose();

    private long Now => node.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private WatchRow Waiting(CoreMode mode, string key, int revision) =>
        node.Read.Watched(mode, key) is { Step: WatchStep.Waiting } row && row.Told.Revision == revision
            ? row
            : throw RichStatus.Failure(Code.FailedPrecondition, ErrorReason.FindingChanged, "Nothing of this revision waits any more. List again.");

    private WatchRow Row(WatchSettings settings, CoreMode mode, Telling telling)
    {
        ToldFinding told = Tellings.After(telling, settings.Caller.Clearance);
        WatchRow? before = node.Read.Watched(mode, told.Key);
        bool continues = telling is not Telling.Alert && before is { Lineage.IsEmpty: false };
        WatchRow row = (before ?? new WatchRow { Mode = mode, Told = told, Step = WatchStep.Due, FirstAtMs = Now, ChangedAtMs = Now }) with
        {
            Told = told,
            ChangedAtMs = Now,
            Officer = "",
            Lineage = continues ? before!.Lineage : default,
            Product = continues ? before!.Product : null,
        };
        SubmitRequest? request = telling switch
        {
            Telling.Alert(var finding, var revision) => _writer.Write(finding, mode, WarningKind.Alert, default, revision),
            // What was never sent cannot be updated: it is told whole.
            Telling.Update(var finding, var revision) => _writer.Write(finding, mode, continues ? WarningKind.Update : WarningKind.Alert, row.Lineage, revision),
            Telling.Cancel(_, var revision) => continues ? _writer.Cancel(Opening(before!), row.Lineage, told.Key, revision) : null,
            _ => throw new InvalidOperationException("Telling is closed."),
        };
        if (request is null)
        {
            return row with { Step = telling is Telling.Cancel ? WatchStep.Overtaken : WatchStep.Stuck, Submission = default, Opening = continues ? row.Opening : default };
        }

        return row with
        {
            Step = settings.Sends ? WatchStep.Due : WatchStep.Waiting,
            Submission = request.ToByteArray(),
            Opening = (continues ? Widened(Opening(before!), request) : request).ToByteArray(),
        };
    }

    private static SubmitRequest Opening(WatchRow row) => SubmitRequest.Parser.ParseFrom(row.Opening.Span);

    /// <summary>The opening alert, addressed to whoever was told anything of the chain: a cancellation goes to all of them.</summary>
    private SubmitRequest Widened(SubmitRequest opening, SubmitRequest next)
    {
        string[] told = [.. opening.Audience.Union(next.Audience).Order(StringComparer.Ordinal)];
        opening.Audience.Clear();
        opening.Audience.AddRange(told.Length > 1 ? told.Where(code => code != node.Model.Self.Value) : told);
        return opening;
    }

    private async Task FlushAsync(WatchSettings settings, CoreMode mode, CancellationToken cancellation)
    {
        foreach (WatchRow due in node.Read.Watched(mode).Where(row => row.Step == WatchStep.Due))
        {
            await SubmitAsync(settings, node.Read.Watched(mode, due.Told.Key)!, cancellation);
        }
    }

    private async Task SubmitAsync(WatchSettings settings, WatchRow row, CancellationToken cancellation)
    {
        WatchRow after;
        try
        {
            SubmitResponse answer = await submissions.SubmitAsync(SubmitRequest.Parser.ParseFrom(row.Submission.Span), settings.Caller, cancellation);
            CrashPoints.Pass(CrashPoint.WatchSubmitted);
            after = row.At(WatchStep.Sent, Now) with
            {
                Lineage = answer.LineageId.ToByteArray(),
                Product = ProductId.TryFrom(answer.ProductId.Span, out ProductId product) ? product : null,
                Submission = default,
            };
            WatchLog.Sent(logger, row.Told.RuleId, row.Told.Key, row.Told.Revision, answer.Partners.Count(partner => partner.Outcome == SubmitOutcome.Released));
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists)
        {
            // It will not be right the next time either; a person has to look.
            WatchLog.Stuck(logger, row.Told.RuleId, row.Told.Key, refused.StatusCode);
            after = row.At(WatchStep.Stuck, Now);
        }

        await RecordAsync([after], cancellation);
    }

    private Task<bool> RecordAsync(ImmutableArray<WatchRow> rows, CancellationToken cancellation) => node.Commit.RunAsync(
        scope =>
        {
            foreach (WatchRow row in rows)
            {
                scope.Store.SetWatched(row);
            }

            return true;
        },
        cancellation);

    private Task<bool> DecideAsync(WatchRow row, LocalCaller officer, string what, CancellationToken cancellation) => node.Commit.RunAsync(
        scope =>
        {
            scope.Store.SetWatched(row);
            scope.Append(
                StatementKind.Audit,
                new Core.Sealing.AuditBody(officer.Name, FormattableString.Invariant($"finding {what} key={row.Told.Key} revision={row.Told.Revision}")).Encode(),
                default,
                null);
            return true;
        },
        cancellation);

    private void Tell(ImmutableArray<WatchRow> rows)
    {
        foreach (WatchRow row in rows)
        {
            switch (row.Step)
            {
                case WatchStep.Waiting:
                    WatchLog.Waits(logger, row.Told.RuleId, row.Told.Key, row.Told.Revision);
                    break;
                case WatchStep.Stuck:
                    WatchLog.Unmarked(logger, row.Told.RuleId, row.Told.Key);
                    break;
                case WatchStep.Due or WatchStep.Sent or WatchStep.Dismissed or WatchStep.Overtaken:
                    break;
            }
        }
    }
}

internal static partial class WatchLog
{
    [LoggerMessage(2901, LogLevel.Information, "Warning of rule {Rule}, cause {Key}, revision {Revision}, is sent: {Partners} partners get it")]
    public static partial void Sent(ILogger logger, string rule, string key, int revision, int partners);

    [LoggerMessage(2902, LogLevel.Warning, "A warning of rule {Rule}, cause {Key}, revision {Revision}, waits for a release officer: 'gatewayctl finding list'")]
    public static partial void Waits(ILogger logger, string rule, string key, int revision);

    [LoggerMessage(2903, LogLevel.Error, "ALARM: {Waiting} warnings have waited for a person for more than {Minutes} minutes: 'gatewayctl finding list'")]
    public static partial void StillWaiting(ILogger logger, int waiting, long minutes);

    [LoggerMessage(2904, LogLevel.Error, "ALARM: rule {Rule} found cause {Key}, and no mark can carry together what it rests on: a person has to warn")]
    public static partial void Unmarked(ILogger logger, string rule, string key);

    [LoggerMessage(2905, LogLevel.Error, "ALARM: the warning of rule {Rule}, cause {Key}, was refused as {Status}: a person has to warn")]
    public static partial void Stuck(ILogger logger, string rule, string key, StatusCode status);

    [LoggerMessage(2906, LogLevel.Warning, "The watch could not look: {Reason}. It tries again")]
    public static partial void Later(ILogger logger, string reason);

    [LoggerMessage(2907, LogLevel.Error, "ALARM: the watch failed with {Failure} and tries again: {Stack}")]
    public static partial void Failed(ILogger logger, string failure, string stack);
}
