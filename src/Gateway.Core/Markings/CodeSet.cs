using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>A set of codes, or everybody. Immutable; equality by content; ordinal order.</summary>
public sealed class CodeSet : IEquatable<CodeSet>
{
    private readonly ImmutableSortedSet<string>? _codes;

    private CodeSet(ImmutableSortedSet<string>? codes) => _codes = codes;

    /// <summary>Every code there is or will be.</summary>
    public static CodeSet All { get; } = new(null);

    /// <summary>No code: nobody.</summary>
    public static CodeSet Empty { get; } = Of([]);

    /// <summary>True for <see cref="All"/>.</summary>
    public bool IsAll => _codes is null;

    /// <summary>The codes in ordinal order. Empty for <see cref="All"/>, which cannot be listed: ask <see cref="IsAll"/> first.</summary>
    public ImmutableArray<string> Codes => _codes is null ? [] : [.. _codes];

    /// <summary>The set of these codes.</summary>
    public static CodeSet Of(IEnumerable<string> codes) => new(codes.ToImmutableSortedSet(StringComparer.Ordinal));

    /// <summary>True when the code is in the set.</summary>
    public bool Contains(string code) => _codes is null || _codes.Contains(code);

    /// <summary>True when every member of this set is in the other.</summary>
    public bool IsSubsetOf(CodeSet other) => other._codes is null || (_codes is not null && _codes.IsSubsetOf(other._codes));

    /// <summary>Codes in both.</summary>
    public CodeSet Intersect(CodeSet other)
    {
        if (_codes is null)
        {
            return other;
        }

        return other._codes is null ? this : new CodeSet(_codes.Intersect(other._codes));
    }

    /// <summary>Codes in either.</summary>
    public CodeSet Union(CodeSet other) => _codes is null || other._codes is null ? All : new CodeSet(_codes.Union(other._codes));

    /// <inheritdoc/>
    public bool Equals(CodeSet? other) =>
        other is not null && (_codes is null ? other._codes is null : other._codes is not null && _codes.SetEquals(other._codes));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CodeSet);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        _codes is null ? -1 : _codes.Aggregate(17, (hash, code) => HashCode.Combine(hash, StringComparer.Ordinal.GetHashCode(code)));

    /// <inheritdoc/>
    public override string ToString() => _codes is null ? "everybody" : "{" + string.Join(", ", _codes) + "}";
}
