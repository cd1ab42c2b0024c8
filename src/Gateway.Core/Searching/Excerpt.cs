using System.Collections.Immutable;

namespace Gateway.Core.Searching;

/// <summary>A piece of an excerpt.</summary>
/// <param name="Text">As its originator wrote it, white space made single.</param>
/// <param name="Matched">What was looked for.</param>
public sealed record ExcerptRun(string Text, bool Matched);

/// <summary>What a field says around a match.</summary>
/// <param name="Field">The field.</param>
/// <param name="Runs">In order; together they are the excerpt. A cut is marked with an ellipsis.</param>
public sealed record Excerpt(string Field, ImmutableArray<ExcerptRun> Runs)
{
    /// <summary>Characters that an excerpt has at most, ellipses and what a match covers beyond aside.</summary>
    public const int Width = 160;

    /// <summary>Most excerpts of one portion.</summary>
    public const int Most = 3;

    private const string Cut = "\u2026";

    /// <summary>The first excerpts of a portion: one for each field that matches; the beginning of the first field when no words were asked for.</summary>
    public static ImmutableArray<Excerpt> Of(IReadOnlyList<FieldText> fields, ImmutableArray<MatchedSpan> spans) => spans.IsEmpty
        ? [.. fields.Take(1).Select(field => Around(field, []))]
        : [.. spans.GroupBy(span => span.Field).Take(Most).Select(group => Around(fields[group.Key], Apart(group)))];

    /// <summary>Spans that touch or overlap become one.</summary>
    private static List<(int Start, int End)> Apart(IEnumerable<MatchedSpan> spans)
    {
        var apart = new List<(int Start, int End)>();
        foreach (MatchedSpan span in spans)
        {
            if (apart.Count > 0 && span.Start <= apart[^1].End)
            {
                apart[^1] = (apart[^1].Start, Math.Max(apart[^1].End, span.Start + span.Length));
            }
            else
            {
                apart.Add((span.Start, span.Start + span.Length));
            }
        }

        return apart;
    }

    private static Excerpt Around(FieldText field, List<(int Start, int End)> spans)
    {
        string text = field.Text;
        (int from, int until) = Window(text, spans.Count > 0 ? spans[0] : (0, 0));
        var runs = ImmutableArray.CreateBuilder<ExcerptRun>();
        int at = from;
        foreach ((int start, int end) in spans.TakeWhile(span => span.Start < until))
        {
            Add(runs, text[at..start], matched: false);
            at = Math.Min(end, until);
            Add(runs, text[start..at], matched: true);
        }

        Add(runs, text[at..until], matched: false);
        if (from > 0)
        {
            runs.Insert(0, new ExcerptRun(Cut, false));
        }

        if (until < text.Length)
        {
            runs.Add(new ExcerptRun(Cut, false));
        }

        return new Excerpt(field.Field, runs.ToImmutable());
    }

    /// <summary>A third of the width before the first match, the rest behind it, at word boundaries where there are any near.</summary>
    private static (int From, int Until) Window(string text, (int Start, int End) match)
    {
        if (text.Length <= Width)
        {
            return (0, text.Length);
        }

        int from = Math.Clamp(match.Start - (Width / 3), 0, Math.Max(0, text.Length - Width));
        int until = Math.Min(text.Length, Math.Max(from + Width, Math.Min(match.End, match.Start + Width)));
        from = from == 0 ? 0 : Boundary(text, from, match.Start, +1);
        until = until == text.Length ? until : Boundary(text, until, Math.Max(match.End, from), -1);
        return (from, until);
    }

    // At most as far as the match; without a space there, between two characters.
    private static int Boundary(string text, int at, int limit, int step)
    {
        for (int i = at; step > 0 ? i < limit : i > limit; i += step)
        {
            if (char.IsWhiteSpace(text[step > 0 ? i - 1 : i]))
            {
                return i;
            }
        }

        return at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
    }

    private static void Add(ImmutableArray<ExcerptRun>.Builder runs, string text, bool matched)
    {
        if (text.Length > 0)
        {
            runs.Add(new ExcerptRun(Single(text), matched));
        }
    }

    private static string Single(string text) => text.AsSpan().IndexOfAny('\n', '\r', '\t') < 0
        ? text
        : text.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');
}
