using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Core.Courier;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Node.Courier;

/// <summary>A feed file is not what it should be. The message names the rule, never content.</summary>
internal sealed class FileRefusedException(string rule) : Exception(rule);

/// <summary>
/// The frame of a feed file: a first line, the header and its signature in the clear, then encrypted chunks. The signature, by the key
/// that the roster pins for the sender's TLS, covers the encapsulation, and only the sender and the recipient know the secret inside: so
/// the chunks are the sender's. Format: docs/protocol.md, "Feed file".
/// </summary>
internal static class CourierFile
{
    public const int LargestHeader = 16 * 1024;

    /// <summary>The last bit of a chunk's length says that it is the last one.</summary>
    public const uint Last = 0x8000_0000;

    private static readonly byte[] SignatureDomain = Encoding.ASCII.GetBytes("gateway/courier-header/v1\0");

    public static ReadOnlySpan<byte> FirstLine => "gateway-feed-file/v1\n"u8;

    /// <summary>First line, header, signature.</summary>
    public static byte[] Head(byte[] header, X509Certificate2 certificate)
    {
        byte[] signature = Sign(header, certificate);
        var head = new byte[FirstLine.Length + 8 + header.Length + signature.Length];
        FirstLine.CopyTo(head);
        Span<byte> rest = head.AsSpan(FirstLine.Length);
        BinaryPrimitives.WriteUInt32BigEndian(rest, (uint)header.Length);
        header.CopyTo(rest[4..]);
        BinaryPrimitives.WriteUInt32BigEndian(rest[(4 + header.Length)..], (uint)signature.Length);
        signature.CopyTo(rest[(8 + header.Length)..]);
        return head;
    }

    public static bool IsSignedBy(byte[] header, byte[] signature, X509Certificate2 certificate)
    {
        byte[] message = [.. SignatureDomain, .. header];
        if (certificate.GetECDsaPublicKey() is { } ecdsa)
        {
            using (ecdsa)
            {
                return ecdsa.VerifyData(message, signature, HashAlgorithmName.SHA256);
            }
        }

        using RSA? rsa = certificate.GetRSAPublicKey();
        return rsa is not null && rsa.VerifyData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }

    /// <summary>A record as it stands in the plain stream.</summary>
    public static byte[] Framed(CourierRecord record)
    {
        using var stream = new MemoryStream();
        record.WriteDelimitedTo(stream);
        return stream.ToArray();
    }

    private static byte[] Sign(byte[] header, X509Certificate2 certificate)
    {
        byte[] message = [.. SignatureDomain, .. header];
        if (certificate.GetECDsaPrivateKey() is { } ecdsa)
        {
            using (ecdsa)
            {
                return ecdsa.SignData(message, HashAlgorithmName.SHA256);
            }
        }

        using RSA rsa = certificate.GetRSAPrivateKey() ?? throw new InvalidOperationException("The node's TLS key is neither ECDSA nor RSA.");
        return rsa.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }
}

/// <summary>Turns records into encrypted chunks, a few at a time. Not thread-safe.</summary>
internal sealed class CourierWriter(CourierCipher cipher, Func<byte[], Task> write) : IDisposable
{
    private readonly MemoryStream _plain = new();

    public async Task AddAsync(CourierRecord record)
    {
        _plain.Write(CourierFile.Framed(record));
        while (_plain.Length > CourierCipher.ChunkSize)
        {
            await FlushAsync(CourierCipher.ChunkSize, last: false);
        }
    }

    public Task EndAsync() => FlushAsync((int)_plain.Length, last: true);

    public void Dispose() => _plain.Dispose();

    private async Task FlushAsync(int count, bool last)
    {
        byte[] plain = _plain.ToArray();
        byte[] chunk = cipher.Encrypt(plain.AsSpan(0, count), last);
        var framed = new byte[4 + chunk.Length];
        BinaryPrimitives.WriteUInt32BigEndian(framed, (uint)chunk.Length | (last ? CourierFile.Last : 0));
        chunk.CopyTo(framed, 4);
        _plain.SetLength(0);
        _plain.Write(plain.AsSpan(count));
        await write(framed);
    }
}
