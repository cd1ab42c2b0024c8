using System.Text.Json;
using Gateway.Core.ReleaseLog;
using Gateway.Testing;

namespace Gateway.Core.Tests.ReleaseLog;

/// <summary>The vectors of Wycheproof, through the wrappers that everything here verifies with.</summary>
public sealed class SignatureVectorTests
{
    [Fact]
    public void Ed25519_signatures_are_judged_as_Wycheproof_says() =>
        Assert.Equal(151, ForEach("vectors/signatures/ed25519_test.json", (group, message, _, signature) =>
            Ed25519PublicKey.Load(Hex(group.GetProperty("publicKey").GetProperty("pk"))) is { } key && key.Verify(message, signature)));

    [Fact]
    public void ML_DSA_44_signatures_are_judged_as_Wycheproof_says() =>
        Assert.Equal(180, ForEach("vectors/signatures/mldsa_44_verify_test.json", (group, message, context, signature) =>
            MLDsa44PublicKey.Load(Hex(group.GetProperty("publicKey"))) is { } key && key.Verify(message, context, signature)));

    [Fact]
    public void Nothing_malformed_makes_a_wrapper_throw()
    {
        byte[] ones = [.. Enumerable.Repeat((byte)0xff, 2420)];
        Assert.Null(Ed25519PublicKey.Load(ones.AsSpan(0, 32)));
        Assert.Null(Ed25519PublicKey.Load([]));
        Assert.Null(MLDsa44PublicKey.Load(ones.AsSpan(0, 1311)));
        MLDsa44PublicKey key = MLDsa44PublicKey.Load(ones.AsSpan(0, 1312))!;
        Assert.False(key.Verify([], ones));
        Assert.False(key.Verify([], []));
        Assert.False(key.Verify([], new byte[256], ones));
    }

    [Fact]
    public void Keys_of_small_order_are_refused()
    {
        // The neutral element, and a point of order eight (RFC 8032 does not forbid them; one signature would fit many messages).
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        Assert.Null(Ed25519PublicKey.Load(neutral));
        Assert.Null(Ed25519PublicKey.Load(new byte[32]));
        Assert.Null(Ed25519PublicKey.Load(Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")));
    }

    private static int ForEach(string file, Func<JsonElement, byte[], byte[], byte[], bool> verify)
    {
        string? path = SharedData.File(file);
        Assert.SkipUnless(path is not null, SharedData.Absent);
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        int run = 0;
        foreach (JsonElement group in json.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                byte[] context = test.TryGetProperty("ctx", out JsonElement ctx) ? Hex(ctx) : [];
                bool accepted = verify(group, Hex(test.GetProperty("msg")), context, Hex(test.GetProperty("sig")));
                Assert.True(accepted == (test.GetProperty("result").GetString() == "valid"), $"tcId {test.GetProperty("tcId")}");
                run++;
            }
        }

        return run;
    }

    private static byte[] Hex(JsonElement element) => Convert.FromHexString(element.GetString()!);
}
