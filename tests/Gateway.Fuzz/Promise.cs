using System.Diagnostics.CodeAnalysis;

namespace Gateway.Fuzz;

/// <summary>What readers promise, as checks that targets share.</summary>
internal static class Promise
{
    /// <summary>What is accepted has one encoding: writing it again gives the bytes that were read.</summary>
    public static string SameBytes(byte[] read, byte[] written) => written.AsSpan().SequenceEqual(read)
        ? $"read {Size(read.Length)}"
        : throw new BrokenPromiseException("what was accepted is written with other bytes");

    /// <summary>What is accepted has one spelling.</summary>
    public static string SameText(string read, string written) => read == written
        ? $"read {Size(read.Length)}"
        : throw new BrokenPromiseException("what was accepted is written with other text");

    /// <summary>Fails with a sentence.</summary>
    public static void Holds([DoesNotReturnIf(false)] bool condition, string promise)
    {
        if (!condition)
        {
            throw new BrokenPromiseException(promise);
        }
    }

    /// <summary>Sizes in powers of two: a corpus wants few of each.</summary>
    public static string Size(int length) => $"2^{int.Log2(length + 1)}";
}
