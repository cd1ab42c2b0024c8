using Gateway.Core.Channels;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Errors;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using CoreSummonsKind = Gateway.Core.Channels.SummonsKind;
using Mode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Channels;

/// <summary>Whether the ways to people work, and what a message was about.</summary>
internal sealed class ChannelService(NodeState node, SharedView view) : Protocol.V1.Channels.ChannelsBase
{
    private const int LongestReference = 64;

    public override Task<ChannelStatusResponse> Status(ChannelStatusRequest request, ServerCallContext context)
    {
        var response = new ChannelStatusResponse();
        foreach (ChannelSettings channel in node.Settings.Channels)
        {
            ChannelStanding standing = node.Read.ChannelStanding(channel.Name);
            response.Channels.Add(new ChannelStatus
            {
                Name = channel.Name,
                Kind = channel is ChannelSettings.Mail ? "mail" : "webhook",
                Waiting = (ulong)standing.Waiting,
                Delivered = (ulong)standing.Delivered,
                GivenUp = (ulong)standing.GivenUp,
                OldestWaitingMs = standing.OldestWaitingMs,
                LastDeliveredMs = standing.LastDeliveredMs,
            });
        }

        return Task.FromResult(response);
    }

    public override async Task<TryChannelsResponse> Try(TryChannelsRequest request, ServerCallContext context)
    {
        long now = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        await node.Commit.RunAsync(
            scope => scope.Store.AddSummons(new Summons(CoreSummonsKind.Trial, null, Mode.Test, default, now), now), context.CancellationToken);
        var response = new TryChannelsResponse();
        response.Channels.AddRange(node.Settings.Channels.Where(channel => channel.Modes.Contains(Mode.Test)).Select(channel => channel.Name));
        return response;
    }

    public override async Task<FindSummonsResponse> Find(FindSummonsRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        SummonsRow? row = request.Reference.Length is > 0 and <= LongestReference ? node.Read.Summons(request.Reference.Trim().ToUpperInvariant()) : null;

        // For a reference that is not here a product is looked for all the same, so that "absent" costs what "not for you" costs.
        Visible? visible = view.Of(row?.Summons.Product ?? ProductId.OfManifest([]), caller);
        if (row is null || (row.Summons.Product is not null && visible is null))
        {
            throw RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "No such reference.");
        }

        var access = new Core.Sealing.AccessBody(caller.Name, System.Security.Cryptography.SHA256.HashData(row.Summons.Product?.ToArray() ?? []), 1);
        await node.StateAsync(StatementKind.Access, access.Encode(), context.CancellationToken);
        return new FindSummonsResponse
        {
            Kind = (Protocol.V1.SummonsKind)row.Summons.Kind,
            ProductId = ByteString.CopyFrom(row.Summons.Product is { } product ? product.Span : []),
            AtMs = row.AtMs,
            Partner = row.Summons.Partner == default ? "" : row.Summons.Partner.Value,
        };
    }
}
