using CsCheck;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Tests.ReleaseLog;

public sealed class MerkleTreeTests
{
    private const int Largest = 300;

    private static readonly MerkleTree Tree = Trees.Of(Largest);
    private static readonly byte[][] Leaves = [.. Enumerable.Range(0, Largest).Select(index => Merkle.LeafHash(Trees.Entry(index)))];

    private static readonly Gen<(int Index, int Size)> Position =
        from size in Gen.Int[1, Largest]
        from index in Gen.Int[0, size - 1]
        select (index, size);

    [Fact]
    public void The_reference_tree_has_the_reference_root() =>
        Assert.Equal(
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
            Convert.ToHexStringLower(Trees.Of(Trees.ReferenceLeaves).Root(8)));

    [Fact]
    public void The_empty_tree_has_the_hash_of_nothing() =>
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(new MerkleTree().Root(0)));

    [Fact]
    public void Every_root_is_the_one_that_the_definition_gives()
    {
        for (int size = 0; size <= Largest; size++)
        {
            Assert.Equal(Trees.Mth(Leaves.AsSpan(0, size)), Tree.Root(size));
        }
    }

    [Fact]
    public void Every_inclusion_path_is_the_one_that_the_definition_gives_and_verifies()
    {
        for (int size = 1; size <= Largest; size++)
        {
            byte[] root = Tree.Root(size);
            for (int index = 0; index < size; index++)
            {
                byte[] path = Tree.InclusionPath(index, size);
                Assert.True(InclusionProof.Verify(Leaves[index], index, size, path, root));
                if (size % 16 < 2)
                {
                    Assert.Equal(Trees.Path(index, Leaves.AsSpan(0, size)), path);
                }
            }
        }
    }

    [Fact]
    public void Every_consistency_path_is_the_one_that_the_definition_gives_and_verifies()
    {
        for (int to = 1; to <= Largest; to++)
        {
            byte[] root = Tree.Root(to);
            for (int from = 1; from <= to; from++)
            {
                byte[] path = Tree.ConsistencyPath(from, to);
                Assert.True(ConsistencyProof.Verify(from, Tree.Root(from), to, root, path));
                if (to % 16 < 2)
                {
                    Assert.Equal(Trees.Subproof(from, Leaves.AsSpan(0, to), known: true), path);
                }
            }
        }
    }

    [Fact]
    public void An_inclusion_proof_with_any_bit_changed_fails() =>
        (from position in Position
         from bit in Gen.Int[0, int.MaxValue]
         select (position.Index, position.Size, bit)).Sample(sample =>
         {
             byte[] proof = [.. Leaves[sample.Index], .. Tree.InclusionPath(sample.Index, sample.Size), .. Tree.Root(sample.Size)];
             int bit = sample.bit % (proof.Length * 8);
             proof[bit / 8] ^= (byte)(1 << (bit % 8));
             return !InclusionProof.Verify(proof.AsSpan(0, 32), sample.Index, sample.Size, proof.AsSpan(32..^32), proof.AsSpan(^32..));
         });

    [Fact]
    public void An_inclusion_proof_of_another_length_or_place_fails() =>
        (from position in Position
         from index in Gen.Long[-2, Largest + 2]
         select (position.Index, position.Size, Other: index)).Sample(sample =>
         {
             byte[] leaf = Leaves[sample.Index];
             byte[] path = Tree.InclusionPath(sample.Index, sample.Size);
             byte[] root = Tree.Root(sample.Size);
             Assert.False(InclusionProof.Verify(leaf, sample.Index, sample.Size, [.. path, .. root], root));
             Assert.False(InclusionProof.Verify(leaf, sample.Index, sample.Size, [.. path, 0], root));
             Assert.False(path.Length > 0 && InclusionProof.Verify(leaf, sample.Index, sample.Size, path.AsSpan(32..), root));
             Assert.False(path.Length > 0 && InclusionProof.Verify(leaf, sample.Index, sample.Size, path.AsSpan(..^32), root));
             Assert.False(sample.Other != sample.Index && InclusionProof.Verify(leaf, sample.Other, sample.Size, path, root));
         });

    [Fact]
    public void A_consistency_proof_with_any_bit_changed_fails() =>
        (from sizes in Position
         from bit in Gen.Int[0, int.MaxValue]
         select (From: sizes.Index + 1, To: sizes.Size, bit)).Sample(sample =>
         {
             byte[] proof = [.. Tree.Root(sample.From), .. Tree.ConsistencyPath(sample.From, sample.To), .. Tree.Root(sample.To)];
             int bit = sample.bit % (proof.Length * 8);
             proof[bit / 8] ^= (byte)(1 << (bit % 8));
             return !ConsistencyProof.Verify(sample.From, proof.AsSpan(0, 32), sample.To, proof.AsSpan(^32..), proof.AsSpan(32..^32));
         });

    [Fact]
    public void A_path_proves_its_entry_at_no_other_place()
    {
        // Index 1 of 5 would do for the last entry, if a path might be shorter than its place demands.
        for (int size = 2; size <= 40; size++)
        {
            byte[] root = Tree.Root(size);
            for (int index = 0; index < size; index++)
            {
                byte[] path = Tree.InclusionPath(index, size);
                Assert.All(Enumerable.Range(0, size).Where(other => other != index), other =>
                    Assert.False(InclusionProof.Verify(Leaves[index], other, size, path, root)));
            }
        }
    }

    [Fact]
    public void A_consistency_proof_between_forks_fails()
    {
        MerkleTree fork = Trees.Of(100);
        fork.Append(Merkle.LeafHash("another"u8));
        fork.Append(Merkle.LeafHash(Trees.Entry(101)));
        Assert.True(ConsistencyProof.Verify(100, Tree.Root(100), 102, fork.Root(102), fork.ConsistencyPath(100, 102)));
        Assert.False(ConsistencyProof.Verify(101, Tree.Root(101), 102, fork.Root(102), fork.ConsistencyPath(101, 102)));
        Assert.False(ConsistencyProof.Verify(102, Tree.Root(102), 102, fork.Root(102), []));
    }

    [Fact]
    public void Nothing_is_consistent_with_size_zero() =>
        Assert.False(ConsistencyProof.Verify(0, Merkle.EmptyRoot, 8, Tree.Root(8), Tree.ConsistencyPath(0, 8)));

    [Fact]
    public void A_truncated_tree_grows_as_if_the_tail_had_never_been() =>
        (from kept in Gen.Int[0, Largest]
         from dropped in Gen.Int[0, 300]
         select (kept, dropped)).Sample(
            sample =>
            {
                MerkleTree tree = Trees.Of(sample.kept);
                for (int tail = 0; tail < sample.dropped; tail++)
                {
                    tree.Append(Merkle.LeafHash([1, (byte)tail]));
                }

                tree.Truncate(sample.kept);
                Assert.Equal(Tree.Root(sample.kept), tree.Root(sample.kept));
                for (int index = sample.kept; index < Largest; index++)
                {
                    tree.Append(Leaves[index]);
                }

                Assert.Equal(Tree.Root(Largest), tree.Root(Largest));
            },
            iter: 30);

    [Fact]
    public void A_hash_beyond_the_tree_is_not_given()
    {
        MerkleTree tree = Trees.Of(5);
        Assert.Equal(Tree.Root(4), tree.Hash(2, 0).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Hash(2, 1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Hash(0, 5).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Root(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.InclusionPath(5, 5));
    }

    [Fact]
    public async Task Readers_prove_published_sizes_while_the_writer_appends()
    {
        const int Total = 40_000;
        var tree = new MerkleTree();
        long published = 0;
        Task writer = Task.Run(
            () =>
            {
                for (int index = 0; index < Total; index++)
                {
                    tree.Append(Merkle.LeafHash(Trees.Entry(index)));
                    if (index % 64 == 63)
                    {
                        // A batch that fails: its tail is dropped and written again.
                        tree.Append(Merkle.LeafHash("lost"u8));
                        tree.Append(Merkle.LeafHash("lost too"u8));
                        tree.Truncate(index + 1);
                        Volatile.Write(ref published, index + 1);
                    }
                }
            },
            TestContext.Current.CancellationToken);

        long checkedProofs = 0;
        byte[] oldRoot = [];
        for (long old = 0; !writer.IsCompleted || checkedProofs == 0;)
        {
            long size = Volatile.Read(ref published);
            if (size == 0)
            {
                continue;
            }

            byte[] head = tree.Root(size);
            long index = checkedProofs * 7919 % size;
            Assert.True(InclusionProof.Verify(Merkle.LeafHash(Trees.Entry(index)), index, size, tree.InclusionPath(index, size), head));
            Assert.True(old == 0 || ConsistencyProof.Verify(old, oldRoot, size, head, tree.ConsistencyPath(old, size)));
            (old, oldRoot) = (size, head);
            checkedProofs++;
        }

        await writer;
        Assert.Equal(Trees.Of(Total).Root(Total), tree.Root(Total));
    }
}
