using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Rpc;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Inquiries;

/// <summary>Asks partners and answers them. Requests and answers take the way of every submission; this only addresses them. Thread-safe.</summary>
internal sealed class InquiryDesk(NodeState node, InquiryBook book, Submissions submissions)
{
    private const uint DefaultPage = 100;
    private const uint LargestPage = 1000;
    private const string Declined = "No answer will be given";

    public async Task<InquirySent> AskAsync(AskRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        var submit = new SubmitRequest { SubmissionId = request.SubmissionId, SizeClass = SizeClass._32, Request = request.Request ?? new InformationRequest() };
        if (!PartnerCode.TryParse(request.To, out PartnerCode to) || !node.Model.Recipients.Contains(to))
        {
            throw RichStatus.BadRequest([new FieldViolation("to", "UNKNOWN", "Must be another partner of the roster.")]);
        }

        submit.Audience.Add(to.Value);
        return Sent(await submissions.SubmitAsync(submit, caller, cancellation), to);
    }

    public Task<InquirySent> AnswerAsync(AnswerInquiryRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        (CatalogRow row, _) = Asked(request.RequestId, caller);
        InformationAnswer answer = request.Answer?.Clone() ?? new InformationAnswer();
        var wrong = new List<FieldViolation>();
        foreach ((int i, AnswerHeader header) in answer.Header.Index())
        {
            header.RequestId = header.RequestId.IsEmpty ? request.RequestId : header.RequestId;
            if (header.RequestId != request.RequestId)
            {
                wrong.Add(new FieldViolation($"answer.header[{i}].request_id", "MISMATCH", "Must name the request that is answered, or be left open."));
            }

            if (header.Mode != Protocol.V1.Mode.Unspecified && header.Mode != row.Mode.ToMessage())
            {
                wrong.Add(new FieldViolation($"answer.header[{i}].mode", "MISMATCH", "Must be the mode of the request."));
            }
        }

        return wrong.Count == 0 ? SubmitAsync(request.SubmissionId, answer, row.Originator, caller, cancellation) : throw RichStatus.BadRequest([.. wrong]);
    }

    public Task<InquirySent> DeclineAsync(DeclineInquiryRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        (CatalogRow row, InformationRequest asked) = Asked(request.RequestId, caller);
        var answer = new InformationAnswer
        {
            Header =
            {
                new AnswerHeader
                {
                    Portion = Marked(), Title = Declined, Mode = row.Mode.ToMessage(), RequestId = request.RequestId, Declined = true,
                },
            },
        };
        if (asked.Country.Length > 0)
        {
            answer.Header[0].Portion.Region.Add(asked.Country);
        }

        if (request.Reason.Length > 0)
        {
            answer.Replies.Add(new Reply { Portion = Marked(), Text = request.Reason });
        }

        return SubmitAsync(request.SubmissionId, answer, row.Originator, caller, cancellation);

        Protocol.V1.Portion Marked() => new() { Marking = request.Marking?.Clone() ?? new Protocol.V1.Marking() };
    }

    public async Task<ListInquiriesResponse> ListAsync(ListInquiriesRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        if (!request.Mode.TryToCore(out CoreMode mode))
        {
            throw RichStatus.BadRequest([new FieldViolation("mode", "REQUIRED", "Must be ACTUAL, EXERCISE or TEST: they are never mixed.")]);
        }

        if (request.PageSize > LargestPage)
        {
            throw RichStatus.BadRequest([new FieldViolation("page_size", "RANGE", $"Must be at most {LargestPage}.")]);
        }

        int size = (int)(request.PageSize == 0 ? DefaultPage : request.PageSize);
        (long Ordinal, Inquiry Inquiry)[] found =
        [
            .. book.Of(caller, mode)
                .Where(row => (request.Before == 0 || (ulong)row.Ordinal < request.Before)
                    && (request.Direction == InquiryDirection.Unspecified || row.Inquiry.Direction == request.Direction)
                    && (!request.Unanswered || row.Inquiry.State is not (InquiryState.Answered or InquiryState.Declined)))
                .Take(size + 1),
        ];
        var response = new ListInquiriesResponse { NextBefore = found.Length > size ? (ulong)found[size - 1].Ordinal : 0 };
        response.Inquiries.AddRange(found.Take(size).Select(row => row.Inquiry));
        ProductId[] shown =
        [
            .. response.Inquiries.SelectMany(inquiry => inquiry.Replies.Select(reply => reply.AnswerId).Prepend(inquiry.RequestId))
                .Select(id => ProductId.TryFrom(id.Span, out ProductId product) ? product : default),
        ];
        await node.StateAccessAsync(caller, shown, cancellation);
        return response;
    }

    private async Task<InquirySent> SubmitAsync(string submission, InformationAnswer answer, PartnerCode to, LocalCaller caller, CancellationToken cancellation)
    {
        var submit = new SubmitRequest { SubmissionId = submission, SizeClass = SizeClass._128, Answer = answer };
        submit.Audience.Add(to.Value);
        return Sent(await submissions.SubmitAsync(submit, caller, cancellation), to);
    }

    private (CatalogRow Row, InformationRequest Request) Asked(ByteString id, LocalCaller caller) =>
        !ProductId.TryFrom(id.Span, out ProductId product)
            ? throw RichStatus.BadRequest([new FieldViolation("request_id", "LENGTH", "Must have 32 bytes.")])
            : book.Received(caller, product) is { } found && node.Model.Recipients.Contains(found.Row.Originator)
                ? found
                : throw RichStatus.Failure(Code.NotFound, ErrorReason.NotFound, "No such request.");

    private static InquirySent Sent(SubmitResponse answer, PartnerCode to) => new()
    {
        ProductId = answer.ProductId,
        Banner = answer.Banner,
        Addressee = answer.Partners.FirstOrDefault(partner => partner.Partner == to.Value)
            ?? new PartnerSummary { Partner = to.Value, Outcome = SubmitOutcome.Refused },
    };
}
