using Gateway.Node.Errors;
using Gateway.Protocol.V1;
using Grpc.Core;

namespace Gateway.Node.Inquiries;

/// <summary>Requests for information, for local callers. Handlers are thin.</summary>
internal sealed class InquiryService(InquiryDesk desk) : Protocol.V1.Inquiries.InquiriesBase
{
    public override Task<InquirySent> Ask(AskRequest request, ServerCallContext context) =>
        desk.AskAsync(request, context.Local(), context.CancellationToken);

    public override Task<InquirySent> Answer(AnswerInquiryRequest request, ServerCallContext context) =>
        desk.AnswerAsync(request, context.Local(), context.CancellationToken);

    public override Task<InquirySent> Decline(DeclineInquiryRequest request, ServerCallContext context) =>
        desk.DeclineAsync(request, context.Local(), context.CancellationToken);

    public override Task<ListInquiriesResponse> List(ListInquiriesRequest request, ServerCallContext context) =>
        desk.ListAsync(request, context.Local(), context.CancellationToken);
}
