using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Assessments;
using Gateway.Core.Wire;

namespace Gateway.Core.Sealing;

/// <summary>One place in a product where portions of one type may stand.</summary>
/// <param name="Pattern">Path with <c>*</c> for ids: <c>judgements/*/confidence/*</c>.</param>
/// <param name="Type">Full name of the message in the portion: <c>gateway.v1.Confidence</c>.</param>
/// <param name="FieldClass">What policy sees.</param>
/// <param name="Shape">Fields of the message, for strict reading.</param>
public sealed record PortionType(string Pattern, string Type, FieldClass FieldClass, MessageShape Shape);

/// <summary>
/// What a product of one schema may hold: a constant number of commitments and the places where portions stand. The number is part of
/// the name, so that products with much and with little withheld look alike. Immutable and thread-safe.
/// </summary>
public sealed class ProductSchema
{
    private readonly FrozenDictionary<string, PortionType> _types;
    private readonly FrozenDictionary<string, PortionType>.AlternateLookup<ReadOnlySpan<char>> _byPattern;

    /// <summary>
    /// Makes a schema. <paramref name="message"/> is the full name of the product's message; <paramref name="lane"/> says how urgently its
    /// products go.
    /// </summary>
    public ProductSchema(string message, int commitments, IEnumerable<PortionType> types, Lane lane = Lane.Products)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(commitments, 2 * Limits.MinimumDecoys);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(commitments, ushort.MaxValue + 1);
        Name = $"{message}/{commitments}";
        Commitments = commitments;
        Lane = lane;
        _types = types.ToFrozenDictionary(type => type.Pattern, StringComparer.Ordinal);
        _byPattern = _types.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Name and commitment count: <c>gateway.v1.RiskAssessment/128</c>.</summary>
    public string Name { get; }

    /// <summary>Commitments in every manifest of this schema.</summary>
    public int Commitments { get; }

    /// <summary>The lane of every feed that products of this schema take.</summary>
    public Lane Lane { get; }

    /// <summary>Most portions that a product may have.</summary>
    public int Capacity => Commitments - Limits.MinimumDecoys;

    /// <summary>All places.</summary>
    public IEnumerable<PortionType> Types => _types.Values;

    /// <summary>The place that a path names, or false when the schema has none of that type there.</summary>
    public bool TryResolve(string path, string type, [NotNullWhen(true)] out PortionType? found)
    {
        Span<char> pattern = stackalloc char[Limits.Text];
        found = PortionPath.TryPattern(path, pattern, out int length)
            && _byPattern.TryGetValue(pattern[..length], out PortionType? there)
            && there.Type == type
            ? there
            : null;
        return found is not null;
    }
}
