using System.Collections.Immutable;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Errors;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using CoreDigest = Gateway.Core.HorizonScanning.HorizonDigest;
using CoreItem = Gateway.Core.HorizonScanning.DigestItem;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.HorizonScanning;

/// <summary>Digests for local readers. What is shown stands on the internal log before its bytes leave.</summary>
internal sealed class HorizonScanService(NodeState node, ScannedHoldings holdings) : Protocol.V1.HorizonScan.HorizonScanBase
{
    private const long LastMs = 253_402_300_799_999;

    public override async Task<HorizonDigest> Build(HorizonScanRequest request, ServerCallContext context)
    {
        LocalCaller caller = context.Local();
        (CoreMode mode, DateTimeOffset since, DateTimeOffset until) = Read(request);
        CoreDigest digest = Core.HorizonScanning.HorizonScan.Build(
            holdings.Of(caller, mode, since), since, until, node.Model.Self, node.Model.Markings);
        ProductId[] shown = [.. digest.Items.SelectMany(item => item.Products).Distinct()];
        await node.StateAccessAsync(caller, shown, context.CancellationToken);
        return Answer(digest);
    }

    private (CoreMode Mode, DateTimeOffset Since, DateTimeOffset Until) Read(HorizonScanRequest request)
    {
        var wrong = ImmutableArray.CreateBuilder<FieldViolation>();
        long until = request.UntilMs == 0 ? node.Clock.GetUtcNow().ToUnixTimeMilliseconds() : request.UntilMs;
        if (!request.Mode.TryToCore(out CoreMode mode))
        {
            wrong.Add(new FieldViolation("mode", "REQUIRED", "Must be ACTUAL, EXERCISE or TEST: they are never mixed."));
        }

        if (request.SinceMs is <= 0 or > LastMs)
        {
            wrong.Add(new FieldViolation("since_ms", "REQUIRED", "Must be a time, in milliseconds since 1970."));
        }

        if (until is <= 0 or > LastMs || until <= request.SinceMs)
        {
            wrong.Add(new FieldViolation("until_ms", "ORDER", "Must be later than since_ms."));
        }

        return wrong.Count == 0
            ? (mode, DateTimeOffset.FromUnixTimeMilliseconds(request.SinceMs), DateTimeOffset.FromUnixTimeMilliseconds(until))
            : throw RichStatus.BadRequest(wrong.ToImmutable());
    }

    private HorizonDigest Answer(CoreDigest digest)
    {
        var answer = new HorizonDigest
        {
            Mode = digest.Mode.ToMessage(),
            SinceMs = digest.Since.ToUnixTimeMilliseconds(),
            UntilMs = digest.Until.ToUnixTimeMilliseconds(),
            Partner = node.Model.Self.Value,
        };
        answer.Banners.AddRange(digest.Banners.Select(banner => banner.ToMessage()));
        answer.Items.AddRange(digest.Items.Select(Item));
        return answer;
    }

    private static DigestItem Item(CoreItem item)
    {
        var message = new DigestItem
        {
            Section = (DigestSection)item.Section,
            Kind = (DigestKind)item.Kind,
            Iso3 = item.Iso3,
            GroupId = item.Group,
            Title = item.Title,
            Fact = item.Fact,
            IssuedAtMs = item.IssuedAt.ToUnixTimeMilliseconds(),
            DueAtMs = item.DueAt?.ToUnixTimeMilliseconds() ?? 0,
            Overdue = item.Overdue,
            Replaced = item.Replaced,
            Unconfirmed = item.Unconfirmed,
        };
        message.Partners.AddRange(item.Partners.Select(partner => partner.Value));
        message.ProductId.AddRange(item.Products.Select(product => ByteString.CopyFrom(product.Span)));
        message.Markings.AddRange(item.Markings.Select(marking => marking.ToMessage()));
        return message;
    }
}
