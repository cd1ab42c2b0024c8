using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Configuration;
using Gateway.Node.Federation;
using Google.Protobuf;
using ProofMessage = Gateway.Protocol.V1.ConsistencyProof;

namespace Gateway.Node.Tests.Federation;

public sealed class HeadFollowerTests : IAsyncLifetime
{
    private readonly NodeFolders _folders = new();
    private readonly MerkleTree _tree = Tree("main", 12);
    private NodeSettings _usa = null!;
    private CheckpointBook _book = null!;

    public ValueTask InitializeAsync()
    {
        _usa = _folders.Settings("USA");
        _book = new CheckpointBook(_usa.Model.Roster);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public void It_follows_what_extends_what_it_holds()
    {
        HeadFollower follower = Follower();
        Assert.Null(follower.Accept(Note(_tree, 3), null));
        Assert.Null(follower.Accept(Note(_tree, 3), null));
        Assert.Null(follower.Accept(Note(_tree, 9), Proof(_tree, 3, 9)));
        Assert.Equal(9, follower.Held!.Size);
        Assert.True(follower.Follows(Name(_tree, 9)));
        Assert.False(follower.Follows(Name(_tree, 3)));
    }

    [Fact]
    public void A_rollback_is_refused()
    {
        HeadFollower follower = Holding(9);
        Assert.Equal(VerificationFault.BadCheckpoint, follower.Accept(Note(_tree, 3), null));
        Assert.Equal(VerificationFault.BadCheckpoint, follower.Accept(Note(_tree, 3), Proof(_tree, 3, 9)));
        Assert.Equal(9, follower.Held!.Size);
    }

    [Fact]
    public void A_fork_is_refused_with_and_without_a_proof_and_is_not_followed_though_the_book_knows_it()
    {
        HeadFollower follower = Holding(5);
        MerkleTree fork = Tree("fork", 12);
        Assert.Equal(VerificationFault.BadCheckpoint, follower.Accept(Note(fork, 5), null));
        Assert.Equal(VerificationFault.BadCheckpoint, follower.Accept(Note(fork, 9), null));
        Assert.Equal(VerificationFault.BadCheckpoint, follower.Accept(Note(fork, 9), Proof(fork, 5, 9)));
        Assert.Equal(VerificationFault.BadCheckpoint, follower.Accept(Note(fork, 9), Proof(_tree, 5, 9)));
        Assert.True(_book.TryGet(Name(fork, 9), out _));
        Assert.False(follower.Follows(Name(fork, 9)));
        Assert.True(follower.Follows(Name(_tree, 5)));
    }

    [Fact]
    public void Growth_without_a_proof_or_with_a_torn_one_is_refused()
    {
        HeadFollower follower = Holding(5);
        Assert.Equal(VerificationFault.BadCheckpoint, follower.Accept(Note(_tree, 9), null));
        ProofMessage torn = Proof(_tree, 5, 9);
        torn.Path.RemoveAt(0);
        Assert.Equal(VerificationFault.BadCheckpoint, follower.Accept(Note(_tree, 9), torn));
        torn.Path.Insert(0, ByteString.CopyFromUtf8("short"));
        Assert.Equal(VerificationFault.BadCheckpoint, follower.Accept(Note(_tree, 9), torn));
    }

    [Fact]
    public void Another_partners_log_is_refused()
    {
        byte[] french = _folders.Settings("FRA").ReleaseSigner.Sign("fra.gateway.example/log", 4, _tree.Root(4), 1);
        Assert.Equal(VerificationFault.UnknownLog, Follower().Accept(french, null));
        byte[] internalHead = _usa.InternalSigner.Sign("usa.gateway.example/internal", 4, _tree.Root(4), 1);
        Assert.Equal(VerificationFault.UnknownLog, Follower().Accept(internalHead, null));
    }

    [Fact]
    public void A_missing_or_broken_line_is_refused()
    {
        string[] lines = System.Text.Encoding.UTF8.GetString(Note(_tree, 4)).Split('\n');
        int first = Array.FindIndex(lines, line => line.StartsWith('—'));
        foreach (int line in (int[])[first, first + 1])
        {
            string without = string.Join('\n', lines.Where((_, i) => i != line));
            Assert.Equal(VerificationFault.BadCheckpoint, Follower().Accept(System.Text.Encoding.UTF8.GetBytes(without), null));
            string twice = string.Join('\n', lines.SelectMany((text, i) => i == line ? new[] { text, text } : [text]));
            Assert.Equal(VerificationFault.BadCheckpoint, Follower().Accept(System.Text.Encoding.UTF8.GetBytes(twice), null));
        }

        Assert.Equal(VerificationFault.BadCheckpoint, Follower().Accept(default, null));
    }

    [Fact]
    public void After_a_restart_the_held_head_is_in_the_book_again()
    {
        HeldHead held = Holding(5).Held!;
        var book = new CheckpointBook(_usa.Model.Roster);
        var follower = new HeadFollower(_usa.ReleaseSigner.Origin, book, held);
        follower.Remember();
        Assert.True(book.TryGet(Name(_tree, 5), out ReadOnlyMemory<byte> note));
        Assert.Equal(held.Note.ToArray(), note.ToArray());
    }

    private static MerkleTree Tree(string seed, int size)
    {
        var tree = new MerkleTree();
        for (int i = 0; i < size; i++)
        {
            // Two leaves in common: a fork after them.
            tree.Append(Merkle.LeafHash(System.Text.Encoding.UTF8.GetBytes(i < 2 ? $"{i}" : $"{seed} {i}")));
        }

        return tree;
    }

    private static ProofMessage Proof(MerkleTree tree, long from, long to)
    {
        var proof = new ProofMessage();
        proof.Path.AddPath(tree.ConsistencyPath(from, to));
        return proof;
    }

    private HeadFollower Follower() => new(_usa.ReleaseSigner.Origin, _book, null);

    private HeadFollower Holding(long size)
    {
        HeadFollower follower = Follower();
        Assert.Null(follower.Accept(Note(_tree, size), null));
        return follower;
    }

    private byte[] Note(MerkleTree tree, long size) => _usa.ReleaseSigner.Sign(_usa.ReleaseSigner.Origin, size, tree.Root(size), 1);

    private CheckpointName Name(MerkleTree tree, long size) => new(_usa.ReleaseSigner.Origin, size, tree.Root(size));
}
