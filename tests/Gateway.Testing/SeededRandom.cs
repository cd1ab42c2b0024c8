using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Sealing;

namespace Gateway.Testing;

/// <summary>
/// Reproducible bytes for tests and vectors: block <c>i</c> of 32 bytes is <c>SHA-256(label ‖ u64be i)</c>, i from 0; each fill starts a new
/// block. Predictable by everyone: never use it for anything real. Thread-safe.
/// </summary>
public sealed class SeededRandom(string label) : RandomSource
{
    private readonly Lock _gate = new();
    private readonly byte[] _label = Encoding.UTF8.GetBytes(label);
    private ulong _block;

    public override void Fill(Span<byte> target)
    {
        lock (_gate)
        {
            Span<byte> input = new byte[_label.Length + 8];
            _label.CopyTo(input);
            Span<byte> block = stackalloc byte[SHA256.HashSizeInBytes];
            while (!target.IsEmpty)
            {
                BinaryPrimitives.WriteUInt64BigEndian(input[_label.Length..], _block++);
                SHA256.HashData(input, block);
                int count = Math.Min(block.Length, target.Length);
                block[..count].CopyTo(target);
                target = target[count..];
            }
        }
    }
}
