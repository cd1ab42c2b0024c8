using System.Security.Cryptography;

namespace Gateway.Core.Sealing;

/// <summary>
/// Where salts, nonces and ids come from. <see cref="System"/> is the operating system's generator; test vectors use a seeded one.
/// Implementations are thread-safe.
/// </summary>
public abstract class RandomSource
{
    /// <summary>The operating system's cryptographic generator.</summary>
    public static RandomSource System { get; } = new SystemSource();

    /// <summary>Fills the span with unpredictable bytes.</summary>
    public abstract void Fill(Span<byte> target);

    /// <summary>A new array of <paramref name="count"/> unpredictable bytes.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        Fill(bytes);
        return bytes;
    }

    private sealed class SystemSource : RandomSource
    {
        public override void Fill(Span<byte> target) => RandomNumberGenerator.Fill(target);
    }
}
