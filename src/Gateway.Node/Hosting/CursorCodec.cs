using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Sealing;

namespace Gateway.Node.Hosting;

/// <summary>
/// Cursors of pulls. A position counts everything that arrived, also what the caller may not see, so it travels encrypted (one AES block
/// under a key of this node): gaps do not show, and a cursor is good only for the caller and mode that it was made for.
/// </summary>
internal sealed class CursorCodec : IDisposable
{
    private const int CallerBytes = 7;

    private readonly Aes _aes = Aes.Create();

    public CursorCodec(byte[] key) => _aes.Key = key;

    /// <summary>The node's cursor key, made on first use.</summary>
    public static CursorCodec Open(string path)
    {
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var stream = new FileStream(path, options);
            stream.Write(RandomNumberGenerator.GetBytes(32));
        }

        byte[] key = File.ReadAllBytes(path);
        return key.Length == 32 ? new CursorCodec(key) : throw new InvalidDataException("The cursor key must have 32 bytes.");
    }

    public byte[] Encode(string caller, Mode mode, long ordinal)
    {
        var block = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(block, ordinal);
        block[8] = (byte)mode;
        Tag(caller).CopyTo(block.AsSpan(9));
        return _aes.EncryptEcb(block, PaddingMode.None);
    }

    /// <summary>The position, 0 for an empty cursor; false when it was not made here for this caller and mode.</summary>
    public bool TryDecode(ReadOnlySpan<byte> cursor, string caller, Mode mode, out long ordinal)
    {
        ordinal = 0;
        if (cursor.Length is not (0 or 16))
        {
            return false;
        }

        if (cursor.IsEmpty)
        {
            return true;
        }

        byte[] block = _aes.DecryptEcb(cursor, PaddingMode.None);
        ordinal = BinaryPrimitives.ReadInt64BigEndian(block);
        return ordinal >= 0 && block[8] == (byte)mode && CryptographicOperations.FixedTimeEquals(block.AsSpan(9), Tag(caller));
    }

    public void Dispose() => _aes.Dispose();

    private static byte[] Tag(string caller) => SHA256.HashData(Encoding.UTF8.GetBytes(caller))[..CallerBytes];
}
