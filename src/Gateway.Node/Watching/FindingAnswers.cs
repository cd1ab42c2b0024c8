using System.Collections.Immutable;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Watching;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Watching;

/// <summary>
/// Findings as a caller may see them: what waits by the mark that its warning bears, what was sent as the product that it is. What cannot be
/// seen is not there. Thread-safe.
/// </summary>
internal sealed class FindingAnswers(NodeState node, WatchDesk desk, SharedView view)
{
    /// <summary>The answer, and the products that it shows.</summary>
    public (ListFindingsResponse Answer, ImmutableArray<ProductId> Products) List(LocalCaller caller, CoreMode mode, bool waiting)
    {
        var sight = new ReaderSight(node, caller);
        var answer = new ListFindingsResponse();
        var products = ImmutableArray.CreateBuilder<ProductId>();
        foreach (WatchRow listed in node.Read.Watched(mode).OrderByDescending(row => row.ChangedAtMs))
        {
            if (waiting && listed.Step is not (WatchStep.Waiting or WatchStep.Stuck))
            {
                continue;
            }

            WatchRow row = node.Read.Watched(mode, listed.Told.Key) ?? listed;
            if (Row(row, caller, sight) is { } shown)
            {
                answer.Findings.Add(shown);
                products.AddRange(row.Submission.IsEmpty && row.Product is { } product ? [product] : Array.Empty<ProductId>());
            }
        }

        answer.Remarks.AddRange(desk.Refusals(mode).Where(refusal => sight.Sees(refusal.Portions)).Select(Remark));
        return (answer, products.ToImmutable());
    }

    /// <summary>One finding; null when the caller may not see it.</summary>
    public FindingRow? Row(WatchRow row, LocalCaller caller) => Row(row, caller, new ReaderSight(node, caller));

    private FindingRow? Row(WatchRow row, LocalCaller caller, ReaderSight sight)
    {
        if (!row.Submission.IsEmpty)
        {
            SubmitRequest request = SubmitRequest.Parser.ParseFrom(row.Submission.Span);
            return sight.Sees(request.Warning.Header[0].Portion.Marking.ToCore()) ? Of(row, request.Warning, request.Audience) : null;
        }

        if (row.Product is { } product)
        {
            return view.Of(product, caller) is { } seen && Reassembler.Reassemble(seen.Portions, seen.Schema) is Warning warning ? Of(row, warning, []) : null;
        }

        // Nothing says how confidential it is: for officers who see all that the watch saw.
        return caller.Role == Role.Officer && caller.Clearance >= row.Sight ? Of(row, null, []) : null;
    }

    private static FindingRow Of(WatchRow row, Warning? warning, IEnumerable<string> audience)
    {
        var answer = new FindingRow
        {
            Key = row.Told.Key,
            Revision = (uint)row.Told.Revision,
            RuleId = row.Told.RuleId,
            Step = (FindingStep)row.Step,
            Active = row.Told.State == ToldState.Warned,
            Degree = (uint)row.Told.Degree,
            FirstAtMs = row.FirstAtMs,
            ChangedAtMs = row.ChangedAtMs,
            Warning = warning,
            ProductId = row.Product is { } product ? ByteString.CopyFrom(product.Span) : ByteString.Empty,
            LineageId = ByteString.CopyFrom(row.Lineage.Span),
            Officer = row.Officer,
        };
        answer.Audience.AddRange(audience);
        return answer;
    }

    private static RuleRemark Remark(WatchRefusal refusal) => new()
    {
        RuleId = refusal.RuleId,
        Subject = new WatchedSubject { Iso3 = refusal.Subject.Iso3, AdmPcode = refusal.Subject.Area, Group = refusal.Subject.Group },
        Partner = refusal.Partner.Value,
        Indicator = refusal.Indicator,
        Reason = refusal.Reason switch
        {
            RefusalReason.OtherUnit => "other-unit",
            RefusalReason.NotANumber => "not-a-number",
            RefusalReason.TooShort => "too-short",
            RefusalReason.SmallBase => "small-base",
        },
    };
}
