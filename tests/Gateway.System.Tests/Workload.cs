using System.Collections.Concurrent;
using Gateway.Cli.Records;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>
/// A liaison system: submits what it has to, and the same again under the same id until it is told what became of it, however often the
/// node dies in between. Remembers what it was told. Thread-safe.
/// </summary>
internal sealed class Workload(NodeSet nodes)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<Acknowledged> _told = new();

    /// <summary>Everything that was answered.</summary>
    public IReadOnlyList<Acknowledged> Told => [.. _told];

    /// <summary>Submits <paramref name="count"/> assessments at a node, two at a time.</summary>
    public Task SubmitAsync(string code, string prefix, int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (i, _) => await SubmitAsync(code, $"{prefix}-{i}"));

    /// <summary>Submits one assessment that may be shared.</summary>
    public Task SubmitAsync(string code, string id) => SubmitAsync(code, Samples.Request(id));

    /// <summary>Submits.</summary>
    public async Task SubmitAsync(string code, SubmitRequest request)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Calls.Cancellation);
        late.CancelAfter(Patience);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            try
            {
                using NodeCaller liaison = nodes.Caller(code, "liaison");
                SubmitResponse answer = await liaison.Assessments.SubmitAsync(request, deadline: DateTime.UtcNow.AddSeconds(10));
                _told.Enqueue(new Acknowledged(code, $"liaison@{code.ToLowerInvariant()}", request.SubmissionId, Convert.ToHexStringLower(answer.ProductId.Span)));
                return;
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Internal or StatusCode.DeadlineExceeded)
            {
                // The node died, or dies: nobody knows what was taken.
            }
        }
        while (await pause.WaitForNextTickAsync(late.Token));
    }
}

/// <summary>The independent check over the records of nodes.</summary>
internal static class Records
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <summary>What is broken now, whatever may still be under way.</summary>
    public static IReadOnlyList<Violation> Violations(NodeSet nodes, IReadOnlyList<Acknowledged> told, bool settled, params string[] codes)
    {
        (IReadOnlyList<NodeRecord> records, IReadOnlyList<string> roster) = RecordFolders.Read([.. codes.Select(nodes.Folder)]);
        return RecordCheck.Run(new RecordSet(records, roster) { Settled = settled, Acknowledged = told });
    }

    /// <summary>Waits until the nodes have settled; fails with every promise that stays broken.</summary>
    public static async Task SoundAsync(NodeSet nodes, Workload work, params string[] codes)
    {
        using var late = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(Interval);
        IReadOnlyList<Violation> violations;
        while ((violations = Violations(nodes, work.Told, settled: true, codes)).Count > 0 && !late.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(Calls.Cancellation);
        }

        Assert.Empty(violations);
    }
}
