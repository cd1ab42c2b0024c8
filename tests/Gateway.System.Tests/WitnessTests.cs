using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;
using Gateway.Core.Releasing;
using Gateway.Protocol.V1;
using Gateway.Storage.Sqlite;
using Gateway.Testing;
using ContradictionKind = Gateway.Protocol.V1.ContradictionKind;
using LogName = Gateway.Protocol.V1.LogName;
using WitnessStanding = Gateway.Protocol.V1.WitnessStanding;

namespace Gateway.System.Tests;

/// <summary>Real nodes that cosign each other's heads, and what a fork or a rollback comes to.</summary>
public sealed class WitnessTests
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");

    [Fact]
    public async Task Heads_are_cosigned_by_both_partners_shown_to_auditors_and_served_with_their_lines()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA"), fra = await nodes.StartAsync("FRA"), swe = await nodes.StartAsync("SWE");
        await usa.SubmitAsync(Samples.Request("witnessed"));
        WitnessesResponse shown = await UntilAsync(usa, answer => answer.CosignedSize == answer.Size
            && answer.Witnesses.Count == 2 && answer.Witnesses.All(witness => witness.Standing == WitnessStanding.Cosigned && witness.Size == answer.Size)
            && answer.Witnessed.Count == 2);
        Assert.Equal((1u, 0u), (shown.Quorum, shown.Contradictions));
        Assert.Equal(["FRA", "SWE"], shown.Witnesses.Select(witness => witness.Partner));
        Assert.Equal(["FRA", "SWE"], shown.Witnessed.Select(log => log.Owner));
        Assert.True((await StateAsync(swe)).Witnessed.Single(log => log.Owner == "USA").Size > 0);

        using NodeCaller partner = SharedNodes.As(fra, usa);
        byte[] served = await partner.Http.GetByteArrayAsync("/log/checkpoint", Calls.Cancellation);
        var quorum = new WitnessQuorum(Roster(nodes));
        Assert.True(quorum.TryVerify(served, DateTimeOffset.UtcNow, out Checkpoint? head, out var cosigners, out QuorumFault fault), fault.ToString());
        Assert.Equal(["FRA", "SWE"], cosigners.Select(cosigner => cosigner.Partner.Value));
        CheckpointResponse answer = await partner.Log.CheckpointAsync(new CheckpointRequest { Log = LogName.Release });
        Assert.True(quorum.TryVerify(answer.CosignedNote.Span, DateTimeOffset.UtcNow, out Checkpoint? same, out _, out _));
        Assert.True(same.Size >= head.Size);
    }

    [Fact]
    public async Task One_partner_away_stops_nothing_and_shows()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        await nodes.StartAsync("SWE");
        await usa.SubmitAsync(Samples.Request("two of three"));
        WitnessesResponse shown = await UntilAsync(usa, answer => answer.Size > 0 && answer.CosignedSize == answer.Size
            && answer.Witnesses.Any(witness => witness.Standing == WitnessStanding.Cosigned && witness.Size == answer.Size));
        Assert.Equal(
            [("FRA", WitnessStanding.Unreachable), ("SWE", WitnessStanding.Cosigned)],
            shown.Witnesses.Select(witness => (witness.Partner, witness.Standing)));
    }

    [Fact]
    public async Task A_fork_shown_to_a_witness_is_refused_raises_the_alarm_and_both_notes_are_kept_across_a_restart()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA"), fra = await nodes.StartAsync("FRA");
        await usa.SubmitAsync(Samples.Request("branch A"));
        await UntilAsync(usa, answer => answer.Witnesses.Any(witness => witness.Partner == "FRA" && witness.Size == answer.Size));
        await usa.StopAsync();
        fra.ExpectedErrors.Add("ALARM");
        WitnessedLog before = (await StateAsync(fra)).Witnessed.Single(log => log.Owner == "USA");

        // Somebody with all of USA's keys: the same entries but for the last, and one more.
        Fork fork = Fork.Of(nodes, (long)before.Size);
        using (NodeCaller attacker = SharedNodes.As(usa, fra))
        {
            Assert.Equal((409, $"{before.Size}\n"), await PostAsync(attacker, new AddCheckpointRequest(fork.Size, default, fork.Note(fork.Size))));
            Assert.Equal(422, (await PostAsync(attacker, fork.Longer())).Status);
        }

        await fra.WroteAsync("ALARM: heads of usa.gateway.example/log contradict each other (NotExtending)");
        await fra.StopAsync();
        fra = await nodes.StartAsync("FRA");
        WitnessesResponse after = await StateAsync(fra);
        Assert.Equal((before.Size, 2u), (after.Witnessed.Single(log => log.Owner == "USA").Size, after.Contradictions));
        using (NodeCaller attacker = SharedNodes.As(usa, fra))
        {
            Assert.Equal((409, $"{before.Size}\n"), await PostAsync(attacker, new AddCheckpointRequest(0, default, fork.Note(fork.Size + 1))));
        }

        using var auditor = new NodeCaller(fra, "auditor");
        ContradictionsResponse kept = await auditor.Log.ContradictionsAsync(new ContradictionsRequest());
        Assert.Equal([ContradictionKind.SameSize, ContradictionKind.NotExtending], kept.Contradictions.Select(one => one.Kind));
        Contradiction proof = kept.Contradictions[0];
        CheckpointVerifier usaLog = Verifier(nodes);
        Assert.True(usaLog.TryVerify(proof.First.Note.Span, out Checkpoint? first, out _));
        Assert.True(usaLog.TryVerify(proof.Second.Note.Span, out Checkpoint? second, out _));
        Assert.Equal(((long)before.Size, (long)before.Size), (first.Size, second.Size));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_record_restored_from_a_backup_is_noticed_by_its_witness_and_shown_and_so_is_what_it_appends()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA"), swe = await nodes.StartAsync("SWE");
        await usa.SubmitAsync(Samples.Request("kept"));
        await UntilAsync(usa, answer => answer.Size > 0 && answer.CosignedSize == answer.Size);
        await usa.StopAsync();
        string backup = Path.Combine(nodes.Directory, "backup.db");
        File.Copy(nodes.Database("USA"), backup);

        usa = await nodes.StartAsync("USA");
        await usa.SubmitAsync(Samples.Request("forgotten 1"));
        await usa.SubmitAsync(Samples.Request("forgotten 2"));
        await UntilAsync(usa, answer => answer.CosignedSize == answer.Size && answer.Witnesses.All(witness => witness.Partner != "SWE" || witness.Size == answer.Size));
        await usa.StopAsync();
        File.Copy(backup, nodes.Database("USA"), overwrite: true);

        swe.ExpectedErrors.Add("ALARM");
        usa = await nodes.StartAsync("USA");
        usa.ExpectedErrors.Add("ALARM");
        await usa.WroteAsync("ALARM: witness SWE holds");
        WitnessesResponse shown = await StateAsync(usa);
        WitnessState witness = shown.Witnesses.Single(one => one.Partner == "SWE");
        Assert.Equal(WitnessStanding.HoldsMore, witness.Standing);
        Assert.True(witness.Held > shown.Size);

        // It goes on as if nothing had been, and overtakes what the witness holds.
        await Books.SubmitMany(usa, 0, 5);
        await swe.WroteAsync("ALARM: heads of usa.gateway.example/log contradict each other");
        shown = await UntilAsync(usa, answer => answer.Witnesses.Any(one => one.Standing == WitnessStanding.Contradicts));
        Assert.True(shown.CosignedSize < shown.Size);
    }

    [Fact]
    public async Task Nobody_but_a_partners_node_may_ask_a_witness()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA"), fra = await nodes.StartAsync("FRA");
        await UntilAsync(usa, answer => answer.Witnesses.Any(witness => witness.Size > 0));
        using NodeCaller peer = SharedNodes.As(usa, fra);
        byte[] note = await peer.Http.GetByteArrayAsync("/log/checkpoint", Calls.Cancellation);
        foreach (string role in (string[])["auditor", "liaison", "ministry", "officer"])
        {
            using var caller = new NodeCaller(fra, role);
            Assert.Equal((404, ""), await PostAsync(caller, new AddCheckpointRequest(0, default, note)));
        }

        using HttpResponseMessage large = await peer.Http.PostAsync(
            "/witness/add-checkpoint", new ByteArrayContent(new byte[AddCheckpointRequest.MaxBytes + 1]), Calls.Cancellation);
        Assert.Equal(413, (int)large.StatusCode);
        Assert.Equal(400, (await PostAsync(peer, "old 0\n"u8.ToArray())).Status);

        // FRA's own log: nobody is witness of itself.
        Assert.Equal(404, (await PostAsync(peer, new AddCheckpointRequest(0, default, note))).Status);
    }

    private static async Task<WitnessesResponse> StateAsync(RunningNode node)
    {
        using var auditor = new NodeCaller(node, "auditor");
        return await auditor.Log.WitnessesAsync(new WitnessesRequest(), cancellationToken: Calls.Cancellation);
    }

    private static async Task<WitnessesResponse> UntilAsync(RunningNode node, Func<WitnessesResponse, bool> condition)
    {
        using var auditor = new NodeCaller(node, "auditor");
        WitnessesResponse? last = null;
        await Eventually.Holds("the witnesses' state", () => condition(last = auditor.Log.Witnesses(new WitnessesRequest())));
        return last!;
    }

    private static Task<(int Status, string Body)> PostAsync(NodeCaller caller, AddCheckpointRequest request) => PostAsync(caller, request.ToBytes());

    private static async Task<(int Status, string Body)> PostAsync(NodeCaller caller, byte[] body)
    {
        using HttpResponseMessage answer = await caller.Http.PostAsync("/witness/add-checkpoint", new ByteArrayContent(body), Calls.Cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Calls.Cancellation));
    }

    private static Roster Roster(NodeSet nodes) =>
        SignedRoster.TryRead(File.ReadAllBytes(Path.Combine(nodes.Folder("SWE"), "roster.note")), out Roster? roster, out _)
            ? roster
            : throw new InvalidOperationException("The roster is signed.");

    private static CheckpointVerifier Verifier(NodeSet nodes)
    {
        Assert.True(Roster(nodes).TryFind(Usa, out Partner? usa));
        return new CheckpointVerifier(usa.ReleaseLog.Origin, [.. usa.ReleaseLog.VerifierKeys.Select(
            text => VerifierKey.TryParse(text, out VerifierKey? key) ? key : throw new FormatException(text))]);
    }

    /// <summary>A second branch of USA's release log, signed with its own keys.</summary>
    private sealed class Fork(CheckpointSigner signer, MerkleTree tree, long size)
    {
        /// <summary>Size at which the witness holds another root.</summary>
        public long Size => size;

        public static Fork Of(NodeSet nodes, long size)
        {
            Assert.True(KeyFile.TryParse(File.ReadAllText(Path.Combine(nodes.Folder("USA"), "keys", "release-log.keys")), out KeyFile? keys, out _));
            var tree = new MerkleTree();
            using SqliteNodeStore store = Books.Open(nodes, "USA");
            foreach (LogRow row in store.Read.Entries(Core.Sealing.LogName.Release, 0, (int)size - 1))
            {
                tree.Append(Merkle.LeafHash(row.Entry.Span));
            }

            tree.Append(Merkle.LeafHash("another last entry"u8));
            tree.Append(Merkle.LeafHash("and one more"u8));
            return new Fork(new CheckpointSigner([.. keys.Keys]), tree, size);
        }

        public byte[] Note(long at) => signer.Sign(signer.Origin, at, tree.Root(at), DateTimeOffset.UtcNow.ToUnixTimeSeconds());

        /// <summary>With the true proof of this branch, from the size that the witness holds.</summary>
        public AddCheckpointRequest Longer() => new(size, tree.ConsistencyPath(size, size + 1), Note(size + 1));
    }
}
