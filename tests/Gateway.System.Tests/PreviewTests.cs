using System.Text.RegularExpressions;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>Previews at a running node: what they show is what is then released, and nothing comes of asking.</summary>
public sealed partial class PreviewTests(OfficerNodes nodes) : IClassFixture<OfficerNodes>
{
    [Fact]
    public async Task A_preview_is_what_the_partner_then_gets()
    {
        SubmitRequest request = Samples.Request("previewed");
        RecipientPreview preview = await PreviewAsync(request, "SWE");
        SubmitResponse submitted = await nodes.Usa.SubmitAsync(request);
        SharedProduct released = await nodes.Swe.ArrivesAsync(submitted.ProductId, "liaison");
        Assert.Equal(released.Banner.Text, preview.Banner.Text);
        Assert.Equal(Comparable(released.Portions), Comparable(preview.Portions.Where(portion => portion.Opened).Select(portion => portion.Portion)));
        Assert.Equal(WithoutIds(released.Assessment), WithoutIds(preview.Assessment));
        Assert.Equal((uint)preview.Portions.Count(portion => portion.Opened), submitted.Partners.Single(partner => partner.Partner == "SWE").Released);
    }

    [Fact]
    public async Task What_an_officer_is_shown_is_what_the_partner_gets_after_the_approval()
    {
        SubmitResponse submitted = await nodes.Usa.SubmitAsync(Samples.Request("shown"));
        using var officer = new NodeCaller(nodes.Usa, "officer");
        Hold hold = await officer.Desk.GetHoldAsync(new GetHoldRequest { ProductId = submitted.ProductId, Recipient = "FRA" });
        await nodes.Usa.ApproveAsync(submitted.ProductId, "FRA");
        SharedProduct released = await nodes.Fra.ArrivesAsync(submitted.ProductId, "liaison");
        Assert.Equal(released.Banner, hold.After.Banner);
        Assert.Equal(released.Assessment, hold.After.Assessment);
        Assert.Equal(released.Portions, hold.After.Portions.Where(portion => portion.Opened).Select(portion => portion.Portion));
    }

    [Fact]
    public async Task Every_portion_has_its_place_its_outcome_and_its_reasons()
    {
        RecipientPreview fra = await PreviewAsync(Samples.Request("reasons"), "FRA");
        Assert.Equal(SubmitOutcome.Held, fra.Outcome);
        Assert.Null(fra.Banner);
        PortionPreview judgement = fra.Portions.Single(portion => portion.Field == "judgements[0]");
        Assert.Equal((PortionOutcome.Hold, PortionCause.Held), (judgement.Outcome, judgement.Cause));
        Assert.Equal(["M02-agreement"], judgement.Rules.Select(rule => rule.Id));
        Assert.Contains(judgement.Checks, check => check is { Id: "M02-agreement", Ceiling: PortionOutcome.Hold, Text: "The agreement asks for a release officer." });
        Assert.Contains(Samples.OnlyFrance, judgement.Portion.Value.ToStringUtf8(), StringComparison.Ordinal);
        PortionPreview source = fra.Portions.Single(portion => portion.Field == "sources[0]");
        Assert.Equal(PortionCause.Withheld, source.Cause);
        Assert.Contains("M03-national-only", source.Rules.Select(rule => rule.Id));
        Assert.Equal(
            ["header[0]", "judgements[0]", "judgements[0].confidence[0]", "judgements[1]", "judgements[1].confidence[0]", "sources[0]", "subject[0]"],
            fra.Portions.Select(portion => portion.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_preview_leaves_a_line_for_auditors_and_nothing_else()
    {
        using var auditor = new NodeCaller(nodes.Usa, "auditor");
        ByteString before = (await auditor.Log.CheckpointAsync(new CheckpointRequest { Log = LogName.Release })).Note;
        var held = new SearchRequest { Log = LogName.Internal, Kinds = { Kind.Seal, Kind.Hold, Kind.Refusal }, PageSize = 1000 };
        int entries = (await auditor.Log.SearchAsync(held)).Entries.Count;
        int audits = (await auditor.Log.SearchAsync(Audits())).Entries.Count;
        await PreviewAsync(Samples.Request("nothing comes of it"), "FRA");
        Assert.Equal(entries, (await auditor.Log.SearchAsync(held)).Entries.Count);
        Assert.True((await auditor.Log.SearchAsync(Audits())).Entries.Count > audits);
        ByteString after = (await auditor.Log.CheckpointAsync(new CheckpointRequest { Log = LogName.Release })).Note;

        // The head of the internal log may have been stated meanwhile: no statement of the release log is about a product.
        Assert.True(before == after || Size(after) - Size(before) <= 2);

        static SearchRequest Audits() => new() { Log = LogName.Internal, Kinds = { Kind.Audit }, PageSize = 1000 };
        static long Size(ByteString note) => long.Parse(note.ToStringUtf8().Split('\n')[1], global::System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_draft_above_an_officers_clearance_is_previewed_by_its_owner_and_not_there_for_the_officer()
    {
        using var liaison = new NodeCaller(nodes.Usa, "liaison");
        await liaison.Desk.SaveDraftAsync(new SaveDraftRequest
        {
            DraftId = "secret draft",
            Assessment = Samples.Assessment(),
            Mode = Mode.Exercise,
            SizeClass = SizeClass._128,
        });
        PreviewResponse own = await liaison.Desk.PreviewAsync(new PreviewRequest { Draft = new DraftName { DraftId = "secret draft" } });
        Assert.Equal(["FRA", "SWE"], own.Recipients.Select(recipient => recipient.Recipient));
        var named = new PreviewRequest { Draft = new DraftName { DraftId = "secret draft", Owner = "liaison@usa" } };
        using var officer = new NodeCaller(nodes.Usa, "officer");
        Assert.Equal(7, (await officer.Desk.PreviewAsync(named)).Recipients[0].Portions.Count);
        using var low = new NodeCaller(nodes.Usa, OfficerNodes.LowOfficer);
        RpcException hidden = await Calls.FailureAsync(low.Desk.PreviewAsync(named));
        RpcException absent = await Calls.FailureAsync(low.Desk.PreviewAsync(
            new PreviewRequest { Draft = new DraftName { DraftId = "never there", Owner = "liaison@usa" } }));
        Assert.Equal(StatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(absent.Visible(), hidden.Visible());
    }

    [Fact]
    public async Task A_preview_of_what_could_not_be_submitted_lists_every_fault()
    {
        SubmitRequest request = Samples.Request("faults");
        request.Assessment.Header[0].Title = "";
        using var liaison = new NodeCaller(nodes.Usa, "liaison");
        RpcException failure = await Calls.FailureAsync(liaison.Desk.PreviewAsync(
            new PreviewRequest { Assessment = request.Assessment, SizeClass = SizeClass.Unspecified, Recipients = { "FRA", "USA", "?" } }));
        Assert.Equal(ErrorReason.InvalidFields, RichStatus.ReasonOf(failure));
        Assert.Equal(
            ["assessment.header[0].title", "recipients[1]", "recipients[2]", "size_class"],
            failure.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(violation => violation.Field).Order(StringComparer.Ordinal));
    }

    private async Task<RecipientPreview> PreviewAsync(SubmitRequest request, string to)
    {
        using var liaison = new NodeCaller(nodes.Usa, "liaison");
        PreviewResponse answer = await liaison.Desk.PreviewAsync(
            new PreviewRequest { Assessment = request.Assessment, SizeClass = request.SizeClass, Recipients = { to } }, cancellationToken: Calls.Cancellation);
        return Assert.Single(answer.Recipients);
    }

    // Ids and variants are drawn anew each time.
    private static string[] Comparable(IEnumerable<PortionView> portions) =>
        [.. portions.Select(portion => $"{Ids().Replace(portion.Path, "")} {portion.Type} {portion.Marking.Text} {Convert.ToHexString(portion.Value.Span)}").Order(StringComparer.Ordinal)];

    private static string WithoutIds(RiskAssessment assessment) => Ids().Replace(JsonFormatter.Default.Format(assessment), "");

    [GeneratedRegex("[0-9a-f]{16}", RegexOptions.None, 1000)]
    private static partial Regex Ids();
}
