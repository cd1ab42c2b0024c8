using System.Text;
using CsCheck;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Tests.ReleaseLog;

public sealed class TlogProofTests
{
    private static readonly MerkleTree Tree = Trees.Of(70);
    private static readonly byte[] Head = Keys.Signer.Sign(Keys.Origin, 70, Tree.Root(70), 1_790_000_000);
    private static readonly TlogProof Proof = TlogProof.Create(40, Tree.InclusionPath(40, 70), Head);
    private static readonly string File = Encoding.UTF8.GetString(Proof.ToBytes());

    [Fact]
    public void A_proof_file_is_written_as_the_standard_says()
    {
        string[] lines = File.Split('\n');
        Assert.Equal("c2sp.org/tlog-proof@v1", lines[0]);
        Assert.Equal("index 40", lines[1]);
        Assert.Equal(Convert.ToBase64String(Tree.Hash(0, 41)), lines[2]);
        Assert.Equal("", lines[9]);
        Assert.EndsWith("\n\n" + Encoding.UTF8.GetString(Head), File, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_proof_reads_back_and_verifies() =>
        Gen.Int[0, 69].Sample(
            index =>
            {
                byte[] bytes = TlogProof.Create(index, Tree.InclusionPath(index, 70), Head).ToBytes();
                Assert.True(TlogProof.TryParse(bytes, out TlogProof? proof));
                Assert.Equal(bytes, proof.ToBytes());
                Assert.True(proof.TryVerify(Merkle.LeafHash(Trees.Entry(index)), Keys.Verifier, out Checkpoint? checkpoint, out _));
                Assert.Equal(70, checkpoint.Size);
                Assert.False(proof.TryVerify(Merkle.LeafHash(Trees.Entry(index + 1)), Keys.Verifier, out checkpoint, out CheckpointFault fault));
                Assert.Null(checkpoint);
                Assert.Equal(CheckpointFault.None, fault);
            },
            iter: 50);

    [Fact]
    public void A_proof_under_a_checkpoint_of_another_log_does_not_verify()
    {
        var other = new CheckpointVerifier("gateway.example.de/log", Keys.Ed25519.VerifierKey);
        Assert.False(Proof.TryVerify(Merkle.LeafHash(Trees.Entry(40)), other, out _, out CheckpointFault fault));
        Assert.Equal(CheckpointFault.WrongOrigin, fault);
    }

    [Theory]
    [InlineData("@v1\n", "@v2\n")]
    [InlineData("@v1\n", "@v1\r\n")]
    [InlineData("@v1\n", "@v1\nextra AAAA\n")]
    [InlineData("index 40\n", "index 040\n")]
    [InlineData("index 40\n", "index -40\n")]
    [InlineData("index 40\n", "index  40\n")]
    [InlineData("index 40\n", "")]
    [InlineData("index 40\n", "index 40\n\n")]
    [InlineData("index 40\n", "index 40\nAAAA\n")]
    [InlineData("\n\n", "\n")]
    [InlineData("— ", "- ")]
    public void Any_other_spelling_is_no_proof(string good, string bad) =>
        Assert.False(TlogProof.TryParse(Encoding.UTF8.GetBytes(File.Replace(good, bad, StringComparison.Ordinal)), out _));

    [Fact]
    public void A_proof_has_at_most_63_hashes()
    {
        _ = TlogProof.Create(0, new byte[63 * 32], Head);
        Assert.Throws<ArgumentException>(() => TlogProof.Create(0, new byte[64 * 32], Head));
        Assert.Throws<ArgumentException>(() => TlogProof.Create(0, new byte[33], Head));
        Assert.Throws<ArgumentException>(() => TlogProof.Create(-1, [], Head));
        Assert.Throws<ArgumentException>(() => TlogProof.Create(0, [], "not a note"u8));
    }
}
