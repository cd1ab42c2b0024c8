using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Courier;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Node.Configuration;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.Node.Courier;

/// <summary>
/// Reads a feed file as it arrives: who it is from and for, then record after record. Memory is bounded by the largest record, a package.
/// Throws <see cref="FileRefusedException"/>. Not thread-safe; dispose after use.
/// </summary>
internal sealed class CourierReader(NodeState node, IAsyncStreamReader<CourierChunk> source) : IDisposable
{
    private const int LargestRecord = Limits.Package + (64 * 1024);

    private readonly MemoryStream _raw = new();
    private readonly MemoryStream _plain = new();
    private CourierCipher? _cipher;
    private bool _sourceEnded;

    /// <summary>When the sender says that it wrote the file, milliseconds since the Unix epoch. Signed; known once the head was read.</summary>
    public long CreatedAtMs { get; private set; }

    /// <summary>Reads the head: the partner whose file this is.</summary>
    public async Task<Partner> OpenAsync(CancellationToken cancellation)
    {
        byte[] line = await TakeAsync(CourierFile.FirstLine.Length, cancellation);
        if (!line.AsSpan().SequenceEqual(CourierFile.FirstLine))
        {
            throw new FileRefusedException("this is not a feed file");
        }

        byte[] bytes = await TakeSizedAsync(cancellation), signature = await TakeSizedAsync(cancellation);
        if (!TryHeader(bytes, out CourierHeader? header))
        {
            throw new FileRefusedException("the header cannot be read");
        }

        if (header.To != node.Model.Self.Value)
        {
            throw new FileRefusedException("the file is for another partner");
        }

        if (!PartnerCode.TryParse(header.From, out PartnerCode code) || code == node.Model.Self || !node.Model.Roster.TryFind(code, out Partner? partner))
        {
            throw new FileRefusedException("the sender is not another partner of the roster");
        }

        if (!IsSigned(partner, header, bytes, signature))
        {
            throw new FileRefusedException("the file is not signed by a key that the roster pins for its sender");
        }

        if (node.Settings.CourierKey is not { } key || !key.TryDecapsulate(header.Encapsulation.Span, out byte[]? secret))
        {
            throw new FileRefusedException("this node has no courier key, or the file is not encrypted to it");
        }

        CreatedAtMs = header.CreatedAtMs;
        _cipher = new CourierCipher(secret, bytes);
        CryptographicOperations.ZeroMemory(secret);
        return partner;
    }

    /// <summary>The next record; null after the last one.</summary>
    public async Task<CourierRecord?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (TryRecord(out CourierRecord? record))
            {
                return record;
            }

            if (_cipher!.Ended)
            {
                return _plain.Length == 0 ? null : throw new FileRefusedException("the file ends within a record");
            }

            await ChunkAsync(cancellation);
        }
    }

    public void Dispose()
    {
        _cipher?.Dispose();
        _raw.Dispose();
        _plain.Dispose();
    }

    private async Task ChunkAsync(CancellationToken cancellation)
    {
        uint framed = BinaryPrimitives.ReadUInt32BigEndian(await TakeAsync(4, cancellation));
        bool last = (framed & CourierFile.Last) != 0;
        uint length = framed & ~CourierFile.Last;
        if (length > CourierCipher.ChunkSize + CourierCipher.Overhead
            || !_cipher!.TryDecrypt(await TakeAsync((int)length, cancellation), last, out byte[]? plain))
        {
            throw new FileRefusedException("a chunk was changed, or is not the next one");
        }

        _plain.Position = _plain.Length;
        _plain.Write(plain);
        if (last && (_raw.Length > 0 || await source.MoveNext(cancellation)))
        {
            throw new FileRefusedException("something follows the end of the file");
        }
    }

    private bool TryRecord([NotNullWhen(true)] out CourierRecord? record)
    {
        record = null;
        byte[] plain = _plain.GetBuffer();
        int at = 0, length = 0;
        for (int shift = 0; ; shift += 7)
        {
            if (at == _plain.Length)
            {
                return false;
            }

            length |= (plain[at] & 0x7f) << shift;
            if (plain[at++] < 0x80)
            {
                break;
            }

            if (shift == 21)
            {
                throw new FileRefusedException("a record is too long");
            }
        }

        if (length > LargestRecord)
        {
            throw new FileRefusedException("a record is too long");
        }

        if (_plain.Length - at < length)
        {
            return false;
        }

        try
        {
            record = CourierRecord.Parser.ParseFrom(plain, at, length);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new FileRefusedException("a record cannot be read");
        }

        byte[] rest = plain[(at + length)..(int)_plain.Length];
        _plain.SetLength(0);
        _plain.Write(rest);
        return true;
    }

    private async Task<byte[]> TakeSizedAsync(CancellationToken cancellation)
    {
        uint length = BinaryPrimitives.ReadUInt32BigEndian(await TakeAsync(4, cancellation));
        return length <= CourierFile.LargestHeader ? await TakeAsync((int)length, cancellation) : throw new FileRefusedException("the header is too long");
    }

    private async Task<byte[]> TakeAsync(int count, CancellationToken cancellation)
    {
        while (_raw.Length < count)
        {
            if (_sourceEnded || !await source.MoveNext(cancellation))
            {
                _sourceEnded = true;
                throw new FileRefusedException("the file was cut: its end is missing");
            }

            _raw.Position = _raw.Length;
            _raw.Write(source.Current.Data.Span);
        }

        byte[] all = _raw.ToArray();
        _raw.SetLength(0);
        _raw.Write(all.AsSpan(count));
        return all[..count];
    }

    private bool IsSigned(Partner partner, CourierHeader header, byte[] bytes, byte[] signature)
    {
        try
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(header.Certificate.Span);
            return TlsPin.Speaks(partner, certificate, node.Clock.GetUtcNow()) && CourierFile.IsSignedBy(bytes, signature, certificate);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool TryHeader(byte[] bytes, [NotNullWhen(true)] out CourierHeader? header)
    {
        try
        {
            header = CourierHeader.Parser.ParseFrom(bytes);
            return header.Version == 1;
        }
        catch (InvalidProtocolBufferException)
        {
            header = null;
            return false;
        }
    }
}
