using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Holdings;
using Gateway.Node.Hosting;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Watching;

/// <summary>Thresholds that partners have declared. Thread-safe.</summary>
internal sealed class Thresholds(NodeState node, HoldingsIndex holdings, Submissions submissions)
{
    public Task<SubmitResponse> DeclareAsync(DeclareThresholdRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        var submit = new SubmitRequest
        {
            SubmissionId = request.SubmissionId,
            Threshold = request.Threshold ?? new Threshold(),
            LineageId = request.LineageId,
            SizeClass = SizeClass._32,
        };
        submit.Audience.AddRange(request.Audience);
        return submissions.SubmitAsync(submit, caller, cancellation);
    }

    /// <summary>Another edition with the same words that says it no longer stands: it goes to whoever may have the declaration.</summary>
    public Task<SubmitResponse> WithdrawAsync(WithdrawThresholdRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        if (submissions.Before(request.SubmissionId, caller, request) is { } done)
        {
            return Task.FromResult(done);
        }

        Holding[] own =
        [
            .. Enum.GetValues<CoreMode>().SelectMany(mode => Newest(caller, mode))
                .Where(one => one.Row.Originator == node.Model.Self && one.Row.LineageId.Span.SequenceEqual(request.LineageId.Span)),
        ];
        SealedProduct product = own is [var found] && node.Read.Sealed(found.Row.Product) is { } known
            ? known
            : throw RichStatus.Failure(Code.NotFound, ErrorReason.LineageUnknown, "lineage_id is not of a threshold of this node.");
        Threshold threshold = OwnContent.Of<Threshold>(product, node);
        foreach (ThresholdHeader header in threshold.Header)
        {
            header.Withdrawn = true;
            header.AuthoredAtMs = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        }

        var submit = new SubmitRequest
        {
            SubmissionId = request.SubmissionId,
            Threshold = threshold,
            LineageId = request.LineageId,
            SizeClass = SizeClass._32,
        };
        submit.Audience.AddRange(product.Audience.Select(partner => partner.Value));
        return submissions.SubmitAsync(submit, caller, cancellation, request);
    }

    /// <summary>Thresholds that the caller may see, and the products that they stand in.</summary>
    public (ListThresholdsResponse Answer, ImmutableArray<ProductId> Products) List(LocalCaller caller, CoreMode mode, bool all)
    {
        long now = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Holding[] shown = [.. Newest(caller, mode).Where(one => all || InForce(one.As<Threshold>()!, now)).OrderBy(one => one.Row.Originator).ThenBy(one => one.Row.IssuedAtMs)];
        var answer = new ListThresholdsResponse();
        answer.Thresholds.AddRange(shown.Select(one => new DeclaredThreshold
        {
            Partner = one.Row.Originator.Value,
            Threshold = one.As<Threshold>(),
            ProductId = ByteString.CopyFrom(one.Row.Product.Span),
            LineageId = ByteString.CopyFrom(one.Row.LineageId.Span),
            DeclaredAtMs = one.Row.IssuedAtMs,
            InForce = InForce(one.As<Threshold>()!, now),
        }));
        return (answer, [.. shown.Select(one => one.Row.Product)]);
    }

    private static bool InForce(Threshold threshold, long now) => threshold.Header.All(header =>
        !header.Withdrawn && header.ValidFromMs <= now && (header.ValidUntilMs == 0 || now < header.ValidUntilMs));

    private IEnumerable<Holding> Newest(LocalCaller caller, CoreMode mode) => holdings.For(caller, mode)
        .Where(holding => holding.As<Threshold>() is not null && !holding.IsReplaced)
        .GroupBy(holding => (holding.Row.Originator, Convert.ToHexString(holding.Row.LineageId.Span)))
        .Select(editions => editions.MaxBy(holding => holding.Row.IssuedAtMs));
}
