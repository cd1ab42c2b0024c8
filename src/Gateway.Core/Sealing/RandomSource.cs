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
        // The price is one of calls, not of bytes. So what is drawn in a few bytes (variants, ranks, ids, orders: no secrets) is fetched in
        // stock, each byte given out once. Salts, nonces and keys always come straight from the generator.
        private const int MostFromStock = 8;
        private const int Stock = 1024;

        [ThreadStatic]
        private static byte[]? _stock;

        [ThreadStatic]
        private static int _left;

        public override void Fill(Span<byte> target)
        {
            if (target.Length > MostFromStock)
            {
                RandomNumberGenerator.Fill(target);
                return;
            }

            byte[] stock = _stock ??= new byte[Stock];
            if (_left < target.Length)
            {
                RandomNumberGenerator.Fill(stock);
                _left = Stock;
            }

            _left -= target.Length;
            Span<byte> given = stock.AsSpan(_left, target.Length);
            given.CopyTo(target);
            given.Clear();
        }
    }
}
