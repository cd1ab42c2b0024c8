using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using Google.Protobuf;
using CoreLane = Gateway.Core.Sealing.Lane;
using NoticeProof = Gateway.Core.Sealing.NoticeProof;

namespace Gateway.Node.Federation;

/// <summary>
/// Takes the notices of one partner's feed: its own, and those of others that it hands on. A notice that is refused for good is passed over
/// with an alarm and kept, both proofs where two contradict each other, for the feed must bring what comes behind it.
/// </summary>
internal sealed class NoticeReceiver(NodeState node, Partner partner, ILogger logger)
{
    private readonly ForeignProofs _foreign = new(node);

    /// <summary>Takes one; <paramref name="held"/> is the newest head of the partner's own log on this stream.</summary>
    public async Task TakeAsync(FeedNotice item, HeldHead? held, CancellationToken cancellation)
    {
        Protocol.V1.NoticeProof message = item.Proof ?? new Protocol.V1.NoticeProof();
        if (item.Seq is 0 or > long.MaxValue || !message.TryToCore(out NoticeProof proof))
        {
            throw new FeedRefusedException(VerificationFault.MalformedPackage, "a notice without place or proof");
        }

        bool own = message.Note.IsEmpty;
        VerificationFault fault = VerificationFault.MissingCheckpoint;
        HeldHead? head = own ? held : _foreign.Head(message.Note.Memory, out fault);
        if (head is null || !_foreign.TryNotice(proof, head, out VerifiedNotice? notice, out fault))
        {
            await PassOverAsync(item, fault, cancellation);
            return;
        }

        switch (await node.NoticeIntake.TakeAsync(partner.Code, (long)item.Seq, notice, head.Note, own ? head : null, cancellation))
        {
            case NoticeTaken.Stored stored:
                NoticeLog.Stored(logger, notice.Originator.Value, (int)notice.Body.Number, notice.Body.Action.ToString(), stored.Purged);
                node.Arrivals.Pulse();
                break;
            case NoticeTaken.Known:
                break;
            case NoticeTaken.Refused { Fault: VerificationFault.OutOfSequence or VerificationFault.Replayed } refused when !IsNext(item):
                throw new FeedRefusedException(refused.Fault, "the notice is not for the next place of the feed");
            case NoticeTaken.Refused refused:
                await PassOverAsync(item, refused.Fault, cancellation);
                break;
            default:
                throw new InvalidOperationException("NoticeTaken is closed.");
        }
    }

    private bool IsNext(FeedNotice item) => (long)item.Seq == node.Read.LastReceived(partner.Code, CoreLane.Notices) + 1;

    /// <summary>The connection authenticates the place. What may have come garbled is asked for again a few times first.</summary>
    private async Task PassOverAsync(FeedNotice item, VerificationFault fault, CancellationToken cancellation)
    {
        bool garbled = fault is VerificationFault.NotInLog or VerificationFault.WrongStatement or VerificationFault.BadOpenings
            or VerificationFault.MissingCheckpoint or VerificationFault.BadCheckpoint or VerificationFault.UnknownLog;
        bool lasting = IsNext(item) && (!garbled || node.Refusals.Count(partner.Code, CoreLane.Notices, item.Seq) >= FeedRefusals.Patience);
        if (!lasting)
        {
            throw new FeedRefusedException(fault, "a notice does not verify");
        }

        var place = new FeedPlace(CoreLane.Notices, (long)item.Seq, new byte[Limits.Hash], (long)Math.Min(item.Proof?.Index ?? 0, long.MaxValue));
        await node.Intake.SetAsideAsync(partner.Code, place, fault, item.ToByteArray(), null, cancellation);
        NoticeLog.SetAside(logger, partner.Code.Value, item.Seq, fault.ToString());
    }
}

internal static partial class NoticeLog
{
    [LoggerMessage(2101, LogLevel.Warning, "Notice {Number} of {Originator} took effect: {Action}; content erased: {Purged}")]
    public static partial void Stored(ILogger logger, string originator, int number, string action, bool purged);

    [LoggerMessage(2102, LogLevel.Error, "ALARM: the notice of {Partner} at {Sequence} may not be taken ({Fault}); it was set aside, and the feed goes on")]
    public static partial void SetAside(ILogger logger, string partner, ulong sequence, string fault);

    [LoggerMessage(2103, LogLevel.Error, "ALARM: a receipt that {Partner} handed on was refused: {Fault}")]
    public static partial void RelayRefused(ILogger logger, string partner, string fault);

    [LoggerMessage(2104, LogLevel.Information, "{Originator} confirmed {Count} products that came from others")]
    public static partial void Confirmed(ILogger logger, string originator, int count);

    [LoggerMessage(2105, LogLevel.Information, "{Originator} could not be asked about products that came from others ({Status})")]
    public static partial void NotAsked(ILogger logger, string originator, string status);

    [LoggerMessage(2106, LogLevel.Error, "ALARM: the answer of {Originator} about a product was refused: {Fault}")]
    public static partial void AnswerRefused(ILogger logger, string originator, string fault);

    [LoggerMessage(2107, LogLevel.Error, "Asking {Originator} failed with {Failure}; trying again")]
    public static partial void Failed(ILogger logger, string originator, string failure);

    [LoggerMessage(2108, LogLevel.Warning, "Notice {Number} on an own product was issued: {Action}, to {Count} partners")]
    public static partial void Issued(ILogger logger, int number, string action, int count);
}
