using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Node.Logs;

/// <summary>What a log entry says, in a sentence.</summary>
internal static class EntryText
{
    public static EntrySummary Summary(LogRow row) => new()
    {
        Index = (ulong)row.Index,
        Kind = (Kind)row.Kind,
        AtMs = row.AtMs,
        ProductId = row.Product is { } product ? ByteString.CopyFrom(product.Span) : ByteString.Empty,
        Recipient = row.Subject.Value,
        Outcome = Outcome(row.Kind),
        Text = Sentence(row.Kind, row.Subject.Value),
    };

    public static EntryOutcome Outcome(StatementKind kind) => kind switch
    {
        StatementKind.Release => EntryOutcome.Released,
        StatementKind.Refusal => EntryOutcome.Refused,
        StatementKind.Hold => EntryOutcome.Held,
        StatementKind.Withdrawn => EntryOutcome.Withdrawn,
        StatementKind.Notice or StatementKind.OnwardGrant or StatementKind.Receipt or StatementKind.Roster or StatementKind.Key
            or StatementKind.InternalHead or StatementKind.Pad or StatementKind.Acknowledge or StatementKind.Request
            or StatementKind.Answer or StatementKind.Coseal or StatementKind.Seal or StatementKind.Access or StatementKind.Audit
            or StatementKind.Policy or StatementKind.Approval or StatementKind.Erasure => EntryOutcome.Unspecified,
    };

    private static string Sentence(StatementKind kind, string partner) => kind switch
    {
        StatementKind.Release => $"Released to {partner}.",
        StatementKind.Withdrawn => $"A release to {partner} was withdrawn before it was sent.",
        StatementKind.Notice => "A notice to holders.",
        StatementKind.OnwardGrant => "An owner let a portion go on.",
        StatementKind.Receipt => $"This node holds what {partner} released.",
        StatementKind.Roster => "A roster came into force.",
        StatementKind.Key => "The keys of this node's logs.",
        StatementKind.InternalHead => "Head of the internal log.",
        StatementKind.Pad => "Filler.",
        StatementKind.Acknowledge => "A warning was acknowledged.",
        StatementKind.Request => "A request for information.",
        StatementKind.Answer => "An answer to a request.",
        StatementKind.Coseal => "A partner's product was sealed jointly.",
        StatementKind.Seal => "A product was sealed.",
        StatementKind.Refusal => $"Nothing of a product goes to {partner}.",
        StatementKind.Hold => $"A product waits for a release officer before anything goes to {partner}.",
        StatementKind.Access => "A local caller read shared content.",
        StatementKind.Audit => "An auditor's query.",
        StatementKind.Erasure => "What this node held of a product was destroyed.",
        StatementKind.Policy => "A policy set came into force.",
        StatementKind.Approval => $"A release officer decided what waited for {partner}.",
    };
}
