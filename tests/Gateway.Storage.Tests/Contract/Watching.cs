using Gateway.Core.Markings;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Watching;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    [Fact]
    public void What_was_told_of_a_cause_comes_back_as_it_was_and_is_replaced_whole()
    {
        WatchRow due = Told(Mode.Exercise, "a", WatchStep.Due) with { Submission = Rows.Hash("first"), Chain = Rows.Hash("first") };
        WatchRow sent = due with
        {
            Told = due.Told with { Degree = 7, Revision = 2, State = ToldState.Cancelled, Sight = Level.TopSecret },
            Step = WatchStep.Sent,
            ChangedAtMs = 9,
            Lineage = Rows.Hash("lineage"),
            Product = Rows.Id("warning"),
            Officer = "officer",
            Submission = Rows.Hash("second"),
        };
        Write(write => write.SetWatched(due));
        AssertTold(due, Store.Read.Watched(Mode.Exercise, "a"));
        Write(write => write.SetWatched(sent));
        Reopen();
        AssertTold(sent, Store.Read.Watched(Mode.Exercise, "a"));
        Assert.Null(Store.Read.Watched(Mode.Exercise, "b"));
    }

    [Fact]
    public void Causes_are_listed_by_key_in_their_mode_alone_and_without_what_is_submitted()
    {
        Write(write =>
        {
            foreach ((Mode mode, string key) in (ReadOnlySpan<(Mode, string)>)[(Mode.Exercise, "b"), (Mode.Actual, "a"), (Mode.Exercise, "a")])
            {
                write.SetWatched(Told(mode, key, WatchStep.Waiting) with { Submission = Rows.Hash(key) });
            }
        });
        Assert.Equal(["a", "b"], Store.Read.Watched(Mode.Exercise).Select(row => row.Told.Key));
        Assert.Equal(["a"], Store.Read.Watched(Mode.Actual).Select(row => row.Told.Key));
        Assert.Empty(Store.Read.Watched(Mode.Test));
        Assert.Null(Store.Read.Watched(Mode.Actual, "b"));
        Assert.All(Store.Read.Watched(Mode.Exercise), row => Assert.True(row.Submission.IsEmpty));
    }

    private static WatchRow Told(Mode mode, string key, WatchStep step) => new()
    {
        Mode = mode,
        Told = new ToldFinding(key, "rule", ToldState.Warned, FindingKind.Threshold, 1, 1, Level.Secret),
        Step = step,
        FirstAtMs = 5,
        ChangedAtMs = 6,
    };

    private static void AssertTold(WatchRow expected, WatchRow? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(
            (expected.Mode, expected.Told, expected.Step, expected.FirstAtMs, expected.ChangedAtMs, expected.Product, expected.Officer),
            (actual.Mode, actual.Told, actual.Step, actual.FirstAtMs, actual.ChangedAtMs, actual.Product, actual.Officer));
        Same.Bytes(expected.Lineage, actual.Lineage);
        Same.Bytes(expected.Submission, actual.Submission);
        Same.Bytes(expected.Chain, actual.Chain);
    }
}
