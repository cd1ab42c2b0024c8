using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Node.Witnessing;

namespace Gateway.Node.Tests.Witnessing;

public sealed class CosignedHeadsTests : IAsyncDisposable
{
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    private readonly NodeFolders _folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task Partners_are_shown_the_newest_cosigned_head_auditors_the_newest_of_all()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SignedHead first = usa.ReleaseLog.Head!;
        Assert.Null(usa.Cosigned.Newest);
        Assert.Equal(first, usa.Cosigned.Shown(newest: false));
        Assert.NotNull(usa.Cosigned.Add(first, Fra, Lines(first, "FRA")));
        Assert.True(usa.Cosigned.HasQuorum(first));
        SignedHead second = await GrowAsync(usa);
        Assert.Equal(first.Checkpoint, usa.Cosigned.Shown(newest: false)!.Checkpoint);
        Assert.Equal(second, usa.Cosigned.Shown(newest: true));
        Assert.False(usa.Cosigned.HasQuorum(second));
        usa.Cosigned.Add(second, Fra, Lines(second, "FRA"));
        Assert.Equal(second.Checkpoint, usa.Cosigned.Shown(newest: false)!.Checkpoint);
        Assert.Equal(usa.Cosigned.Newest!.Note.ToArray(), usa.Cosigned.Shown(newest: true)!.Note.ToArray());
    }

    [Fact]
    public async Task A_late_answer_for_an_older_head_takes_nothing_back()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SignedHead first = usa.ReleaseLog.Head!;
        SignedHead second = await GrowAsync(usa);
        usa.Cosigned.Add(second, Fra, Lines(second, "FRA"));
        Assert.Null(usa.Cosigned.Add(first, PartnerCode.Of("SWE"), Lines(first, "SWE"))!.Cosigned);
        Assert.Equal(second.Checkpoint, usa.Cosigned.Newest!.Checkpoint);
    }

    [Theory]
    [InlineData("SWE")]
    [InlineData("USA")]
    [InlineData("one line")]
    [InlineData("another head")]
    public async Task Lines_that_are_not_this_witnesss_over_this_head_are_refused(string lines)
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SignedHead first = usa.ReleaseLog.Head!;
        SignedHead second = await GrowAsync(usa);
        IEnumerable<NoteSignature> given = lines switch
        {
            "one line" => Lines(second, "FRA").Take(1),
            "another head" => Lines(first, "FRA"),
            _ => Lines(second, lines),
        };
        Assert.Null(usa.Cosigned.Add(second, Fra, given));
        Assert.Null(usa.Cosigned.Newest);
    }

    [Fact]
    public async Task A_stored_cosigned_head_counts_after_a_restart_only_as_long_as_it_is_of_this_log()
    {
        SignedHead head;
        await using (NodeState usa = await _folders.OpenAsync("USA"))
        {
            head = usa.ReleaseLog.Head!;
            StoredHead cosigned = usa.Cosigned.Add(head, Fra, Lines(head, "FRA"))!.Cosigned!;
            await usa.Commit.RunAsync(scope => Set(scope, cosigned), Cancellation);
        }

        await using (NodeState usa = await _folders.OpenAsync("USA"))
        {
            Assert.Equal(head.Checkpoint, usa.Cosigned.Newest!.Checkpoint);
            byte[] other = usa.Settings.ReleaseSigner.Sign(head.Checkpoint.Origin, head.Checkpoint.Size, new byte[32], 1_800_000_000);
            Assert.True(Note.TryParse(other, out Note? note) & Checkpoint.TryParse(note!.Text.Span, out Checkpoint? fork));
            byte[] forked = Note.Create(note.Text.Span, note.Signatures.Concat(Lines(new SignedHead(fork!, other), "FRA"))).ToBytes();
            await usa.Commit.RunAsync(scope => Set(scope, new StoredHead(LogName.Release, fork!.Size, forked)), Cancellation);
        }

        await using NodeState again = await _folders.OpenAsync("USA");
        Assert.Null(again.Cosigned.Newest);
    }

    [Fact]
    public async Task The_ledger_finds_two_roots_of_one_size_wherever_they_were_seen_and_reports_them_once()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SignedHead head = usa.ReleaseLog.Head!;
        byte[] fork = usa.Settings.ReleaseSigner.Sign(head.Checkpoint.Origin, head.Checkpoint.Size, new byte[32], 1_800_000_000);
        await using NodeState fra = await _folders.OpenAsync("FRA");
        Assert.True(fra.Model.Roster.TryFind(PartnerCode.Of("USA"), out Partner? owner));
        HeadLedger ledger = fra.Ledger;
        Assert.True(ledger.Observe(head.Checkpoint.Origin, head.Checkpoint.Size, head.Checkpoint.Root.AsMemory(), head.Note, "feed"));
        Assert.True(ledger.Observe(head.Checkpoint.Origin, head.Checkpoint.Size, head.Checkpoint.Root.AsMemory(), head.Note, "receipts"));
        Assert.False(ledger.Found.TryRead(out _));
        Assert.True(Note.TryParse(fork, out Note? note));
        ledger.Suspect(owner, Note.Create(note.Text.Span, note.Signatures[0]).ToBytes(), "feed");
        Assert.False(ledger.Found.TryRead(out _));
        ledger.Suspect(owner, fork, "receipts");
        ledger.Suspect(owner, fork, "feed");
        Assert.True(ledger.Found.TryRead(out ContradictionRow? found));
        Assert.Equal(("feed", "receipts"), (found.First.Place, found.Second.Place));
        Assert.False(ledger.Found.TryRead(out _));
    }

    private static bool Set(CommitScope scope, StoredHead head)
    {
        scope.Store.SetCosigned(head);
        return true;
    }

    private IEnumerable<NoteSignature> Lines(SignedHead head, string witness) =>
        _folders.Settings(witness).Witness!.Cosign(head.Checkpoint, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    private static async Task<SignedHead> GrowAsync(NodeState node)
    {
        await node.StateAsync(StatementKind.Roster, new RosterBody(1, new byte[32]).Encode(), Cancellation);
        return node.ReleaseLog.Head!;
    }
}
