using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Configuration;
using Gateway.Node.Hosting;
using Gateway.Node.Witnessing;
using Gateway.Testing.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using NodeState = Gateway.Node.Hosting.NodeState;

namespace Gateway.Node.Tests.Witnessing;

/// <summary>A witness and a log with development keys, face to face without a network.</summary>
public sealed class WitnessDeskTests : IAsyncDisposable
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Swe = PartnerCode.Of("SWE");
    private readonly NodeFolders _folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task It_cosigns_what_extends_what_it_cosigned_and_keeps_its_place_across_a_restart()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SignedHead first = usa.ReleaseLog.Head!;
        SignedHead second = await GrowAsync(usa);
        await using (NodeState fra = await _folders.OpenAsync("FRA"))
        {
            (WitnessDecision decision, ReadOnlyMemory<byte> lines) = await Take(fra, Usa, Request(usa, 0, first));
            Assert.IsType<WitnessDecision.Cosign>(decision);
            CosignatureAdded added = usa.Cosigned.Add(first, PartnerCode.Of("FRA"), Lines(lines))!;
            Assert.Equal(first.Checkpoint.Size, added.Cosigned!.Size);
        }

        await using NodeState again = await _folders.OpenAsync("FRA");
        Assert.Equal(new WitnessDecision.OtherSize(first.Checkpoint.Size), (await Take(again, Usa, Request(usa, 0, second))).Decision);
        Assert.IsType<WitnessDecision.Cosign>((await Take(again, Usa, Request(usa, first.Checkpoint.Size, second))).Decision);
        Assert.Equal(second.Checkpoint.Size, again.Read.Witnessed(second.Checkpoint.Origin)!.Size);
    }

    [Theory]
    [InlineData("no ML-DSA line")]
    [InlineData("no Ed25519 line")]
    [InlineData("a line of another partner's key in its place")]
    [InlineData("a line that fails")]
    public async Task One_stolen_key_moves_no_witness(string lines)
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        SignedHead head = usa.ReleaseLog.Head!;
        Assert.True(Note.TryParse(head.Note.Span, out Note? note));
        Assert.True(Note.TryParse(swe.ReleaseLog.Head!.Note.Span, out Note? other));
        NoteSignature bent = new(note.Signatures[1].Name, note.Signatures[1].KeyId, note.Signatures[1].Payload.SetItem(99, (byte)~note.Signatures[1].Payload[99]));
        Note forged = Note.Create(note.Text.Span, lines switch
        {
            "no ML-DSA line" => [note.Signatures[0]],
            "no Ed25519 line" => [note.Signatures[1]],
            "a line that fails" => [note.Signatures[0], bent],
            _ => [note.Signatures[0], other.Signatures[1]],
        });
        byte[] request = new AddCheckpointRequest(0, default, forged.ToBytes()).ToBytes();
        Assert.IsType<WitnessDecision.BadSignature>((await Take(fra, Usa, request)).Decision);
        Assert.Null(fra.Read.Witnessed(head.Checkpoint.Origin));

        // With both it moves: the test could fail.
        Assert.IsType<WitnessDecision.Cosign>((await Take(fra, Usa, Request(usa, 0, head))).Decision);
    }

    [Fact]
    public async Task Only_logs_of_other_partners_in_the_roster_are_cosigned()
    {
        await using NodeState fra = await _folders.OpenAsync("FRA");
        Assert.IsType<WitnessDecision.UnknownLog>((await Take(fra, Usa, Request(fra, 0, fra.ReleaseLog.Head!))).Decision);
        Assert.IsType<WitnessDecision.UnknownLog>((await Take(fra, Usa, Request(fra, 0, fra.InternalLog.Head!))).Decision);
        Assert.IsType<WitnessDecision.Malformed>((await Take(fra, Usa, "old 0\n\nno note"u8.ToArray())).Decision);
    }

    [Fact]
    public async Task A_log_that_is_followed_already_is_witnessed_from_the_head_held_and_not_from_anywhere()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SignedHead first = usa.ReleaseLog.Head!;
        SignedHead second = await GrowAsync(usa);
        await using NodeState fra = await _folders.OpenAsync("FRA");
        var held = new HeldHead(first.Checkpoint.Origin, first.Checkpoint.Size, first.Checkpoint.Root.AsMemory(), first.Note);
        await fra.Commit.RunAsync(scope => Set(scope, held), Cancellation);
        Assert.Equal(new WitnessDecision.OtherSize(held.Size), (await Take(fra, Usa, Request(usa, 0, second))).Decision);
        Assert.IsType<WitnessDecision.Cosign>((await Take(fra, Usa, Request(usa, held.Size, second))).Decision);
    }

    [Fact]
    public async Task A_head_that_contradicts_the_one_held_from_the_feed_is_not_cosigned_and_both_are_evidence()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SignedHead head = usa.ReleaseLog.Head!;
        byte[] root = [.. Enumerable.Repeat((byte)7, 32)];
        byte[] fork = usa.Settings.ReleaseSigner.Sign(head.Checkpoint.Origin, head.Checkpoint.Size, root, 1_800_000_000);
        await using NodeState fra = await _folders.OpenAsync("FRA");
        var held = new HeldHead(head.Checkpoint.Origin, head.Checkpoint.Size, head.Checkpoint.Root.AsMemory(), head.Note);
        await fra.Commit.RunAsync(scope => Set(scope, held), Cancellation);
        Assert.Equal(
            new WitnessDecision.OtherRoot(held.Size), (await Take(fra, Usa, new AddCheckpointRequest(0, default, fork).ToBytes())).Decision);
        Assert.Null(fra.Read.Witnessed(held.Origin));
        Assert.True(fra.Ledger.Found.TryRead(out ContradictionRow? found));
        Assert.Equal((ContradictionKind.SameSize, "feed", "witness"), (found.Kind, found.First.Place, found.Second.Place));
        Assert.Equal(head.Note.ToArray(), found.First.Note.ToArray());
        Assert.Equal(fork, found.Second.Note.ToArray());
    }

    [Fact]
    public async Task A_true_head_with_a_false_proof_speaks_against_the_log_only_when_the_log_itself_asks()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SignedHead first = usa.ReleaseLog.Head!;
        SignedHead second = await GrowAsync(usa);
        await using NodeState fra = await _folders.OpenAsync("FRA");
        await Take(fra, Usa, Request(usa, 0, first));
        byte[] unproved = new AddCheckpointRequest(first.Checkpoint.Size, new byte[32], second.Note).ToBytes();
        Assert.IsType<WitnessDecision.BadProof>((await Take(fra, Swe, unproved)).Decision);
        Assert.False(fra.Ledger.Found.TryRead(out _));
        Assert.IsType<WitnessDecision.BadProof>((await Take(fra, Usa, unproved)).Decision);
        Assert.True(fra.Ledger.Found.TryRead(out ContradictionRow? found));
        Assert.Equal((ContradictionKind.NotExtending, first.Checkpoint.Size, second.Checkpoint.Size), (found.Kind, found.First.Size, found.Second.Size));
        Assert.Equal(first.Checkpoint.Size, fra.Read.Witnessed(first.Checkpoint.Origin)!.Size);
    }

    [Fact]
    public async Task What_others_added_to_a_checkpoint_is_not_kept()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState fra = await _folders.OpenAsync("FRA");
        SignedHead head = usa.ReleaseLog.Head!;
        Assert.True(CosignatureLines.TryJoin(head.Note.Span, [new NoteSignature("stranger.example", 7, [1, 2, 3])], out Note? padded));
        await Take(fra, Usa, new AddCheckpointRequest(0, default, padded.ToBytes()).ToBytes());
        Assert.Equal(head.Note.ToArray(), fra.Read.Witnessed(head.Checkpoint.Origin)!.Note.ToArray());
    }

    [Theory]
    [InlineData(nameof(INodeStore.BeginWrite))]
    [InlineData("SetWitnessed")]
    [InlineData("Commit")]
    public async Task Nothing_is_cosigned_that_could_not_be_stored(string step)
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        var store = new InMemoryNodeStore();
        await using NodeState fra = InMemory(store);
        store.FailsAt = at => at == step;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Take(fra, Usa, Request(usa, 0, usa.ReleaseLog.Head!)));
        store.FailsAt = _ => false;
        Assert.Null(fra.Read.Witnessed(usa.ReleaseLog.Origin));
        Assert.IsType<WitnessDecision.Cosign>((await Take(fra, Usa, Request(usa, 0, usa.ReleaseLog.Head!))).Decision);
    }

    [Fact]
    public async Task Two_requests_at_once_never_move_the_witness_back()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        List<SignedHead> heads = [usa.ReleaseLog.Head!];
        for (int i = 0; i < 8; i++)
        {
            heads.Add(await GrowAsync(usa));
        }

        await using NodeState fra = await _folders.OpenAsync("FRA");
        await Take(fra, Usa, Request(usa, 0, heads[0]));
        long from = heads[0].Checkpoint.Size;
        var answers = await Task.WhenAll(heads[1..].Select(head => Task.Run(() => Take(fra, Usa, Request(usa, from, head)))));
        Assert.Equal(1, answers.Count(answer => answer.Decision is WitnessDecision.Cosign));
        Assert.Equal(7, answers.Count(answer => answer.Decision is WitnessDecision.OtherSize or WitnessDecision.OldAboveSize));
    }

    [Fact]
    public async Task A_node_without_witness_keys_is_no_witness_and_one_with_anothers_does_not_start()
    {
        string keys = Path.Combine(_folders.Folder("FRA"), "keys", "witness.keys");
        Assert.NotNull(_folders.Settings("FRA").Witness);
        File.Copy(Path.Combine(_folders.Folder("SWE"), "keys", "witness.keys"), keys, overwrite: true);
        Assert.Equal(
            ["Gateway:Keys: witness.keys are not the keys that the roster names for this partner's witness."], _folders.Errors("FRA", _ => { }));
        File.Delete(keys);
        Assert.Null(_folders.Settings("FRA").Witness);
        await using NodeState fra = await _folders.OpenAsync("FRA");
        Assert.Equal(["SWE", "USA"], fra.Cosigned.Witnesses.Select(code => code.Value));
    }

    private static bool Set(CommitScope scope, HeldHead held)
    {
        scope.Store.SetHeld(held);
        return true;
    }

    private static Task<(WitnessDecision Decision, ReadOnlyMemory<byte> Lines)> Take(NodeState witness, PartnerCode peer, byte[] request) =>
        new WitnessDesk(witness, witness.Settings.Witness!, NullLogger.Instance).TakeAsync(peer, request, Cancellation);

    private static byte[] Request(NodeState log, long from, SignedHead head)
    {
        byte[] path = [];
        Assert.True(from == 0 || log.ReleaseLog.TryProveConsistency(from, head.Checkpoint.Size, out path));
        return new AddCheckpointRequest(from, path, head.Note).ToBytes();
    }

    private static IEnumerable<NoteSignature> Lines(ReadOnlyMemory<byte> answer)
    {
        Assert.True(CosignatureLines.TryParse(answer.Span, out var lines));
        return lines;
    }

    private static async Task<SignedHead> GrowAsync(NodeState node)
    {
        await node.StateAsync(StatementKind.Roster, new RosterBody(1, new byte[32]).Encode(), Cancellation);
        return node.ReleaseLog.Head!;
    }

    private NodeState InMemory(InMemoryNodeStore store)
    {
        NodeSettings settings = _folders.Settings("FRA");
        Assert.Equal(LogFault.None, TransparencyLog.TryLoad(
            store.Read, LogName.Release, settings.Self, settings.ReleaseSigner, RandomSource.System, out TransparencyLog release));
        Assert.Equal(LogFault.None, TransparencyLog.TryLoad(
            store.Read, LogName.Internal, settings.Self, settings.InternalSigner, RandomSource.System, out TransparencyLog @internal));
        return new NodeState(settings, store, release, @internal, CursorCodec.Open(Path.Combine(_folders.Folder("FRA"), "cursor.key")), TimeProvider.System);
    }
}
