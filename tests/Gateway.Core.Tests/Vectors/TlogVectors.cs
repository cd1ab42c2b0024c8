using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Tests.ReleaseLog;
using Gateway.Testing;

namespace Gateway.Core.Tests.Vectors;

/// <summary>tests/vectors/tlog.json.</summary>
public sealed class TlogVectors
{
    private const string Name = "tlog.json";

    private static readonly Tile[] Tiles =
    [
        new(0, 0, 256), new(0, 0, 1), new(0, 273, 112), new(1, 999, 256), new(1, 1000, 255), new(0, 1_234_067, 256), new(2, 1_000_000, 17),
    ];

    private static readonly string[] NotTiles =
    [
        "tile/0/0", "tile/0/0000", "tile/0/x000/001", "tile/0/x001", "tile/0/001/000", "tile/0/001.p/0", "tile/0/001.p/256", "tile/0/001.p/01",
        "tile/8/000", "tile/00/000", "/tile/0/000", "tile/0/000/", "tile/0/+01",
    ];

    private static readonly MerkleTree Tree = Trees.Of(Trees.ReferenceLeaves);

    [Fact]
    public void The_committed_trees_are_those_we_make() => Assert.True(VectorFile.Matches(Name, Generate()));

    [Fact]
    public void The_committed_trees_and_proofs_are_judged_as_they_say()
    {
        JsonNode file = VectorFile.Read(Name);
        byte[][] entries = [.. file["entries"]!.AsArray().Select(Hex)];
        byte[][] leaves = [.. file["leafHashes"]!.AsArray().Select(Hex)];
        byte[][] roots = [.. file["roots"]!.AsArray().Select(Hex)];
        Assert.Equal(leaves, entries.Select(entry => Merkle.LeafHash(entry)));
        Assert.Equal(roots, Enumerable.Range(0, entries.Length + 1).Select(size => Trees.Of(entries).Root(size)));
        foreach (JsonNode? proof in file["inclusion"]!.AsArray())
        {
            (int index, int size) = ((int)proof!["index"]!, (int)proof["size"]!);
            Assert.Equal((bool)proof["accept"]!, InclusionProof.Verify(leaves[index], index, size, Path(proof), roots[size]));
        }

        foreach (JsonNode? proof in file["consistency"]!.AsArray())
        {
            (int from, int to) = ((int)proof!["from"]!, (int)proof["to"]!);
            Assert.Equal((bool)proof["accept"]!, ConsistencyProof.Verify(from, roots[from], to, roots[to], Path(proof)));
        }
    }

    [Fact]
    public void The_committed_tiles_bundle_and_proof_file_are_read_as_they_say()
    {
        JsonNode file = VectorFile.Read(Name);
        foreach (JsonNode? vector in file["tilePaths"]!.AsArray())
        {
            Assert.True(Tile.TryParse((string)vector!["path"]!, out Tile tile));
            Assert.Equal(new Tile((int)vector["level"]!, (long)vector["index"]!, (int)vector["width"]!), tile);
        }

        Assert.All(file["notTilePaths"]!.AsArray(), path => Assert.False(Tile.TryParse((string)path!, out _)));
        byte[][] entries = [.. file["entries"]!.AsArray().Select(Hex)];
        Assert.True(new EntryBundle(0, entries.Length).TryDecode(Hex(file["entryBundle"]), out var read));
        Assert.Equal(entries, read.Select(entry => entry.ToArray()));

        JsonNode proofFile = file["proofFile"]!;
        Assert.True(TlogProof.TryParse(Encoding.UTF8.GetBytes((string)proofFile["text"]!), out TlogProof? proof));
        var verifier = new CheckpointVerifier((string)proofFile["origin"]!, [.. proofFile["required"]!.AsArray().Select(VectorKeys.ReadVkey)]);
        Assert.True(proof.TryVerify(Merkle.LeafHash(entries[(int)proof.Index]), verifier, out _, out _));
    }

    private static byte[] Hex(JsonNode? node) => Convert.FromHexString((string)node!);

    private static byte[] Path(JsonNode proof) =>
        Merkle.TryJoin([.. proof["path"]!.AsArray().Select(Hex)], out byte[]? path) ? path : throw new FormatException("Not a path.");

    private static JsonArray Hexes(IEnumerable<byte[]> values) => [.. values.Select(value => (JsonNode)Convert.ToHexStringLower(value))];

    private static JsonObject Generate()
    {
        byte[] head = new CheckpointSigner(VectorKeys.Ed25519).Sign(VectorKeys.Origin, 8, Tree.Root(8), 0);
        return new JsonObject
        {
            ["entries"] = Hexes(Trees.ReferenceLeaves),
            ["leafHashes"] = Hexes(Trees.ReferenceLeaves.Select(entry => Merkle.LeafHash(entry))),
            ["roots"] = Hexes(Enumerable.Range(0, 9).Select(size => Tree.Root(size))),
            ["inclusion"] = new JsonArray([.. InclusionProofs()]),
            ["consistency"] = new JsonArray([.. ConsistencyProofs()]),
            ["tilePaths"] = new JsonArray([.. Tiles.Select(tile =>
                new JsonObject { ["level"] = tile.Level, ["index"] = tile.Index, ["width"] = tile.Width, ["path"] = tile.Path })]),
            ["notTilePaths"] = new JsonArray([.. NotTiles.Select(path => (JsonNode)path)]),
            ["tile"] = Convert.ToHexStringLower(new Tile(0, 0, 8).Read(Tree, 8)),
            ["entryBundle"] = Convert.ToHexStringLower(EntryBundle.Encode([.. Trees.ReferenceLeaves.Select(entry => new ReadOnlyMemory<byte>(entry))])),
            ["proofFile"] = new JsonObject
            {
                ["origin"] = VectorKeys.Origin,
                ["required"] = new JsonArray(VectorKeys.Ed25519.ToString()),
                ["text"] = Encoding.UTF8.GetString(TlogProof.Create(5, Tree.InclusionPath(5, 8), head).ToBytes()),
            },
        };
    }

    private static IEnumerable<JsonNode> InclusionProofs()
    {
        for (int size = 1; size <= 8; size++)
        {
            for (int index = 0; index < size; index++)
            {
                yield return Proof(("index", index), ("size", size), Tree.InclusionPath(index, size), "", accept: true);
            }
        }

        byte[] path = Tree.InclusionPath(2, 7);
        yield return Proof(("index", 2), ("size", 7), path[32..], "a hash short at the leaf", accept: false);
        yield return Proof(("index", 2), ("size", 7), path[..^32], "a hash short at the root", accept: false);
        yield return Proof(("index", 2), ("size", 7), [.. path, .. Tree.Root(7)], "a hash too many", accept: false);
        yield return Proof(("index", 3), ("size", 7), path, "another leaf's path", accept: false);
        yield return Proof(("index", 2), ("size", 8), path, "another size's path", accept: false);
        yield return Proof(("index", 7), ("size", 7), path, "no such leaf", accept: false);
    }

    private static IEnumerable<JsonNode> ConsistencyProofs()
    {
        for (int to = 1; to <= 8; to++)
        {
            for (int from = 1; from <= to; from++)
            {
                yield return Proof(("from", from), ("to", to), Tree.ConsistencyPath(from, to), "", accept: true);
            }
        }

        byte[] path = Tree.ConsistencyPath(3, 7);
        yield return Proof(("from", 3), ("to", 7), path[32..], "a hash short at the start", accept: false);
        yield return Proof(("from", 3), ("to", 7), [.. path, .. Tree.Root(7)], "a hash too many", accept: false);
        yield return Proof(("from", 4), ("to", 8), [.. Tree.Root(4), .. Tree.ConsistencyPath(4, 8)], "the old root repeated", accept: false);
        yield return Proof(("from", 7), ("to", 3), path, "sizes swapped", accept: false);
        yield return Proof(("from", 0), ("to", 7), [], "nothing is proved of the empty tree", accept: false);
        yield return Proof(("from", 7), ("to", 7), Tree.Root(7), "a path between equal sizes", accept: false);
    }

    private static JsonObject Proof((string Name, int Value) first, (string Name, int Value) second, byte[] path, string reason, bool accept)
    {
        var proof = new JsonObject
        {
            [first.Name] = first.Value,
            [second.Name] = second.Value,
            ["path"] = Hexes(path.Chunk(Merkle.HashSize)),
            ["accept"] = accept,
        };
        if (!accept)
        {
            proof["reason"] = reason;
        }

        return proof;
    }
}
