using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Node.Federation;
using Gateway.Node.Hosting;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Grpc.Core;
using Grpc.Net.Client;
using ConsistencyProof = Gateway.Core.ReleaseLog.ConsistencyProof;

namespace Gateway.Node.Witnessing;

/// <summary>
/// Holds what a partner had cosigned here beside what its feed and receipts showed: the sizes need not meet, so it asks the partner for
/// the proof between the two. A log that shows one branch to its witness and another to its recipient is found by either of them.
/// </summary>
internal sealed class HeadComparison(NodeState node, ILogger<HeadComparison> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Dictionary<PartnerCode, (HeldHead Held, WitnessedHead Witnessed)> _compared = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, node.Clock);
        try
        {
            while (node.Settings.Witness is not null && await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach ((PartnerCode code, Uri address) in node.Settings.Peers)
                {
                    await CompareAsync(code, address, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task CompareAsync(PartnerCode code, Uri address, CancellationToken cancellation)
    {
        try
        {
            node.Model.Roster.TryFind(code, out Partner? partner);
            string origin = partner!.ReleaseLog.Origin;
            if (node.Heads.Newest(origin) is not { } held || node.Read.Witnessed(origin) is not { } witnessed
                || held.Size == witnessed.Size || IsCompared(code, held, witnessed))
            {
                return;
            }

            using GrpcChannel channel = PartnerConnection.Open(partner, address, node.Settings.Certificate, node.Clock);
            await CompareAsync(partner, held, witnessed, new Protocol.V1.Federation.FederationClient(channel), cancellation);
            _compared[code] = (held, witnessed);
        }
        catch (Exception failure) when (failure is RpcException or StoreUnavailableException)
        {
            // Away: the next round asks again. The feed says so.
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private bool IsCompared(PartnerCode code, HeldHead held, WitnessedHead witnessed) =>
        _compared.TryGetValue(code, out var last) && last.Held.Size == held.Size && last.Witnessed.Size == witnessed.Size;

    private async Task CompareAsync(
        Partner partner, HeldHead held, WitnessedHead witnessed, Protocol.V1.Federation.FederationClient client, CancellationToken cancellation)
    {
        var other = new HeldHead(witnessed.Origin, witnessed.Size, witnessed.Root, witnessed.Note);
        (HeldHead small, HeldHead large) = held.Size < other.Size ? (held, other) : (other, held);
        Protocol.V1.ConsistencyProof proof;
        try
        {
            proof = await client.ProveConsistencyAsync(
                new HeadProofRequest { FromSize = (ulong)small.Size, ToSize = (ulong)large.Size },
                deadline: node.Clock.GetUtcNow().UtcDateTime + Interval,
                cancellationToken: cancellation);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.InvalidArgument)
        {
            // It signed both heads, and has no such size any more.
            WitnessLog.Disowned(logger, partner.Code.Value, large.Size);
            return;
        }

        bool proved = proof.Path.TryPath(out byte[] path)
            && ConsistencyProof.Verify(small.Size, small.Root.Span, large.Size, large.Root.Span, path);
        if (!proved)
        {
            node.Ledger.Report(small, large, "comparison");
        }
    }
}
