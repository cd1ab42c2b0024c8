using System.Text;
using System.Text.Json;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;
using Gateway.Testing;

namespace Gateway.Core.Tests.ReleaseLog.Witnessing;

public sealed class WitnessRulesTests
{
    private static readonly MerkleTree Tree = Trees.Of(9);
    private static readonly MerkleTree Fork = Trees.Of(Enumerable.Range(0, 9).Select(i => Trees.Entry(i == 3 ? 99 : i)));

    [Fact]
    public void A_first_head_is_cosigned_and_so_is_each_that_extends_the_last()
    {
        Assert.IsType<WitnessDecision.Cosign>(Judge(0, [], At(5), last: null));
        Assert.IsType<WitnessDecision.Cosign>(Judge(5, Tree.ConsistencyPath(5, 9), At(9), At(5)));
        Assert.IsType<WitnessDecision.Cosign>(Judge(5, [], At(5), At(5)));
    }

    [Fact]
    public void An_old_size_above_the_head_is_400() => Assert.IsType<WitnessDecision.OldAboveSize>(Judge(6, [], At(5), At(6)));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(6)]
    public void Another_old_size_than_the_one_stored_is_409_with_that_size(long old) =>
        Assert.Equal(new WitnessDecision.OtherSize(5), Judge(old, [], At(9), At(5)));

    [Fact]
    public void An_old_size_where_nothing_is_stored_is_409_with_zero() =>
        Assert.Equal(new WitnessDecision.OtherSize(0), Judge(5, Tree.ConsistencyPath(5, 9), At(9), last: null));

    [Fact]
    public void A_head_below_the_one_stored_moves_nothing()
    {
        Assert.IsType<WitnessDecision.OldAboveSize>(Judge(9, [], At(5), At(9)));
        Assert.Equal(new WitnessDecision.OtherSize(9), Judge(5, [], At(5), At(9)));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    [InlineData(2)]
    public void Another_root_of_the_size_stored_is_409_whatever_old_size_is_claimed(long old) =>
        Assert.Equal(new WitnessDecision.OtherRoot(5), Judge(old, [], At(5, Fork), At(5)));

    [Fact]
    public void A_branch_is_422_with_its_own_true_proof_with_the_other_branchs_and_with_none()
    {
        Assert.IsType<WitnessDecision.BadProof>(Judge(5, Fork.ConsistencyPath(5, 9), At(9, Fork), At(5)));
        Assert.IsType<WitnessDecision.BadProof>(Judge(5, Tree.ConsistencyPath(5, 9), At(9, Fork), At(5)));
        Assert.IsType<WitnessDecision.BadProof>(Judge(5, [], At(9, Fork), At(5)));
        Assert.IsType<WitnessDecision.BadProof>(Judge(5, [], At(9), At(5)));
    }

    [Fact]
    public void A_proof_too_many_is_422()
    {
        Assert.IsType<WitnessDecision.BadProof>(Judge(0, new byte[32], At(5), last: null));
        Assert.IsType<WitnessDecision.BadProof>(Judge(5, new byte[32], At(5), At(5)));
    }

    [Fact]
    public void An_empty_log_may_be_cosigned_and_still_grow()
    {
        Assert.IsType<WitnessDecision.Cosign>(Judge(0, [], At(0), last: null));
        Assert.IsType<WitnessDecision.Cosign>(Judge(0, [], At(5), At(0)));
    }

    [Fact]
    public void The_requests_of_the_witness_vectors_get_the_answers_of_the_standard()
    {
        string? file = SharedData.File("vectors/tlog/witness/add-checkpoint-sequence.json");
        Assert.SkipUnless(file is not null, SharedData.Absent);
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        Assert.True(VerifierKey.TryParse(json.RootElement.GetProperty("logVkey").GetString(), out VerifierKey? key));
        var verifier = new CheckpointVerifier(json.RootElement.GetProperty("logOrigin").GetString()!, key);
        Checkpoint? last = null;
        int judged = 0;
        foreach (JsonElement one in json.RootElement.GetProperty("requests").EnumerateArray())
        {
            int status = one.TryGetProperty("specStatus", out JsonElement spec) ? spec.GetInt32() : one.GetProperty("status").GetInt32();
            Assert.True(AddCheckpointRequest.TryParse(Encoding.UTF8.GetBytes(one.GetProperty("body").GetString()!), out AddCheckpointRequest? request));
            if (!verifier.TryVerify(request.Note.Span, out Checkpoint? claimed, out CheckpointFault fault))
            {
                Assert.Equal(status, fault == CheckpointFault.WrongOrigin ? 404 : 403);
                continue;
            }

            judged++;
            WitnessDecision decision = WitnessRules.Judge(request, claimed, last);
            Assert.Equal(status, Status(decision));
            last = decision is WitnessDecision.Cosign cosign ? cosign.Head : last;
        }

        Assert.Equal((7, 5), (judged, last!.Size));
    }

    private static WitnessDecision Judge(long old, byte[] path, Checkpoint claimed, Checkpoint? last) => WitnessRules.Judge(
        new AddCheckpointRequest(old, path, WitnessedParties.Signed(claimed).ToBytes()), claimed, last);

    private static Checkpoint At(long size, MerkleTree? tree = null) => WitnessedParties.Head(size, tree ?? Tree);

    private static int Status(WitnessDecision decision) => decision switch
    {
        WitnessDecision.Cosign => 200,
        WitnessDecision.Malformed or WitnessDecision.OldAboveSize => 400,
        WitnessDecision.BadSignature => 403,
        WitnessDecision.UnknownLog => 404,
        WitnessDecision.OtherSize or WitnessDecision.OtherRoot => 409,
        WitnessDecision.BadProof => 422,
        _ => throw new InvalidOperationException("WitnessDecision is closed."),
    };
}
