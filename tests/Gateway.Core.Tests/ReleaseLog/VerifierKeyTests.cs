using CsCheck;
using Gateway.Core.ReleaseLog;
using Gateway.Testing;

namespace Gateway.Core.Tests.ReleaseLog;

public sealed class VerifierKeyTests
{
    private const string Example = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static readonly Gen<KeyAlgorithm> Algorithm = Gen.Int[0, 3].Select(index => Enum.GetValues<KeyAlgorithm>()[index]);

    [Fact]
    public void The_example_of_the_standard_reads()
    {
        Assert.True(VerifierKey.TryParse(Example, out VerifierKey? key));
        Assert.Equal("example.com/foo", key.Name);
        Assert.Equal(0x530d903au, key.KeyId);
        Assert.Equal(KeyAlgorithm.Ed25519, key.Algorithm);
        Assert.Equal(Example, key.ToString());
    }

    [Fact]
    public void Every_key_reads_back_as_itself() =>
        (from algorithm in Algorithm
         from seed in Gen.Byte.Array[32]
         from name in Gen.String[Gen.Char.AlphaNumeric, 1, 40]
         select (algorithm, seed, name)).Sample(
            sample =>
            {
                var signer = SigningKey.FromSeed(sample.algorithm, sample.name, sample.seed);
                Assert.True(VerifierKey.TryParse(signer.ToString(), out VerifierKey? read));
                Assert.Equal(signer.VerifierKey, read);
                Assert.Equal(sample.algorithm, read.Algorithm);
                Assert.Equal(sample.seed, signer.ExportSeed());
            },
            iter: 50);

    [Fact]
    public void The_keys_of_other_implementations_read()
    {
        foreach (string file in new[] { "litewitness-0.9.0/vkeys.txt", "formats-mldsa/checkpoint.70000.cosigned.vkeys.txt" })
        {
            string? path = SharedData.File($"vectors/tlog/witness/{file}");
            Assert.SkipUnless(path is not null, SharedData.Absent);
            Assert.All(File.ReadLines(path), line => Assert.True(VerifierKey.TryParse(line.Split(' ')[^1], out _), line));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("++")]
    [InlineData("example.com/foo")]
    [InlineData("example.com/foo+530d903a")]
    [InlineData("example.com/foo+530d903a+")]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4 ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2")]
    [InlineData("example.com/foo+530d903a+B+kyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    public void Anything_but_a_vkey_is_refused(string? text) => Assert.False(VerifierKey.TryParse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\u00a0b")]
    [InlineData("a\u2003b")]
    [InlineData("a+b")]
    [InlineData("a\nb")]
    [InlineData("a\u0001b")]
    [InlineData("a\ud800b")]
    public void A_name_with_spaces_or_plus_signs_is_none(string name) =>
        Assert.Throws<ArgumentException>(() => SigningKey.FromSeed(KeyAlgorithm.Ed25519, name, Keys.Seed(1)));

    [Fact]
    public void The_same_seed_gives_another_key_id_for_each_algorithm() =>
        Assert.Equal(4, Enum.GetValues<KeyAlgorithm>().Select(algorithm => Keys.Of(algorithm).VerifierKey.KeyId).Distinct().Count());

    [Fact]
    public void A_signing_key_never_shows_its_seed() =>
        Assert.DoesNotContain(Convert.ToBase64String(Keys.Seed(1)), Keys.Of(KeyAlgorithm.MLDsa44).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Signing_is_deterministic_and_verifies_for_its_own_text_only() =>
        (from algorithm in Algorithm
         from size in Gen.Int[1, 1000]
         from time in Gen.Long[0, 4_000_000_000]
         select (algorithm, size, time)).Sample(
            sample =>
            {
                SigningKey key = Keys.Of(sample.algorithm);
                Checkpoint.TryCreate(Keys.Origin, sample.size, Merkle.LeafHash([1]), out Checkpoint? checkpoint);
                Checkpoint.TryCreate(Keys.Origin, sample.size + 1, Merkle.LeafHash([1]), out Checkpoint? other);
                byte[] text = checkpoint!.ToText();
                byte[] payload = [.. key.Sign(text, sample.time).Payload];
                Assert.Equal(payload, key.Sign(text, sample.time).Payload);
                Assert.True(key.VerifierKey.Verify(text, payload, out long time));
                Assert.Equal(sample.algorithm is KeyAlgorithm.CosignatureEd25519 or KeyAlgorithm.MLDsa44 ? sample.time : 0, time);
                Assert.False(key.VerifierKey.Verify(other!.ToText(), payload, out _));
                Assert.False(Keys.Of(sample.algorithm, 9).VerifierKey.Verify(text, payload, out _));
                Assert.False(key.VerifierKey.Verify(text, payload.AsSpan(1), out _));
                Assert.False(key.VerifierKey.Verify(text, [.. payload, 0], out _));
                payload[sample.size % payload.Length] ^= 1;
                Assert.False(key.VerifierKey.Verify(text, payload, out _));
            },
            iter: 60);

    [Fact]
    public void A_signature_for_one_purpose_is_none_for_another()
    {
        // One key pair under every algorithm of its scheme: still no line passes for a line of another type.
        Checkpoint.TryCreate(Keys.Origin, 5, Merkle.LeafHash([1]), out Checkpoint? checkpoint);
        byte[] text = checkpoint!.ToText();
        KeyAlgorithm[] all = Enum.GetValues<KeyAlgorithm>();
        foreach (KeyAlgorithm signed in all)
        {
            byte[] payload = [.. Keys.Of(signed).Sign(text, 7).Payload];
            foreach (KeyAlgorithm read in all.Where(read => read != signed))
            {
                VerifierKey key = Keys.Of(read).VerifierKey;
                Assert.False(key.Verify(text, payload, out _));
                Assert.False(payload.Length > 8 && key.Verify(text, payload.AsSpan(8), out _));
                Assert.False(key.Verify(text, [0, 0, 0, 0, 0, 0, 0, 7, .. payload], out _));
            }
        }
    }

    [Fact]
    public void A_time_beyond_63_bits_is_refused()
    {
        Checkpoint.TryCreate(Keys.Origin, 5, Merkle.LeafHash([1]), out Checkpoint? checkpoint);
        byte[] payload = [.. Keys.MLDsa.Sign(checkpoint!.ToText(), 7).Payload];
        payload[0] |= 0x80;
        Assert.False(Keys.MLDsa.VerifierKey.Verify(checkpoint.ToText(), payload, out _));
    }
}
