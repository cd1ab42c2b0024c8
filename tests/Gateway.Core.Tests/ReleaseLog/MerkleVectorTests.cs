using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gateway.Core.ReleaseLog;
using Gateway.Testing;

namespace Gateway.Core.Tests.ReleaseLog;

/// <summary>The vectors of transparency-dev/merkle.</summary>
public sealed class MerkleVectorTests
{
    [Fact]
    public void Inclusion_proofs_are_judged_as_the_vectors_say()
    {
        int run = ForEach("inclusion", vector => TryPath(vector, out byte[]? path) && InclusionProof.Verify(
            Bytes(vector, "leafHash"), Number(vector, "leafIdx"), Number(vector, "treeSize"), path, Bytes(vector, "root")));
        Assert.Equal(98, run);
    }

    [Fact]
    public void Consistency_proofs_are_judged_as_the_vectors_say()
    {
        int run = ForEach("consistency", vector => TryPath(vector, out byte[]? path) && ConsistencyProof.Verify(
            Number(vector, "size1"), Bytes(vector, "root1"), Number(vector, "size2"), Bytes(vector, "root2"), path));
        Assert.Equal(98, run);
    }

    private static int ForEach(string kind, Func<JsonElement, bool> verify)
    {
        string? folder = SharedData.File($"vectors/tlog/merkle/testdata/{kind}");
        Assert.SkipUnless(folder is not null, SharedData.Absent);
        int run = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            bool accept = !json.RootElement.GetProperty("wantErr").GetBoolean();

            // Roots of 12 bytes: no root, whatever the vector expects.
            accept &= !file.EndsWith("sizes-are-equal-one-and-proof-is-empty.json", StringComparison.Ordinal);
            Assert.True(accept == verify(json.RootElement), file);
            run++;
        }

        return run;
    }

    private static byte[] Bytes(JsonElement vector, string name) => vector.GetProperty(name).GetBytesFromBase64();

    private static long Number(JsonElement vector, string name) => unchecked((long)vector.GetProperty(name).GetUInt64());

    private static bool TryPath(JsonElement vector, [NotNullWhen(true)] out byte[]? path)
    {
        JsonElement proof = vector.GetProperty("proof");
        return Merkle.TryJoin(
            proof.ValueKind == JsonValueKind.Array ? [.. proof.EnumerateArray().Select(hash => hash.GetBytesFromBase64())] : [], out path);
    }
}
