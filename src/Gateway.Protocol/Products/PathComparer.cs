using System.Runtime.InteropServices;

namespace Gateway.Protocol.Products;

/// <summary>
/// Compares paths, and ids, and hashes their last characters only: those are random. Who makes up ids that collide slows down a table of
/// at most 512 entries. Thread-safe.
/// </summary>
internal sealed class PathComparer : IEqualityComparer<string>
{
    // Four characters are eight bytes.
    private const int Hashed = 4;

    public static PathComparer Instance { get; } = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y);

    public int GetHashCode(string obj)
    {
        if (obj.Length < Hashed)
        {
            return obj.Length;
        }

        ulong tail = MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(obj.AsSpan(obj.Length - Hashed)));

        // Hex digits differ in the low bits of their code only.
        return (int)((tail * 0x9E3779B97F4A7C15) >> 33);
    }
}
