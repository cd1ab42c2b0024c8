using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using Google.Protobuf;
using WarningEventKind = Gateway.Core.Releasing.WarningEventKind;
using WarningResponse = Gateway.Protocol.V1.WarningResponse;

namespace Gateway.Node.Warnings;

/// <summary>
/// Puts how a warning stands into messages. It follows from the record, and an alarm that was recorded stays one whatever the clock says.
/// </summary>
internal static class WarningStandings
{
    /// <summary>The standing of one edition for a caller; <paramref name="superseded"/> counts only editions that the caller may see.</summary>
    public static WarningStanding Of(INodeRead read, WarningDuty duty, bool superseded)
    {
        AcknowledgementRow[] answers = [.. read.Acknowledgements(duty.Product)];
        AcknowledgementRow? first = answers.MinBy(row => row.LogIndex);
        return new WarningStanding
        {
            State = State(duty, superseded),
            DueAtMs = duty.Own || duty.Cancels || superseded || duty.TakenBack ? 0 : duty.Times.DueMs,
            Response = answers.Length == 0 ? WarningResponse.Unspecified : (WarningResponse)answers.Max(row => row.Response),
            AcknowledgedBy = first?.Caller ?? "",
            AcknowledgedAtMs = first?.AtMs ?? 0,
            Recipients = (uint)duty.Deliveries.Length,
            Undelivered = (uint)duty.Deliveries.Count(one => !one.Delivered && Happened(duty, WarningEventKind.Undelivered, one.Partner)),
            Overdue = (uint)duty.Deliveries.Count(one => !Answered(duty, one.Partner) && Happened(duty, WarningEventKind.Overdue, one.Partner)),
            Responded = (uint)duty.Responses.Select(response => response.Partner).Distinct().Count(),
        };
    }

    /// <summary>Whether somebody still has to look at it.</summary>
    public static bool IsOpen(this WarningStanding standing) => standing.State switch
    {
        WarningState.Open or WarningState.Reminded or WarningState.Escalated or WarningState.Raised => true,
        WarningState.Unspecified or WarningState.Acknowledged or WarningState.Superseded or WarningState.Cancelled or WarningState.TakenBack => false,
    };

    /// <summary>For who released it: how far it came with every partner.</summary>
    public static WarningStatus Status(INodeRead read, WarningDuty duty, bool superseded)
    {
        IReadOnlyList<ReceiptRow> receipts = read.Receipts(duty.Product);
        ILookup<PartnerCode, ResponseRow> responses = read.Responses(duty.Product).ToLookup(row => row.Holder);
        var status = new WarningStatus { Standing = Of(read, duty, superseded) };
        IEnumerable<WarningRecipient> direct = duty.Deliveries.Select(delivery => new WarningRecipient
        {
            Partner = delivery.Partner.Value,
            State = State(duty, delivery),
            ReleasedAtMs = delivery.Times.FromMs,
            DeliveredAtMs = receipts.FirstOrDefault(receipt => receipt.Partner == delivery.Partner)?.AtMs ?? 0,
            DueAtMs = duty.Cancels ? 0 : delivery.Times.DueMs,
            Answers = { responses[delivery.Partner].OrderBy(row => row.Response).Select(Answer) },
        });
        IEnumerable<WarningRecipient> further = responses.Where(rows => !duty.Deliveries.Any(delivery => delivery.Partner == rows.Key)).Select(rows => new WarningRecipient
        {
            Partner = rows.Key.Value,
            Via = rows.First().Via.Value,
            State = RecipientState.Acknowledged,
            Answers = { rows.OrderBy(row => row.Response).Select(Answer) },
        });
        status.Recipients.AddRange(direct.Concat(further).OrderBy(recipient => recipient.Partner, StringComparer.Ordinal));
        return status;
    }

    private static WarningState State(WarningDuty duty, bool superseded) =>
        duty.TakenBack ? WarningState.TakenBack
        : superseded ? WarningState.Superseded
        : duty.Cancels ? WarningState.Cancelled
        : duty.Own ? WarningState.Raised
        : !duty.Answers.IsEmpty ? WarningState.Acknowledged
        : Happened(duty, WarningEventKind.Escalated, duty.Self) ? WarningState.Escalated
        : Happened(duty, WarningEventKind.Reminded, duty.Self) ? WarningState.Reminded
        : WarningState.Open;

    private static RecipientState State(WarningDuty duty, WarningDelivery delivery) =>
        Answered(duty, delivery.Partner) ? RecipientState.Acknowledged
        : delivery.Delivered ? (Happened(duty, WarningEventKind.Overdue, delivery.Partner) ? RecipientState.Overdue : RecipientState.Delivered)
        : Happened(duty, WarningEventKind.Undelivered, delivery.Partner) ? RecipientState.Undelivered
        : RecipientState.Released;

    private static bool Answered(WarningDuty duty, PartnerCode partner) => duty.Responses.Any(response => response.Partner == partner);

    private static bool Happened(WarningDuty duty, WarningEventKind kind, PartnerCode partner) =>
        duty.Known.Any(row => row.Kind == kind && row.Partner == partner);

    private static RecipientAnswer Answer(ResponseRow row)
    {
        var answer = new RecipientAnswer
        {
            Response = (WarningResponse)row.Response,
            AtMs = row.AtMs,
            StoredAtMs = row.StoredAtMs,
            Statement = UnsafeByteOperations.UnsafeWrap(row.Statement),
            Index = (ulong)row.LogIndex,
            Note = UnsafeByteOperations.UnsafeWrap(row.Note),
            Release = UnsafeByteOperations.UnsafeWrap(row.Subject),
        };
        for (int at = 0; at < row.Path.Length; at += Limits.Hash)
        {
            answer.Path.Add(UnsafeByteOperations.UnsafeWrap(row.Path.Slice(at, Limits.Hash)));
        }

        return answer;
    }
}
