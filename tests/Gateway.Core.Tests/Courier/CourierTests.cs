using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Courier;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Gateway.Core.Tests.Courier;

public sealed class CourierTests
{
    private static readonly byte[] Header = Encoding.ASCII.GetBytes("header");
    private static readonly CourierPrivateKey Key = CourierPrivateKey.FromSeed(SHA256.HashData("seed"u8));

    [Fact]
    public void A_secret_is_found_by_the_private_key_and_by_no_other()
    {
        (byte[] secret, byte[] encapsulation) = Key.PublicKey.Encapsulate();
        Assert.True(Key.TryDecapsulate(encapsulation, out byte[]? found));
        Assert.Equal(secret, found);
        Assert.True(CourierPrivateKey.FromSeed(new byte[32]).TryDecapsulate(encapsulation, out byte[]? other));
        Assert.NotEqual(secret, other);
        Assert.NotEqual(secret, Key.PublicKey.Encapsulate().Secret);
    }

    [Fact]
    public void Keys_and_secrets_are_those_of_the_x_wing_draft()
    {
        // draft-connolly-cfrg-xwing-kem, first test vector; public key and encapsulation by their SHA3-256.
        CourierPrivateKey key = CourierPrivateKey.FromSeed(Convert.FromHexString("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"));
        byte[] randomness = Convert.FromHexString(
            "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2");
        (byte[] secret, byte[] encapsulation) = key.PublicKey.Encapsulate(new Fixed(randomness[..32]), new X25519PrivateKeyParameters(randomness, 32));
        Assert.Equal("5121745904643ad9dfacca7869292c19a8a69533b53e60666b7db910b4ad6367", Digest(key.PublicKey.Bytes));
        Assert.Equal("c0abd149f83f45324ac3a7ddc7606c71f257e5ea86113522834a0ee1bcb34e3e", Digest(encapsulation));
        Assert.Equal("d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384", Convert.ToHexStringLower(secret));
        Assert.True(key.TryDecapsulate(encapsulation, out byte[]? found));
        Assert.Equal(secret, found);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(CourierCipher.ChunkSize)]
    public void Chunks_come_back_as_they_were(int length)
    {
        byte[] plain = new byte[length];
        RandomNumberGenerator.Fill(plain);
        using CourierCipher writer = New(), reader = New();
        byte[] first = writer.Encrypt(plain, last: false), last = writer.Encrypt(plain, last: true);
        Assert.True(reader.TryDecrypt(first, last: false, out byte[]? one));
        Assert.True(reader.TryDecrypt(last, last: true, out byte[]? two));
        Assert.Equal(plain, one);
        Assert.Equal(plain, two);
        Assert.True(reader.Ended);
    }

    [Fact]
    public void Chunks_that_are_changed_left_out_repeated_swapped_or_cut_are_refused()
    {
        using CourierCipher writer = New();
        byte[][] chunks = [writer.Encrypt("one"u8, last: false), writer.Encrypt("two"u8, last: false), writer.Encrypt("three"u8, last: true)];
        Refused(reader => reader.TryDecrypt(chunks[1], last: false, out _));
        Refused(reader => reader.TryDecrypt(chunks[0], last: true, out _));
        Refused(reader => reader.TryDecrypt(chunks[0], last: false, out _) && reader.TryDecrypt(chunks[0], last: false, out _));
        Refused(reader => reader.TryDecrypt(chunks[2], last: true, out _));
        byte[] changed = [.. chunks[0]];
        changed[0] ^= 1;
        Refused(reader => reader.TryDecrypt(changed, last: false, out _));
        Refused(reader => reader.TryDecrypt(chunks[0].AsSpan(0, 10), last: false, out _));
        using var foreign = new CourierCipher(new byte[32], "another header"u8);
        Assert.False(foreign.TryDecrypt(chunks[0], last: false, out _));
        using CourierCipher ended = New();
        ended.Encrypt([], last: true);
        Assert.Throws<InvalidOperationException>(() => ended.Encrypt([], last: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x-wing:")]
    [InlineData("x-wing:AAAA")]
    [InlineData("x25519:AAAA")]
    public void What_is_no_public_key_is_refused(string text) => Assert.False(CourierPublicKey.TryParse(text, out _));

    [Fact]
    public void A_public_key_that_fails_the_modulus_check_is_refused_and_a_good_one_has_one_spelling()
    {
        string text = Key.PublicKey.ToString();
        Assert.True(CourierPublicKey.TryParse(text, out CourierPublicKey? read));
        Assert.Equal(Key.PublicKey.Bytes, read.Bytes);
        Assert.False(CourierPublicKey.TryParse(text + " ", out _));
        byte[] bytes = Key.PublicKey.Bytes.ToArray();
        bytes.AsSpan(0, 96).Fill(0xff);
        Assert.False(CourierPublicKey.TryParse("x-wing:" + Convert.ToBase64String(bytes), out _));
    }

    [Fact]
    public void An_encapsulation_of_the_wrong_length_or_with_a_degenerate_half_is_refused()
    {
        byte[] encapsulation = Key.PublicKey.Encapsulate().Encapsulation;
        Assert.False(Key.TryDecapsulate(encapsulation.AsSpan(1), out _));
        encapsulation.AsSpan(1088).Clear();
        Assert.False(Key.TryDecapsulate(encapsulation, out _));
    }

    [Fact]
    public void A_key_file_comes_back_and_its_faults_name_the_rule()
    {
        Assert.True(CourierPrivateKey.TryReadFile(Key.WriteFile(isDevelopment: true), out CourierPrivateKey? read, out _));
        Assert.Equal(Key.PublicKey.ToString(), read.PublicKey.ToString());
        Assert.DoesNotContain(Convert.ToBase64String(SHA256.HashData("seed"u8)), read.ToString(), StringComparison.Ordinal);
        foreach (string wrong in (string[])["", "gateway-courier-key/v2\nx-wing AAAA\n", "gateway-courier-key/v1\nx-wing AAAA\n", "gateway-courier-key/v1\n"])
        {
            Assert.False(CourierPrivateKey.TryReadFile(wrong, out _, out string? fault));
            Assert.DoesNotContain("AAAA", fault, StringComparison.Ordinal);
        }
    }

    private static CourierCipher New() => new(SHA256.HashData("secret"u8), Header);

    private static void Refused(Func<CourierCipher, bool> read)
    {
        using CourierCipher reader = New();
        Assert.False(read(reader));
    }

    private static string Digest(ReadOnlySpan<byte> bytes)
    {
        var digest = new Sha3Digest(256);
        digest.BlockUpdate(bytes);
        byte[] hash = new byte[32];
        digest.DoFinal(hash, 0);
        return Convert.ToHexStringLower(hash);
    }

    private sealed class Fixed(byte[] bytes) : SecureRandom
    {
        public override void NextBytes(byte[] buf) => bytes.CopyTo(buf, 0);

        public override void NextBytes(byte[] buf, int off, int len) => bytes.AsSpan(0, len).CopyTo(buf.AsSpan(off));

        public override void NextBytes(Span<byte> buffer) => bytes.AsSpan(0, buffer.Length).CopyTo(buffer);
    }
}
