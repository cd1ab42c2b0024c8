using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Gateway.Core.Sealing;

/// <summary>
/// Names a product: SHA-256 of its manifest bytes. Links copies of the same product to each other, which is inherent and documented.
/// Equality is by value. The default value names nothing.
/// </summary>
public readonly struct ProductId : IEquatable<ProductId>
{
    private readonly byte[]? _bytes;

    private ProductId(byte[] bytes) => _bytes = bytes;

    /// <summary>The 32 bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes ?? [];

    /// <summary>The id of a manifest.</summary>
    public static ProductId OfManifest(ReadOnlySpan<byte> manifest) => new(SHA256.HashData(manifest));

    /// <summary>From exactly 32 bytes.</summary>
    public static bool TryFrom(ReadOnlySpan<byte> bytes, out ProductId id)
    {
        id = bytes.Length == Limits.Hash ? new ProductId(bytes.ToArray()) : default;
        return bytes.Length == Limits.Hash;
    }

    /// <summary>From 64 hex digits of either case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? hex, out ProductId id)
    {
        id = default;
        var bytes = new byte[Limits.Hash];
        if (hex?.Length != 2 * Limits.Hash || Convert.FromHexString(hex, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        id = new ProductId(bytes);
        return true;
    }

    /// <summary>A copy of the 32 bytes.</summary>
    public byte[] ToArray() => Span.ToArray();

    /// <inheritdoc/>
    public bool Equals(ProductId other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ProductId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _bytes is null ? 0 : BitConverter.ToInt32(_bytes);

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(Span);

    /// <summary>Equality by value.</summary>
    public static bool operator ==(ProductId left, ProductId right) => left.Equals(right);

    /// <summary>Inequality by value.</summary>
    public static bool operator !=(ProductId left, ProductId right) => !left.Equals(right);
}
