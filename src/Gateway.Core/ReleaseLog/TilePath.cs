using System.Globalization;

namespace Gateway.Core.ReleaseLog;

/// <summary>The <c>&lt;N&gt;[.p/&lt;W&gt;]</c> of tile paths: three-digit groups, all but the last prefixed <c>x</c> (1234067 is <c>x001/x234/067</c>).</summary>
internal static class TilePath
{
    internal static string Format(long index, int width)
    {
        string path = (index % 1000).ToString("D3", CultureInfo.InvariantCulture);
        for (long rest = index / 1000; rest > 0; rest /= 1000)
        {
            path = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:D3}/{path}");
        }

        return width == Tile.FullWidth ? path : string.Create(CultureInfo.InvariantCulture, $"{path}.p/{width}");
    }

    internal static bool TryParse(ReadOnlySpan<char> path, out long index, out int width)
    {
        index = 0;
        width = Tile.FullWidth;
        ReadOnlySpan<char> number = path;
        int partial = path.IndexOf(".p/", StringComparison.Ordinal);
        if (partial >= 0)
        {
            number = path[..partial];
            ReadOnlySpan<char> digits = path[(partial + 3)..];
            if (digits.IsEmpty || digits.Length > 3 || digits[0] == '0' || !NoteSyntax.AreDigits(digits)
                || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out width) || width >= Tile.FullWidth)
            {
                return false;
            }
        }

        for (bool first = true; ; first = false)
        {
            bool more = !number.IsEmpty && number[0] == 'x';
            number = more ? number[1..] : number;
            if (number.Length < 3 || !NoteSyntax.AreDigits(number[..3]) || !int.TryParse(number[..3], NumberStyles.None, CultureInfo.InvariantCulture, out int group)
                || (first && more && group == 0) || index > (long.MaxValue - group) / 1000)
            {
                return false;
            }

            index = index * 1000 + group;
            number = number[3..];
            if (!more)
            {
                return number.IsEmpty;
            }

            if (number.IsEmpty || number[0] != '/')
            {
                return false;
            }

            number = number[1..];
        }
    }
}
