using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Federation;
using Gateway.Node.Hosting;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using ProofMessage = Gateway.Protocol.V1.ConsistencyProof;

namespace Gateway.Node.Tests.Federation;

/// <summary>Heads of USA's log that packages of FRA bring to SWE.</summary>
public sealed class ForeignHeadsTests : IAsyncDisposable
{
    private readonly NodeFolders _folders = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task The_first_head_of_a_log_counts_on_its_keys_and_the_next_one_by_a_proof()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        SignedHead first = await Grown(usa), second = await Grown(usa);
        int asked = 0;
        ForeignHeads heads = Heads(swe, (from, to) =>
        {
            asked++;
            return FeedChannel.Proof(usa.ReleaseLog, from, to);
        });
        Assert.True(await Accepts(heads, second));
        Assert.True(await Accepts(heads, second));
        Assert.Equal(0, asked);
        Assert.True(await Accepts(heads, first));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_proof_in_the_package_saves_the_question()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        SignedHead first = await Grown(usa), second = await Grown(usa);
        ForeignHeads heads = Heads(swe, (_, _) => throw new InvalidOperationException("asked"));
        Assert.True(await Accepts(heads, first));
        Assert.True(usa.ReleaseLog.TryProveConsistency(first.Checkpoint.Size, second.Checkpoint.Size, out byte[] path));
        Assert.True(await Accepts(heads, second, new HeadProof(first.Name, second.Name, path)));
    }

    [Fact]
    public async Task A_head_that_contradicts_the_one_held_is_refused()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        SignedHead first = await Grown(usa), second = await Grown(usa);
        ForeignHeads heads = Heads(swe, (from, to) => FeedChannel.Proof(usa.ReleaseLog, from, to));
        Assert.True(await Accepts(heads, first));
        var forked = new CheckpointName(second.Name.Origin, second.Name.Size, new byte[32]);
        Assert.False(await heads.AcceptsAsync(forked, second.Note, [], Cancellation));
        Assert.False(swe.Ledger.Found.TryRead(out _), "a proof that fails may be the relay's fault, and accuses nobody");
        var sameSize = new CheckpointName(first.Name.Origin, first.Name.Size, new byte[32]);
        Assert.False(await heads.AcceptsAsync(sameSize, first.Note, [], Cancellation));
        Assert.True(swe.Ledger.Found.TryRead(out ContradictionRow? found));
        Assert.Equal((ContradictionKind.SameSize, "held", "hand-on"), (found.Kind, found.First.Place, found.Second.Place));
    }

    [Fact]
    public async Task A_partner_that_is_away_does_not_hold_up_what_another_hands_on()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        await using NodeState swe = await _folders.OpenAsync("SWE");
        SignedHead first = await Grown(usa), second = await Grown(usa);
        ForeignHeads heads = Heads(swe, (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, "away")));
        Assert.True(await Accepts(heads, first));
        Assert.True(await Accepts(heads, second));
        Assert.Equal(first.Checkpoint.Size, swe.Heads.Newest(usa.ReleaseLog.Origin)!.Size);
    }

    [Fact]
    public async Task Of_its_own_log_a_node_believes_nothing_but_itself()
    {
        await using NodeState usa = await _folders.OpenAsync("USA");
        SignedHead head = await Grown(usa);
        ForeignHeads heads = Heads(usa, (_, _) => null);
        Assert.True(await Accepts(heads, head));
        Assert.False(await heads.AcceptsAsync(new CheckpointName(head.Name.Origin, head.Name.Size, new byte[32]), head.Note, [], Cancellation));
        Assert.False(await heads.AcceptsAsync(new CheckpointName("nobody.example/log", 1, new byte[32]), head.Note, [], Cancellation));
    }

    private static ForeignHeads Heads(NodeState node, Func<long, long, ProofMessage?> proof) =>
        new(node, _ => (from, to, _) => Task.FromResult(proof(from, to)), NullLogger.Instance);

    private static Task<bool> Accepts(ForeignHeads heads, SignedHead head, params HeadProof[] carried) =>
        heads.AcceptsAsync(head.Name, head.Note, carried, Cancellation);

    private static async Task<SignedHead> Grown(NodeState node)
    {
        await node.StateAsync(StatementKind.Roster, new RosterBody(1, node.Model.RosterDigest).Encode(), Cancellation);
        return node.ReleaseLog.Head!;
    }
}
