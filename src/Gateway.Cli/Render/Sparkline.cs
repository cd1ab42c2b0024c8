namespace Gateway.Cli.Render;

/// <summary>A row of numbers as small bars, the highest of them full.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>One bar a number, the newest <paramref name="width"/> of them; a dot where there is none. Empty below two numbers: one bar says nothing.</summary>
    public static string Of(IEnumerable<double?> values, int width)
    {
        double?[] shown = [.. values.TakeLast(width)];
        double highest = shown.Max() ?? 0;
        return shown.Count(value => value is not null) < 2 ? "" : string.Concat(shown.Select(value => Bar(value, highest)));
    }

    private static char Bar(double? value, double highest) => value is not { } number ? '·'
        : highest <= 0 ? Bars[0]
        : Bars[Math.Clamp((int)Math.Ceiling(number / highest * Bars.Length) - 1, 0, Bars.Length - 1)];
}
