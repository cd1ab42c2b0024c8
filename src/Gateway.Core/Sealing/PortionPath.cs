using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Sealing;

/// <summary>
/// Paths of portions: field names and random ids joined by <c>/</c>, e.g. <c>judgements/0f3a…/confidence</c>. Ids are sixteen
/// lower-case hex digits, so that nothing about order, number or content shows in a path.
/// </summary>
public static class PortionPath
{
    /// <summary>Characters of an id.</summary>
    public const int IdLength = 16;

    /// <summary>A fresh random id.</summary>
    public static string NewId(RandomSource random)
    {
        Span<byte> bytes = stackalloc byte[IdLength / 2];
        random.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>True for sixteen lower-case hex digits.</summary>
    public static bool IsId(ReadOnlySpan<char> segment)
    {
        if (segment.Length != IdLength)
        {
            return false;
        }

        foreach (char c in segment)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The path with every id replaced by <c>*</c>. False unless each segment is a field name or an id.</summary>
    public static bool TryPattern(string path, [NotNullWhen(true)] out string? pattern)
    {
        Span<char> target = stackalloc char[Limits.Text];
        pattern = TryPattern(path, target, out int length) ? target[..length].ToString() : null;
        return pattern is not null;
    }

    /// <summary>The same into <paramref name="target"/>, <see cref="Limits.Text"/> characters: a pattern is never longer than its path.</summary>
    internal static bool TryPattern(ReadOnlySpan<char> path, Span<char> target, out int length)
    {
        length = 0;
        if (path.Length is 0 or > Limits.Text)
        {
            return false;
        }

        bool first = true;
        foreach (Range range in path.Split('/'))
        {
            ReadOnlySpan<char> segment = path[range];
            bool id = !first && IsId(segment);
            if (!id && !IsFieldName(segment))
            {
                return false;
            }

            if (!first)
            {
                target[length++] = '/';
            }

            ReadOnlySpan<char> shown = id ? "*" : segment;
            shown.CopyTo(target[length..]);
            length += shown.Length;
            first = false;
        }

        return true;
    }

    private static bool IsFieldName(ReadOnlySpan<char> segment)
    {
        if (segment.Length == 0 || !char.IsAsciiLetterLower(segment[0]))
        {
            return false;
        }

        foreach (char c in segment)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }
}
