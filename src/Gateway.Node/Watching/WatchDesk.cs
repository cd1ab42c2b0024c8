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
using Finding = Gateway.Core.Watching.Finding;

namespace Gateway.Node.Watching;

/// <summary>
/// From rules to warnings, one mode at a time: evaluate, record what is to be told, submit it, record that it was. Between any two of these
/// the process may die: what is on record is submitted under an id of its own, so nothing is lost and nothing doubled. What still waits,
/// for a person or after a crash, is written anew whenever it would be written otherwise now. Thread-safe; one look at a time.
/// </summary>
internal sealed class WatchDesk(NodeState node, WatchSight sight, Submissions submissions, ILogger<WatchDesk> logger) : IDisposable
{
    /// <summary>More than this in one look do not go out by themselves: a partner who floods the watch does not speak through it.</summary>
    private const int MostAtOnce = 100;

    private readonly WarningWriter _writer = new(node);
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ConcurrentDictionary<CoreMode, ImmutableArray<WatchRefusal>> _refusals = new();

    /// <summary>What rules could not look at when they last looked.</summary>
    public ImmutableArray<WatchRefusal> Refusals(CoreMode mode) => _refusals.GetValueOrDefault(mode, []);

    /// <summary>Looks once; answers when it comes to something else though nothing arrives, or null.</summary>
    public Task<DateTimeOffset?> LookAsync(WatchSettings settings, CoreMode mode, CancellationToken cancellation) =>
        AloneAsync(() => LookAloneAsync(settings, mode, cancellation), cancellation);

    /// <summary>A person sends what waits; FAILED_PRECONDITION when it is not what that person looked at.</summary>
    public Task<WatchRow> SendAsync(
        WatchSettings settings, CoreMode mode, string key, int revision, LocalCaller officer, CancellationToken cancellation) => AloneAsync(
        async () =>
        {
            // Grounds may have been taken back or closed to somebody since the person looked.
            await LookAloneAsync(settings, mode, cancellation);
            WatchRow row = Waiting(mode, key, revision);
            SubmitRequest request = _writer.Stamp(SubmitRequest.Parser.ParseFrom(row.Submission.Span));
            row = row.At(WatchStep.Due, Now) with { Submission = request.ToByteArray(), Officer = officer.Name };
            await DecideAsync(row, officer, "send", cancellation);
            CrashPoints.Pass(CrashPoint.WatchRecorded);
            await SubmitAsync(settings, row, cancellation);
            return node.Read.Watched(mode, key)!;
        },
        cancellation);

    /// <summary>A person decides that what waits is not sent. Should it get worse, it waits again.</summary>
    public Task<WatchRow> DismissAsync(CoreMode mode, string key, int revision, LocalCaller officer, CancellationToken cancellation) => AloneAsync(
        async () =>
        {
            WatchRow row = Waiting(mode, key, revision).At(WatchStep.Dismissed, Now) with { Officer = officer.Name };
            await DecideAsync(row, officer, "dismiss", cancellation);
            return row;
        },
        cancellation);

    /// <summary>Tells people of what has waited longer than this, as long as it waits.</summary>
    public void Remind(TimeSpan longest)
    {
        long before = Now - (long)longest.TotalMilliseconds;
        int waiting = Enum.GetValues<CoreMode>().Sum(mode => node.Read.Watched(mode).Count(row =>
            row.Step is WatchStep.Waiting or WatchStep.Stuck && row.ChangedAtMs <= before));
        if (waiting > 0)
        {
            WatchLog.StillWaiting(logger, waiting, (long)longest.TotalMinutes);
        }
    }

    public void Dispose() => _one.Dispose();

    private long Now => node.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<T> AloneAsync<T>(Func<Task<T>> run, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            return await run();
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<DateTimeOffset?> LookAloneAsync(WatchSettings settings, CoreMode mode, CancellationToken cancellation)
    {
        await NoteSubmittedAsync(settings, mode, cancellation);
        WatchReport report = Watch.Evaluate(settings.Rules, sight.Facts(settings.Caller, mode), node.Clock.GetUtcNow());
        _refusals[mode] = report.Refusals;
        CrashPoints.Pass(CrashPoint.WatchEvaluated);
        IReadOnlyList<WatchRow> known = node.Read.Watched(mode);
        ImmutableArray<Telling> tellings = Tellings.Next(settings.Rules, report, known.Select(row => row.Told), settings.Caller.Clearance);
        ImmutableArray<WatchRow> told = [.. tellings.Select((telling, i) => Row(settings, mode, telling, sends: settings.Sends && i < MostAtOnce))];
        ImmutableArray<WatchRow> rows = [.. told, .. Renewed(known.ExceptBy(told.Select(row => row.Told.Key), row => row.Told.Key), report)];
        if (!rows.IsEmpty)
        {
            await RecordAsync(rows, cancellation);
            CrashPoints.Pass(CrashPoint.WatchRecorded);
            Tell(told);
        }

        foreach (WatchRow due in node.Read.Watched(mode).Where(row => row.Step == WatchStep.Due))
        {
            await SubmitAsync(settings, node.Read.Watched(mode, due.Told.Key)!, cancellation);
        }

        return report.WakeAt;
    }

    private WatchRow Waiting(CoreMode mode, string key, int revision) =>
        node.Read.Watched(mode, key) is { Step: WatchStep.Waiting } row && row.Told.Revision == revision
            ? row
            : throw RichStatus.Failure(Code.FailedPrecondition, ErrorReason.FindingChanged, "Nothing of this revision waits any more. List again.");

    /// <summary>The row of what is to be told now.</summary>
    private WatchRow Row(WatchSettings settings, CoreMode mode, Telling telling, bool sends)
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
            Chain = continues ? before!.Chain : default,
        };
        SubmitRequest? request = telling switch
        {
            Telling.Alert(var finding, var revision) => _writer.Write(finding, mode, WarningKind.Alert, default, revision),
            // What was never sent cannot be updated: it is told whole.
            Telling.Update(var finding, var revision) => _writer.Write(finding, mode, continues ? WarningKind.Update : WarningKind.Alert, row.Lineage, revision),
            Telling.Cancel(_, var revision) => continues ? _writer.Cancel(Chain(row)!, row.Lineage, told.Key, revision) : null,
            _ => throw new InvalidOperationException("Telling is closed."),
        };
        WatchStep step = request is not null ? (sends ? WatchStep.Due : WatchStep.Waiting)
            : telling is Telling.Cancel ? WatchStep.Overtaken
            : WatchStep.Stuck;
        return row with { Step = step, Submission = request?.ToByteArray() ?? default(ReadOnlyMemory<byte>) };
    }

    /// <summary>Rows whose warning has not left and would be written otherwise now. What a person may have looked at gets a new revision.</summary>
    private IEnumerable<WatchRow> Renewed(IEnumerable<WatchRow> rows, WatchReport report)
    {
        Dictionary<string, Finding> found = report.Findings.ToDictionary(finding => finding.Key);
        foreach (WatchRow listed in rows.Where(row => row.Step is WatchStep.Waiting or WatchStep.Due && row.Told.State == ToldState.Warned))
        {
            if (!found.TryGetValue(listed.Told.Key, out Finding? finding) || node.Read.Watched(listed.Mode, listed.Told.Key) is not { } row)
            {
                continue;
            }

            SubmitRequest stored = SubmitRequest.Parser.ParseFrom(row.Submission.Span);
            int revision = row.Told.Revision + (row.Step == WatchStep.Waiting ? 1 : 0);
            SubmitRequest? now = _writer.Write(finding, row.Mode, stored.Warning.Header[0].Kind, row.Lineage, revision);
            if (now is null || !Same(now, stored))
            {
                yield return row with
                {
                    Step = now is null ? WatchStep.Stuck : row.Step,
                    ChangedAtMs = Now,
                    Told = row.Told with { Revision = revision },
                    Submission = now?.ToByteArray() ?? default(ReadOnlyMemory<byte>),
                };
            }
        }
    }

    /// <summary>Whether two submissions say the same to the same, whenever and under whichever revision.</summary>
    private static bool Same(SubmitRequest now, SubmitRequest stored)
    {
        SubmitRequest like = now.Clone();
        like.SubmissionId = stored.SubmissionId;
        like.Warning.Header[0].AuthoredAtMs = stored.Warning.Header[0].AuthoredAtMs;
        return like.Equals(stored);
    }

    private static SubmitRequest? Chain(WatchRow row) => row.Chain.IsEmpty ? null : SubmitRequest.Parser.ParseFrom(row.Chain.Span);

    /// <summary>What a crash left between submission and note.</summary>
    private async Task NoteSubmittedAsync(WatchSettings settings, CoreMode mode, CancellationToken cancellation)
    {
        foreach (WatchRow due in node.Read.Watched(mode).Where(row => row.Step == WatchStep.Due))
        {
            WatchRow row = node.Read.Watched(mode, due.Told.Key)!;
            SubmitRequest request = SubmitRequest.Parser.ParseFrom(row.Submission.Span);
            if (submissions.Before(request.SubmissionId, settings.Caller, request) is { } answer)
            {
                await RecordAsync([Sent(row, request, answer)], cancellation);
            }
        }
    }

    private async Task SubmitAsync(WatchSettings settings, WatchRow row, CancellationToken cancellation)
    {
        SubmitRequest request = SubmitRequest.Parser.ParseFrom(row.Submission.Span);
        WatchRow after;
        try
        {
            SubmitResponse answer = await submissions.SubmitAsync(request, settings.Caller, cancellation);
            CrashPoints.Pass(CrashPoint.WatchSubmitted);
            WatchLog.Sent(logger, row.Told.RuleId, row.Told.Key, row.Told.Revision, answer.Partners.Count(partner => partner.Outcome == SubmitOutcome.Released));
            after = Sent(row, request, answer);
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists)
        {
            // It will not be right the next time either; a person has to look.
            WatchLog.Stuck(logger, row.Told.RuleId, row.Told.Key, refused.StatusCode.ToString());
            after = row.At(WatchStep.Stuck, Now);
        }

        await RecordAsync([after], cancellation);
    }

    private WatchRow Sent(WatchRow row, SubmitRequest request, SubmitResponse answer) => row.At(WatchStep.Sent, Now) with
    {
        Lineage = answer.LineageId.ToByteArray(),
        Product = ProductId.TryFrom(answer.ProductId.Span, out ProductId product) ? product : null,
        Submission = default,
        Chain = _writer.Told(Chain(row), request).ToByteArray(),
    };

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
                new Core.Sealing.AuditBody(
                    officer.Name, FormattableString.Invariant($"finding {what} key={row.Told.Key} revision={row.Told.Revision}")).Encode(),
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
