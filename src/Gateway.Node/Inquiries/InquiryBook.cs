using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Holdings;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.V1;
using Google.Protobuf;
using CoreMode = Gateway.Core.Sealing.Mode;
using DecisionRecord = Gateway.Core.Sealing.DecisionRecord;

namespace Gateway.Node.Inquiries;

/// <summary>
/// Requests and what became of them, as one caller may see them. There is no state of their own: a request is answered when a product that
/// answers it is held, from the partner that was asked. Thread-safe.
/// </summary>
internal sealed class InquiryBook(NodeState node, HoldingsIndex holdings)
{
    /// <summary>Every inquiry of a mode, newest first, with the ordinal of its request in the catalogue.</summary>
    public IEnumerable<(long Ordinal, Inquiry Inquiry)> Of(LocalCaller caller, CoreMode mode)
    {
        IReadOnlyList<Holding> held = holdings.For(caller, mode);
        ILookup<ByteString, (Holding Holding, AnswerHeader Header)> answers = held
            .Select(holding => (holding, header: holding.As<InformationAnswer>()?.Header.FirstOrDefault()))
            .Where(pair => pair.header is not null)
            .ToLookup(pair => pair.header!.RequestId, pair => (pair.holding, pair.header!));
        long now = node.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        return held.Reverse()
            .Where(holding => holding.As<InformationRequest>() is not null)
            .Select(holding => (holding.Row.Ordinal, Of(holding, answers[Id(holding.Row.Product)], now)));
    }

    /// <summary>A request that this node received and the caller may see; null otherwise, absent and not for this caller alike.</summary>
    public (CatalogRow Row, InformationRequest Request)? Received(LocalCaller caller, ProductId product)
    {
        if (node.Read.Find(product) is not { } row)
        {
            return null;
        }

        Holding? found = holdings.For(caller, row.Mode).Where(holding => holding.Row.Product == product).Select(holding => (Holding?)holding).FirstOrDefault();
        return found is { } holding && row.Originator != node.Model.Self && holding.As<InformationRequest>() is { } request ? (row, request) : null;
    }

    private Inquiry Of(Holding holding, IEnumerable<(Holding Holding, AnswerHeader Header)> answers, long now)
    {
        CatalogRow row = holding.Row;
        var request = holding.As<InformationRequest>()!;
        bool sent = row.Originator == node.Model.Self;
        PartnerCode asked = sent ? node.Read.Sealed(row.Product)?.Audience.FirstOrDefault() ?? default : node.Model.Self;
        RequestHeader? header = request.Header.FirstOrDefault();
        var inquiry = new Inquiry
        {
            RequestId = Id(row.Product),
            Direction = sent ? InquiryDirection.Sent : InquiryDirection.Received,
            From = row.Originator.Value,
            To = asked.Value,
            Title = header?.Title ?? "",
            Iso3 = request.Country,
            Banner = holding.Seen.Banner.ToMessage(),
            Mode = row.Mode.ToMessage(),
            AskedAtMs = row.IssuedAtMs,
            AnswerByMs = header?.AnswerByMs ?? 0,
        };
        inquiry.Questions.AddRange(request.Questions);

        // What somebody else says that it answers does not count: only the partner that was asked can.
        inquiry.Replies.AddRange(answers.Where(answer => answer.Holding.Row.Originator == asked).Select(Reply));
        inquiry.State = inquiry.Replies.Any(reply => !reply.Declined) ? InquiryState.Answered
            : inquiry.Replies.Count > 0 ? InquiryState.Declined
            : sent && !IsReleased(row.Product, asked) ? InquiryState.NotSent
            : inquiry.AnswerByMs != 0 && inquiry.AnswerByMs <= now ? InquiryState.Overdue
            : InquiryState.Open;
        return inquiry;
    }

    private bool IsReleased(ProductId product, PartnerCode to) =>
        node.Read.Decisions(product).Any(row => row.Partner == to
            && DecisionRecord.TryDecode(row.Record.Span, out DecisionRecord? record) && record.Portions.Any(portion => portion.Opened));

    private static InquiryReply Reply((Holding Holding, AnswerHeader Header) answer) => new()
    {
        AnswerId = Id(answer.Holding.Row.Product),
        By = answer.Holding.Row.Originator.Value,
        AtMs = answer.Holding.Row.IssuedAtMs,
        Declined = answer.Header.Declined,
        Banner = answer.Holding.Seen.Banner.ToMessage(),
    };

    private static ByteString Id(ProductId product) => ByteString.CopyFrom(product.Span);
}
