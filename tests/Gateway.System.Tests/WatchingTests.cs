using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>From what partners see and declare to warnings, between running nodes.</summary>
public sealed class WatchingTests(WatchNodes nodes) : IClassFixture<WatchNodes>
{
    [Fact]
    public async Task A_crossed_threshold_warns_names_who_declared_it_and_asks_for_what_the_rule_says()
    {
        SubmitResponse line = await nodes.Fra.DeclareAsync(WatchWorld.Line("declared", "massacres", 5, marking: WatchWorld.French));
        await nodes.Usa.ArrivesAsync(line.ProductId);
        SubmitResponse seen = await nodes.Usa.SubmitAsync(WatchWorld.Observation("massacres-1", "Massacres", WatchWorld.Everybody, values: [6]));
        SharedProduct shared = Assert.Single(await nodes.Fra.WarnedAsync(1, WatchWorld.About("massacres")));
        Warning warning = shared.Warning;
        Assert.Equal("BFA: a threshold declared by FRA is crossed", warning.Header[0].Title);
        Assert.Equal((WarningKind.Alert, "lines"), (warning.Header[0].Kind, warning.Header[0].RuleId));
        Assert.Contains("\"No further.\"", warning.Danger[0].Statement, StringComparison.Ordinal);
        Assert.Equal("Send observers.", Assert.Single(warning.Options).Text);
        Assert.Equal([line.ProductId, seen.ProductId], warning.Grounds.OrderBy(ground => ground.Kind == GroundKind.Observation).Select(ground => ground.ProductId));
        Assert.Contains("FGI FRA", warning.Header[0].Portion.Marking.Text, StringComparison.Ordinal); // France stays an owner

        // What is France's does not go on to Sweden, which has no agreement with France that the United States could know of.
        using var sweden = new NodeCaller(nodes.Swe, "ministry");
        Assert.Empty(await sweden.WarningsAsync(WatchWorld.About("massacres")));
    }

    [Fact]
    public async Task A_cause_is_told_once_a_worse_one_as_an_update_and_its_end_as_a_cancellation()
    {
        SubmitResponse line = await nodes.Usa.DeclareAsync(WatchWorld.Line("own-line", "raids", 5));
        await nodes.Usa.SubmitAsync(WatchWorld.Observation("raids-1", "raids", WatchWorld.Everybody, values: [6]));
        await nodes.Usa.SubmitAsync(WatchWorld.Observation("raids-2", "raids", WatchWorld.Everybody, values: [7]));
        await nodes.Swe.WarnedAsync(1, WatchWorld.About("raids"));
        await nodes.Usa.SubmitAsync(WatchWorld.Observation("raids-3", "raids", WatchWorld.Everybody, values: [40]));
        List<SharedProduct> all = await nodes.Swe.WarnedAsync(2, WatchWorld.About("raids"));
        Assert.Equal([WarningKind.Alert, WarningKind.Update], all.Select(shared => shared.Warning.Header[0].Kind));
        Assert.Single(all.Select(shared => shared.LineageId).Distinct());

        using var liaison = new NodeCaller(nodes.Usa, "liaison");
        var withdraw = new WithdrawThresholdRequest { SubmissionId = "withdrawn", LineageId = line.LineageId };
        SubmitResponse first = await liaison.Watching.WithdrawThresholdAsync(withdraw);
        Assert.Equal(first, await liaison.Watching.WithdrawThresholdAsync(withdraw));
        SharedProduct cancel = Assert.Single(await nodes.Swe.WarnedAsync(1, warning => warning.Header[0].Kind == WarningKind.Cancel));
        Assert.Equal((all[0].LineageId, "BFA"), (cancel.LineageId, cancel.Warning.Subject[0].Iso3));
        Assert.DoesNotContain("raids", cancel.ToString(), StringComparison.Ordinal);
        var list = new ListThresholdsRequest { Mode = Mode.Exercise };
        Assert.DoesNotContain((await liaison.Watching.ListThresholdsAsync(list)).Thresholds, one => one.LineageId == line.LineageId);
        list.All = true;
        Assert.False((await liaison.Watching.ListThresholdsAsync(list)).Thresholds.Single(one => one.LineageId == line.LineageId).InForce);
    }

    [Fact]
    public async Task A_warning_that_rests_on_a_mark_which_a_partner_may_not_have_never_reaches_it()
    {
        await nodes.Usa.SubmitAsync(WatchWorld.Observation("for-france", "murders", "(S//REL TO USA, FRA)", values: [21]));
        SharedProduct warned = Assert.Single(await nodes.Fra.WarnedAsync(1, WatchWorld.About("21 events")));
        Assert.Equal("(S//REL TO USA, FRA)", warned.Warning.Header[0].Portion.Marking.Text);
        Assert.All(warned.Portions, portion => Assert.Equal("(S//REL TO USA, FRA)", portion.Marking.Text));
        await StaysAwayFromSwedenAsync("observes 21 events", "CIV");
    }

    [Fact]
    public async Task A_warning_that_rests_on_what_policy_keeps_from_a_partner_never_reaches_it_though_its_mark_would_let_it()
    {
        SubmitResponse seen = await nodes.Usa.SubmitAsync(WatchWorld.Observation("mali", "murders", WatchWorld.Everybody, "MLI", values: [23]));
        Assert.Equal("(U//REL TO USA, FRA, SWE)", Assert.Single(await nodes.Fra.WarnedAsync(1, WatchWorld.About("23 events"))).Warning.Header[0].Portion.Marking.Text);

        // Sweden has the product itself, without the indicator.
        Assert.Empty((await nodes.Swe.ArrivesAsync(seen.ProductId)).Assessment.Indicators);
        await StaysAwayFromSwedenAsync("observes 23 events", "BEN");
    }

    [Fact]
    public async Task Nothing_that_nobody_else_may_have_leaves_and_it_is_still_said_at_home()
    {
        await nodes.Usa.SubmitAsync(WatchWorld.Observation("noforn", "murders", "(S//NF)", "NER", values: [29]));
        await nodes.Usa.WarnedAsync(1, WatchWorld.About("29 events"));
        using var france = new NodeCaller(nodes.Fra, "ministry");
        using var sweden = new NodeCaller(nodes.Swe, "ministry");
        await nodes.Usa.SubmitAsync(WatchWorld.Observation("after", "murders", WatchWorld.Everybody, "TCD", values: [31]));
        await nodes.Fra.WarnedAsync(1, WatchWorld.About("31 events"));
        await nodes.Swe.WarnedAsync(1, WatchWorld.About("31 events"));
        Assert.Empty(await france.WarningsAsync(WatchWorld.About("29 events")));
        Assert.Empty(await sweden.WarningsAsync(WatchWorld.About("29 events")));
    }

    [Fact]
    public async Task Modes_do_not_meet()
    {
        SubmitResponse line = await nodes.Usa.DeclareAsync(WatchWorld.Line("actual-line", "ambushes", 5, mode: Mode.Actual));
        await nodes.Usa.SubmitAsync(WatchWorld.Observation("exercise-ambush", "ambushes", WatchWorld.Everybody, values: [9]));
        await nodes.Usa.SubmitAsync(WatchWorld.Observation("actual-raid", "murders", WatchWorld.Everybody, "SDN", Mode.Actual, values: [37]));
        await nodes.Fra.WarnedAsync(1, WatchWorld.About("37 events"), mode: Mode.Actual);
        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        Assert.Empty(await ministry.WarningsAsync(WatchWorld.About("ambushes")));
        Assert.Empty(await ministry.WarningsAsync(WatchWorld.About("ambushes"), Mode.Actual));
        Assert.Empty(await ministry.WarningsAsync(WatchWorld.About("37 events")));
        Assert.NotEmpty(line.ProductId);
    }

    [Fact]
    public async Task Without_being_told_otherwise_a_node_sends_nothing_by_itself_and_says_that_something_waits()
    {
        SubmitRequest seen = WatchWorld.Observation("french-murders", "murders", WatchWorld.Everybody, "GIN", values: [41]);
        await nodes.Fra.SubmitAsync(seen);
        FindingRow waiting = await nodes.Fra.FoundAsync(row => row.Warning?.Danger[0].Statement.Contains("41 events", StringComparison.Ordinal) == true);
        Assert.Equal((FindingStep.Waiting, true, 1u), (waiting.Step, waiting.Active, waiting.Revision));
        await nodes.Fra.WroteAsync("waits for a release officer");
        using (var ministry = new NodeCaller(nodes.Fra, "ministry"))
        {
            Assert.DoesNotContain(await ministry.WarningsAsync(WatchWorld.About("41 events")), warning => warning.Originator == "FRA");
            Assert.Equal(StatusCode.PermissionDenied, (await Calls.FailureAsync(ministry.Watching.ListFindingsAsync(new ListFindingsRequest { Mode = Mode.Exercise }))).StatusCode);
        }

        var decide = new DecideFindingRequest { Mode = Mode.Exercise, Key = waiting.Key, Revision = 1 };
        using (var liaison = new NodeCaller(nodes.Fra, "liaison"))
        {
            Assert.Equal(StatusCode.PermissionDenied, (await Calls.FailureAsync(liaison.Watching.SendFindingAsync(decide))).StatusCode);
        }

        using var officer = new NodeCaller(nodes.Fra, "officer");
        RpcException other = await Calls.FailureAsync(officer.Watching.SendFindingAsync(new DecideFindingRequest { Mode = Mode.Exercise, Key = waiting.Key, Revision = 2 }));
        Assert.Equal(ErrorReason.FindingChanged, RichStatus.ReasonOf(other));
        RpcException unknown = await Calls.FailureAsync(officer.Watching.SendFindingAsync(new DecideFindingRequest { Mode = Mode.Actual, Key = waiting.Key, Revision = 1 }));
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
        FindingRow sent = await officer.Watching.SendFindingAsync(decide);
        Assert.Equal((FindingStep.Sent, "officer@fra"), (sent.Step, sent.Officer));
        Assert.Equal(ErrorReason.FindingChanged, RichStatus.ReasonOf(await Calls.FailureAsync(officer.Watching.SendFindingAsync(decide))));
        await nodes.Usa.ArrivesAsync(sent.ProductId);
    }

    [Fact]
    public async Task A_dismissed_warning_is_not_sent_and_a_worse_one_waits_again()
    {
        await nodes.Fra.SubmitAsync(WatchWorld.Observation("dismissed", "murders", WatchWorld.Everybody, "LBR", values: [22]));
        FindingRow waiting = await nodes.Fra.FoundAsync(row => row.Warning?.Subject[0].Iso3 == "LBR");
        using var officer = new NodeCaller(nodes.Fra, "officer");
        FindingRow gone = await officer.Watching.DismissFindingAsync(new DecideFindingRequest { Mode = Mode.Exercise, Key = waiting.Key, Revision = 1 });
        Assert.Equal(FindingStep.Dismissed, gone.Step);
        await nodes.Fra.SubmitAsync(WatchWorld.Observation("worse", "murders", WatchWorld.Everybody, "LBR", values: [22, 90]));
        FindingRow again = await nodes.Fra.FoundAsync(row => row.Key == waiting.Key && row.Step == FindingStep.Waiting);
        Assert.Equal((2u, WarningKind.Alert), (again.Revision, again.Warning.Header[0].Kind));
    }

    [Fact]
    public async Task Another_unit_is_told_and_not_compared()
    {
        await nodes.Usa.SubmitAsync(WatchWorld.Observation("unit", "murders", WatchWorld.Everybody, "TGO", unit: "persons", values: [900]));
        using var officer = new NodeCaller(nodes.Usa, "officer");
        await Eventually.Holds("a remark about the unit", () => officer.Watching.ListFindings(new ListFindingsRequest { Mode = Mode.Exercise }).Remarks
            .Any(remark => remark.Reason == "other-unit" && remark.Subject.Iso3 == "TGO"));
        using var ministry = new NodeCaller(nodes.Usa, "ministry");
        Assert.Empty(await ministry.WarningsAsync(warning => warning.Subject[0].Iso3 == "TGO"));
    }

    [Fact]
    public async Task Everybody_sees_the_rules_in_force()
    {
        using var ministry = new NodeCaller(nodes.Fra, "ministry");
        ListRulesResponse rules = await ministry.Watching.ListRulesAsync(new ListRulesRequest());
        Assert.Equal((2, false, false), (rules.Rules.Count, rules.Sends, rules.Off));
        using var elsewhere = new NodeCaller(nodes.Swe, "ministry");
        Assert.True((await elsewhere.Watching.ListRulesAsync(new ListRulesRequest())).Off);
    }

    private async Task StaysAwayFromSwedenAsync(string words, string marker)
    {
        // What was sent later has arrived, so what was sent before would have.
        await nodes.Usa.SubmitAsync(WatchWorld.Observation("marker-" + marker, "murders", WatchWorld.Everybody, marker, values: [50]));
        await nodes.Swe.WarnedAsync(1, warning => warning.Subject[0].Iso3 == marker);
        using var sweden = new NodeCaller(nodes.Swe, "ministry");
        Assert.DoesNotContain(await sweden.PullAsync(new PullRequest { Mode = Mode.Exercise }), product => Leak.In(product.ToByteArray(), words));
    }
}
