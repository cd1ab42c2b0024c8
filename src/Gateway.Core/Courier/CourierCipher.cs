using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Core.Courier;

/// <summary>
/// Encrypts a stream in chunks, in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015; as in the age file format):
/// ChaCha20-Poly1305, nonce = u88 chunk number ‖ one byte, 1 for the last chunk. Chunks cannot be changed, left out, repeated or put in
/// another order, and a stream that ends without its last chunk is seen to be cut. Not thread-safe; dispose after use.
/// </summary>
public sealed class CourierCipher : IDisposable
{
    /// <summary>Most bytes in a chunk before encryption.</summary>
    public const int ChunkSize = 64 * 1024;

    /// <summary>Bytes that encryption adds to a chunk.</summary>
    public const int Overhead = 16;

    private static readonly byte[] Info = Encoding.ASCII.GetBytes("gateway/courier/v1");

    private readonly ChaCha20Poly1305 _cipher;
    private ulong _chunk;
    private bool _ended;

    /// <summary>For the secret of an encapsulation and the header that announces it: another header is another key.</summary>
    public CourierCipher(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> header)
    {
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt: SHA256.HashData(header), info: Info);
        _cipher = new ChaCha20Poly1305(key);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>True once the last chunk was written or read.</summary>
    public bool Ended => _ended;

    /// <summary>The next chunk, encrypted. Throws <see cref="InvalidOperationException"/> after the last one or for one that is too long.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> plain, bool last)
    {
        if (_ended || plain.Length > ChunkSize)
        {
            throw new InvalidOperationException("The stream has ended, or the chunk is too long.");
        }

        var output = new byte[plain.Length + Overhead];
        _cipher.Encrypt(Nonce(last), plain, output.AsSpan(0, plain.Length), output.AsSpan(plain.Length));
        _ended = last;
        return output;
    }

    /// <summary>The next chunk, decrypted. False when it is not the next chunk of this stream; nothing is learned of why.</summary>
    public bool TryDecrypt(ReadOnlySpan<byte> chunk, bool last, [NotNullWhen(true)] out byte[]? plain)
    {
        plain = null;
        if (_ended || chunk.Length < Overhead || chunk.Length > ChunkSize + Overhead)
        {
            return false;
        }

        var output = new byte[chunk.Length - Overhead];
        try
        {
            _cipher.Decrypt(Nonce(last), chunk[..^Overhead], chunk[^Overhead..], output);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        _ended = last;
        plain = output;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    private byte[] Nonce(bool last)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(3), _chunk++);
        nonce[11] = last ? (byte)1 : (byte)0;
        return nonce;
    }
}
