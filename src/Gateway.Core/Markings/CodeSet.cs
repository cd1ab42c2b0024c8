using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>A set of codes, or everybody. Immutable; equality by content; ordinal order.</summary>
public sealed class CodeSet : IEquatable<CodeSet>
{
    // Ascending, each once; default: everybody. Sets are small and compared often, so a sorted array beats a tree.
    private readonly ImmutableArray<string> _codes;

    private CodeSet(ImmutableArray<string> ascending) => _codes = ascending;

    /// <summary>Every code there is or will be.</summary>
    public static CodeSet All { get; } = new(default);

    /// <summary>No code: nobody.</summary>
    public static CodeSet Empty { get; } = new([]);

    /// <summary>True for <see cref="All"/>.</summary>
    public bool IsAll => _codes.IsDefault;

    /// <summary>The codes in ordinal order. Empty for <see cref="All"/>, which cannot be listed: ask <see cref="IsAll"/> first.</summary>
    public ImmutableArray<string> Codes => IsAll ? [] : _codes;

    /// <summary>The set of these codes.</summary>
    public static CodeSet Of(IEnumerable<string> codes)
    {
        string[] sorted = [.. codes];
        Array.Sort(sorted, StringComparer.Ordinal);
        int count = 0;
        foreach (string code in sorted)
        {
            if (count == 0 || sorted[count - 1] != code)
            {
                sorted[count++] = code;
            }
        }

        return count == 0 ? Empty : new CodeSet([.. sorted.AsSpan(0, count)]);
    }

    /// <summary>True when the code is in the set.</summary>
    public bool Contains(string code) => IsAll || _codes.AsSpan().BinarySearch(code, StringComparer.Ordinal) >= 0;

    /// <summary>True when every member of this set is in the other.</summary>
    public bool IsSubsetOf(CodeSet other) => other.IsAll || (!IsAll && Common(_codes, other._codes).Length == _codes.Length);

    /// <summary>Codes in both.</summary>
    public CodeSet Intersect(CodeSet other) => IsAll ? other : other.IsAll ? this : new CodeSet(Common(_codes, other._codes));

    /// <summary>Codes in either.</summary>
    public CodeSet Union(CodeSet other) =>
        IsAll || other.IsAll ? All
        : other._codes.IsEmpty ? this
        : _codes.IsEmpty ? other
        : Of(_codes.Concat(other._codes));

    /// <inheritdoc/>
    public bool Equals(CodeSet? other) =>
        other is not null && IsAll == other.IsAll && _codes.AsSpan().SequenceEqual(other._codes.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CodeSet);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        IsAll ? -1 : _codes.Aggregate(17, (hash, code) => HashCode.Combine(hash, StringComparer.Ordinal.GetHashCode(code)));

    /// <inheritdoc/>
    public override string ToString() => IsAll ? "everybody" : "{" + string.Join(", ", _codes) + "}";

    private static ImmutableArray<string> Common(ImmutableArray<string> left, ImmutableArray<string> right)
    {
        var common = ImmutableArray.CreateBuilder<string>(Math.Min(left.Length, right.Length));
        for (int i = 0, j = 0; i < left.Length && j < right.Length;)
        {
            int order = string.CompareOrdinal(left[i], right[j]);
            if (order == 0)
            {
                common.Add(left[i]);
            }

            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return common.DrainToImmutable();
    }
}
