using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Markings;

namespace Gateway.Core.Sealing;

/// <summary>
/// Markings by the bytes that they were read from: the same few stand on many portions, and equal bytes read the same. Holds only what was
/// read without a fault. One for each thread, of fixed size; what shares a place pushes out what was there.
/// </summary>
internal sealed class MarkingBytes
{
    private const int Places = 64;
    private const int LongestBytes = 1_024;

    [ThreadStatic]
    private static MarkingBytes? _own;

    private readonly (byte[] Bytes, Marking Marking)[] _known = new (byte[], Marking)[Places];

    /// <summary>The current thread's.</summary>
    public static MarkingBytes Own => _own ??= new MarkingBytes();

    public bool TryGet(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Marking? marking)
    {
        (byte[]? known, marking) = _known[Place(bytes)];
        if (known is not null && bytes.SequenceEqual(known))
        {
            return true;
        }

        marking = null;
        return false;
    }

    public void Add(ReadOnlySpan<byte> bytes, Marking marking)
    {
        if (bytes.Length <= LongestBytes)
        {
            _known[Place(bytes)] = (bytes.ToArray(), marking);
        }
    }

    // Any spread will do: whoever makes marks collide makes reading them as slow as it is without this.
    private static int Place(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.Add(bytes.Length);
        hash.AddBytes(bytes[..Math.Min(bytes.Length, 48)]);
        return (int)((uint)hash.ToHashCode() % Places);
    }
}
