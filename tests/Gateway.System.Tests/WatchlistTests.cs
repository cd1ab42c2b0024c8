using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>Watchlists, own and shared.</summary>
public sealed class WatchlistTests(WatchNodes nodes) : IClassFixture<WatchNodes>
{
    [Fact]
    public async Task Lists_are_edited_at_the_node_shared_and_shown_together_with_who_watches_whom()
    {
        await EditAsync(nodes.Usa, "u1", [Entry("MMR", "Rohingya", 2, WatchWorld.Everybody), Entry("SDN", "", 1, WatchWorld.Everybody)]);
        await EditAsync(nodes.Usa, "u2", [Entry("TCD", "", 3, WatchWorld.Everybody)], Gone("SDN"));
        WatchEntry french = Entry("MMR", " rohingya", 1, WatchWorld.Everybody);
        french.Portion.Marking = WatchWorld.French;
        EditWatchlistRequest first = Edit("f1", [french]);
        first.Header.Portion.Marking = WatchWorld.French;
        using (var liaison = new NodeCaller(nodes.Fra, "liaison"))
        {
            await liaison.Watching.EditWatchlistAsync(first);
        }

        using var sweden = new NodeCaller(nodes.Swe, "ministry");
        await Eventually.Holds("both lists in Sweden", () => View(sweden).Entries.Count(entry => entry.Subject.Iso3 is "MMR" or "TCD") == 2
            && View(sweden).Entries.Any(entry => entry.WatchedBy.Count == 2));
        WatchedEntry shared = View(sweden).Entries.Single(entry => entry.Subject.Iso3 == "MMR");
        Assert.Equal((1u, "FRA,USA"), (shared.Priority, string.Join(',', shared.WatchedBy.Select(by => by.Partner))));
        Assert.DoesNotContain(View(sweden).Entries, entry => entry.Subject.Iso3 == "SDN");
        Assert.Empty((await sweden.Watching.GetWatchlistAsync(new GetWatchlistRequest { Mode = Mode.Exercise, Own = true })).Entries);
        Assert.Empty((await sweden.Watching.GetWatchlistAsync(new GetWatchlistRequest { Mode = Mode.Actual })).Entries);
    }

    [Fact]
    public async Task An_edit_keeps_what_its_caller_may_not_see_and_repeated_is_one()
    {
        await using NodeSet set = WatchWorld.Prepare();
        set.AddCaller("USA", "liaison-low", "liaison", "UNCLASSIFIED");
        RunningNode usa = await set.StartAsync("USA");
        await EditAsync(usa, "first", [Entry("MLI", "", 1, "(S//NF)"), Entry("NER", "", 1, WatchWorld.Everybody)]);
        EditWatchlistRequest edit = Edit("second", [Entry("TCD", "", 1, WatchWorld.Everybody)], Gone("MLI"), Gone("NER"));
        using var low = new NodeCaller(usa, "liaison-low");
        SubmitResponse once = await low.Watching.EditWatchlistAsync(edit);
        Assert.Equal(once, await low.Watching.EditWatchlistAsync(edit));
        using var ministry = new NodeCaller(usa, "ministry");
        Assert.Equal(["MLI", "TCD"], View(ministry).Entries.Select(entry => entry.Subject.Iso3));
        Assert.Equal(["TCD"], View(low).Entries.Select(entry => entry.Subject.Iso3));
        Assert.Equal(ErrorReason.SubmissionIdReused, RichStatus.ReasonOf(await Calls.FailureAsync(
            low.Watching.EditWatchlistAsync(Edit("second", [Entry("GIN", "", 1, WatchWorld.Everybody)])))));
        RpcException wrong = await Calls.FailureAsync(low.Watching.EditWatchlistAsync(Edit("third", [Entry("Mali", "", 9, "(S//REL)")])));
        Assert.Equal(StatusCode.InvalidArgument, wrong.StatusCode);
        using var ministryAsEditor = new NodeCaller(usa, "ministry");
        Assert.Equal(StatusCode.PermissionDenied, (await Calls.FailureAsync(ministryAsEditor.Watching.EditWatchlistAsync(edit))).StatusCode);
    }

    private static WatchlistView View(NodeCaller caller) => caller.Watching.GetWatchlist(new GetWatchlistRequest { Mode = Mode.Exercise });

    private static async Task EditAsync(RunningNode node, string id, WatchEntry[] add, params WatchedSubject[] remove)
    {
        using var liaison = new NodeCaller(node, "liaison");
        await liaison.Watching.EditWatchlistAsync(Edit(id, add, remove), cancellationToken: Calls.Cancellation);
    }

    private static EditWatchlistRequest Edit(string id, WatchEntry[] add, params WatchedSubject[] remove)
    {
        var request = new EditWatchlistRequest
        {
            SubmissionId = id,
            Mode = Mode.Exercise,
            Header = new WatchlistHeader { Portion = Marked(WatchWorld.Everybody), Title = "EXERCISE: watched" },
        };
        request.Add.AddRange(add);
        request.Remove.AddRange(remove);
        return request;
    }

    private static WatchedSubject Gone(string iso3) => new() { Iso3 = iso3 };

    private static WatchEntry Entry(string iso3, string group, uint priority, string mark) =>
        new() { Portion = Marked(mark), Iso3 = iso3, Group = group, Priority = priority, Reason = "test" };

    private static Portion Marked(string text) => new() { Marking = new Marking { Policy = "US", Text = text } };
}
