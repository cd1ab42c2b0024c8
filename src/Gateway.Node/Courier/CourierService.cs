using System.Globalization;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Errors;
using Gateway.Node.Federation;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using AuditBody = Gateway.Core.Sealing.AuditBody;

namespace Gateway.Node.Courier;

/// <summary>The air gap, for release officers. Every export and import is on the internal log before its first byte.</summary>
internal sealed class CourierService(NodeState node, FeedExport export, FeedImport import, ILogger<CourierService> logger)
    : Protocol.V1.Courier.CourierBase
{
    public override async Task Export(CourierExportRequest request, IServerStreamWriter<CourierChunk> responseStream, ServerCallContext context)
    {
        if (!PartnerCode.TryParse(request.Partner, out PartnerCode code) || code == node.Model.Self || !node.Model.Roster.TryFind(code, out Partner? partner))
        {
            throw RichStatus.BadRequest([new FieldViolation("partner", "UNKNOWN", "Must be another partner of the roster.")]);
        }

        if (partner.CourierKey is not { } key)
        {
            throw RichStatus.BadRequest([new FieldViolation("partner", "NO_COURIER_KEY", "The roster names no courier key for this partner, so no file can be closed for it.")]);
        }

        var after = new FeedRequest();
        foreach (LanePosition position in request.After)
        {
            bool there = Enum.IsDefined((Core.Sealing.Lane)position.Lane)
                && position.LastSeq <= (ulong)node.Read.EndOf(code, (Core.Sealing.Lane)position.Lane);
            after.Positions.Add(there
                ? position
                : throw RichStatus.BadRequest([new FieldViolation("after", "RANGE", "Must name a lane, and a place that its feed has.")]));
        }

        await Audit(context.Local(), $"courier export {code}", context.CancellationToken);
        await export.WriteAsync(
            partner,
            key,
            after,
            bytes => responseStream.WriteAsync(new CourierChunk { Data = UnsafeByteOperations.UnsafeWrap(bytes) }, context.CancellationToken),
            context.CancellationToken);
    }

    public override async Task<CourierReport> Import(IAsyncStreamReader<CourierChunk> requestStream, ServerCallContext context)
    {
        await Audit(context.Local(), "courier import", context.CancellationToken);
        try
        {
            CourierReport report = await import.ReadAsync(requestStream, context.CancellationToken);
            CourierLog.Imported(logger, report.Partner, report.Items, report.Receipts);
            return report;
        }
        catch (FileRefusedException refused)
        {
            CourierLog.Refused(logger, refused.Message);
            throw Refusal(refused.Message);
        }
        catch (FeedRefusedException refused)
        {
            CourierLog.ContentRefused(logger, refused.Fault.ToString(), refused.Message);
            throw Refusal(string.Create(CultureInfo.InvariantCulture, $"{refused.Message} ({refused.Fault})"));
        }
    }

    private static RpcException Refusal(string rule) => RichStatus.Failure(
        Code.FailedPrecondition, ErrorReason.FileRefused, $"The file is refused: {rule}. What was taken before stays taken.");

    private Task Audit(LocalCaller caller, string what, CancellationToken cancellation) =>
        node.StateAsync(StatementKind.Audit, new AuditBody(caller.Name, what).Encode(), cancellation);
}

internal static partial class CourierLog
{
    [LoggerMessage(2201, LogLevel.Information, "Took a file of {Partner}: {Items} items, {Receipts} receipts")]
    public static partial void Imported(ILogger logger, string partner, ulong items, ulong receipts);

    [LoggerMessage(2202, LogLevel.Warning, "A feed file was refused: {Rule}")]
    public static partial void Refused(ILogger logger, string rule);

    [LoggerMessage(2203, LogLevel.Error, "ALARM: what a feed file holds was refused: {Fault}: {Detail}")]
    public static partial void ContentRefused(ILogger logger, string fault, string detail);
}
