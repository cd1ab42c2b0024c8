using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Tests.ReleaseLog;

public sealed class KeyFileTests
{
    private static readonly string Seed = Convert.ToBase64String(new byte[SigningKey.SeedSize]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_written_is_read_again(bool development)
    {
        SigningKey[] keys =
        [
            SigningKey.FromSeed(KeyAlgorithm.Ed25519, "example.org/log", new byte[SigningKey.SeedSize]),
            SigningKey.FromSeed(KeyAlgorithm.MLDsa44, "example.org/log", new byte[SigningKey.SeedSize]),
        ];
        Assert.True(KeyFile.TryParse(KeyFile.Write(keys, development), out KeyFile? file, out _));
        Assert.Equal(development, file.IsDevelopment);
        Assert.Equal(keys.Select(key => key.ToString()), file.Keys.Select(key => key.ToString()));
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("gateway-keys/v2\n", "line 1")]
    [InlineData("gateway-keys/v1\n", "no key")]
    [InlineData("gateway-keys/v1\nrsa name SEED\n", "line 2: unknown algorithm")]
    [InlineData("gateway-keys/v1\n# note\ned25519 name\n", "line 3: expected")]
    [InlineData("gateway-keys/v1\ned25519 name AAAA\n", "line 2: the seed")]
    [InlineData("gateway-keys/v1\ned25519 na+me SEED\n", "line 2: not a key name")]
    [InlineData("gateway-keys/v1\ned25519 name SEED", "final newline")]
    public void A_fault_names_line_and_rule_and_never_the_seed(string text, string part)
    {
        Assert.False(KeyFile.TryParse(text.Replace("SEED", Seed, StringComparison.Ordinal), out _, out string? fault));
        Assert.Contains(part, fault, StringComparison.Ordinal);
        Assert.DoesNotContain(Seed, fault, StringComparison.Ordinal);
    }
}
