using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>Drafts at a running node.</summary>
public sealed class DraftTests(OfficerNodes nodes) : IClassFixture<OfficerNodes>
{
    [Fact]
    public async Task A_draft_need_not_be_complete_and_each_save_says_what_is_missing()
    {
        using var liaison = new NodeCaller(nodes.Usa, "liaison");
        SavedDraft begun = await liaison.Desk.SaveDraftAsync(Save("begun", 0, new RiskAssessment()));
        Assert.Contains(begun.Faults, fault => fault.Field.StartsWith("assessment.header", StringComparison.Ordinal));
        SavedDraft done = await liaison.Desk.SaveDraftAsync(Save("begun", 1, Samples.Assessment()));
        Assert.Empty(done.Faults);
        Assert.Equal((2ul, "EXERCISE: test assessment"), (done.Row.Version, done.Row.Title));
    }

    [Fact]
    public async Task Of_two_who_save_over_one_version_one_is_told_to_read_again()
    {
        using var liaison = new NodeCaller(nodes.Usa, "liaison");
        await liaison.Desk.SaveDraftAsync(Save("shared", 0, Samples.Assessment()));
        Task<SavedDraft>[] both = [.. Enumerable.Range(0, 6).Select(_ => liaison.Desk.SaveDraftAsync(Save("shared", 1, Samples.Assessment())).ResponseAsync)];
        RpcException[] failures = [.. (await Task.WhenAll(both.Select(async save =>
        {
            try
            {
                await save;
                return null;
            }
            catch (RpcException failure)
            {
                return failure;
            }
        }))).OfType<RpcException>()];
        Assert.Equal(5, failures.Length);
        Assert.All(failures, failure => Assert.Equal((StatusCode.Aborted, ErrorReason.DraftChanged), (failure.StatusCode, RichStatus.ReasonOf(failure))));
        Assert.Equal(2ul, (await liaison.Desk.GetDraftAsync(Named("shared"))).Row.Version);
    }

    [Fact]
    public async Task A_draft_is_its_owners_and_for_others_not_there()
    {
        using var liaison = new NodeCaller(nodes.Usa, "liaison");
        using var other = new NodeCaller(nodes.Usa, OfficerNodes.OtherLiaison);
        await liaison.Desk.SaveDraftAsync(Save("mine", 0, Samples.Assessment()));
        RpcException hidden = await Calls.FailureAsync(other.Desk.GetDraftAsync(Named("mine", "liaison@usa")));
        RpcException absent = await Calls.FailureAsync(other.Desk.GetDraftAsync(Named("never there")));
        Assert.Equal(absent.Visible(), hidden.Visible());
        Assert.DoesNotContain((await other.Desk.ListDraftsAsync(new ListDraftsRequest())).Drafts, draft => draft.DraftId == "mine");
        Assert.Equal(absent.Visible(), (await Calls.FailureAsync(other.Desk.DeleteDraftAsync(new DeleteDraftRequest { DraftId = "mine" }))).Visible());
        Assert.Equal("mine", (await liaison.Desk.GetDraftAsync(Named("mine"))).Row.DraftId);
    }

    [Fact]
    public async Task An_officer_reads_a_draft_that_is_complete_and_within_clearance_and_is_put_on_record()
    {
        using var liaison = new NodeCaller(nodes.Usa, "liaison");
        await liaison.Desk.SaveDraftAsync(Save("to be reviewed", 0, Samples.Assessment()));
        await liaison.Desk.SaveDraftAsync(Save("not complete", 0, new RiskAssessment { Header = { new Header { Title = "begun" } } }));
        using var officer = new NodeCaller(nodes.Usa, "officer");
        Draft read = await officer.Desk.GetDraftAsync(Named("to be reviewed", "liaison@usa"));
        Assert.Equal(Samples.Assessment(), read.Assessment);
        IEnumerable<string> listed = (await officer.Desk.ListDraftsAsync(new ListDraftsRequest())).Drafts.Select(draft => draft.DraftId);
        Assert.Contains("to be reviewed", listed);
        Assert.DoesNotContain("not complete", listed);
        using var low = new NodeCaller(nodes.Usa, OfficerNodes.LowOfficer);
        Assert.DoesNotContain((await low.Desk.ListDraftsAsync(new ListDraftsRequest())).Drafts, draft => draft.DraftId == "to be reviewed");
        using var auditor = new NodeCaller(nodes.Usa, "auditor");
        SearchResponse audits = await auditor.Log.SearchAsync(new SearchRequest { Log = LogName.Internal, Kinds = { Kind.Audit }, PageSize = 1000 });
        bool recorded = false;
        foreach (EntrySummary entry in audits.Entries)
        {
            Entry whole = await auditor.Log.GetAsync(new GetEntryRequest { Log = LogName.Internal, Index = entry.Index });
            recorded |= Leak.In(whole.Statement.Span, "draft of=liaison@usa version=1");
        }

        Assert.True(recorded);
    }

    [Fact]
    public async Task A_draft_of_one_mode_does_not_hold_an_assessment_of_another()
    {
        using var liaison = new NodeCaller(nodes.Usa, "liaison");
        SaveDraftRequest request = Save("mixed", 0, Samples.Assessment());
        request.Mode = Mode.Actual;
        RpcException failure = await Calls.FailureAsync(liaison.Desk.SaveDraftAsync(request));
        Assert.Equal(ErrorReason.InvalidFields, RichStatus.ReasonOf(failure));
    }

    [Fact]
    public async Task A_submitted_draft_is_one_product_however_often_and_its_next_version_another()
    {
        using var liaison = new NodeCaller(nodes.Usa, "liaison");
        await liaison.Desk.SaveDraftAsync(Save("to submit", 0, Samples.Assessment()));
        var submit = new SubmitDraftRequest { DraftId = "to submit", ExpectedVersion = 1 };
        SubmitResponse first = await liaison.Desk.SubmitDraftAsync(submit);
        Assert.Equal(first, await liaison.Desk.SubmitDraftAsync(submit));
        await nodes.Swe.ArrivesAsync(first.ProductId);

        await liaison.Desk.SaveDraftAsync(Save("to submit", 1, Samples.Assessment()));
        RpcException stale = await Calls.FailureAsync(liaison.Desk.SubmitDraftAsync(submit));
        Assert.Equal(ErrorReason.DraftChanged, RichStatus.ReasonOf(stale));
        submit.ExpectedVersion = 2;
        Assert.NotEqual(first.ProductId, (await liaison.Desk.SubmitDraftAsync(submit)).ProductId);
    }

    [Fact]
    public async Task A_draft_outlives_a_kill_and_is_gone_when_deleted()
    {
        await using NodeSet set = OfficerNodes.Prepare();
        RunningNode usa = await set.StartAsync("USA");
        using (var liaison = new NodeCaller(usa, "liaison"))
        {
            await liaison.Desk.SaveDraftAsync(Save("kept", 0, Samples.Assessment()));
        }

        await usa.KillAsync();
        usa = await set.StartAsync("USA");
        using (var liaison = new NodeCaller(usa, "liaison"))
        {
            Assert.Equal(Samples.Assessment(), (await liaison.Desk.GetDraftAsync(Named("kept"))).Assessment);
            await liaison.Desk.DeleteDraftAsync(new DeleteDraftRequest { DraftId = "kept", ExpectedVersion = 1 });
            Assert.Equal(StatusCode.NotFound, (await Calls.FailureAsync(liaison.Desk.GetDraftAsync(Named("kept")))).StatusCode);
        }

        // Closing folds the write-ahead log into the database; what was deleted is overwritten there.
        Assert.Equal(0, await usa.StopAsync());
        byte[] files = [.. Directory.EnumerateFiles(set.Folder("USA"), "gateway.db*").SelectMany(File.ReadAllBytes)];
        Assert.False(Leak.In(files, Samples.OnlyFrance));
    }

    private static SaveDraftRequest Save(string name, ulong expected, RiskAssessment assessment) => new()
    {
        DraftId = name,
        ExpectedVersion = expected,
        Assessment = assessment,
        Mode = Mode.Exercise,
        SizeClass = SizeClass._128,
    };

    private static GetDraftRequest Named(string name, string owner = "") => new() { Name = new DraftName { DraftId = name, Owner = owner } };
}
