using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>A piece of a mark and where it starts, so that errors point at the right character.</summary>
internal readonly record struct Piece(string Text, int Start)
{
    public Piece From(int index) => new(Text[index..], Start + index);

    public IEnumerable<Piece> Split(string separator)
    {
        int from = 0;
        while (Text.IndexOf(separator, from, StringComparison.Ordinal) is >= 0 and var at)
        {
            yield return new Piece(Text[from..at], Start + from);
            from = at + separator.Length;
        }

        yield return From(from);
    }
}

/// <summary>Reads lists of codes inside a mark: <c>USA, FRA</c> or <c>CAN GBR</c>.</summary>
/// <param name="Prefix">Prefix of the rule ids: <c>US</c> or <c>NAT</c>.</param>
/// <param name="Separator">What stands between codes.</param>
/// <param name="UsaFirst">USA leads the list and is left out of the ordering.</param>
/// <param name="Admits">Which codes may stand in it.</param>
internal sealed record CodeLists(string Prefix, string Separator, bool UsaFirst, Func<string, bool> Admits)
{
    /// <summary>The codes as written. Reports stray separators, unknown codes, duplicates and wrong order.</summary>
    public ImmutableArray<string> Read(Piece list, MarkingRegistry registry, MarkingErrors errors)
    {
        var codes = ImmutableArray.CreateBuilder<string>();
        foreach (Piece item in list.Split(Separator))
        {
            if (item.Text.Length == 0 || item.Text.AsSpan().ContainsAny(' ', ','))
            {
                errors.Add($"{Prefix}-LIST-SEPARATOR", item.Start, $"Separate codes by \"{Separator}\" and nothing else.");
                return codes.ToImmutable();
            }

            if (!Admits(item.Text))
            {
                errors.Add($"{Prefix}-CODE-UNKNOWN", item.Start, $"{item.Text} is not a code that may stand here; use a registered code.");
            }
            else if (codes.Contains(item.Text))
            {
                errors.Add($"{Prefix}-LIST-DUPLICATE", item.Start, $"{item.Text} stands twice; remove one.");
            }
            else if (codes.Count > 0 && Compare(codes[^1], item.Text, registry) > 0)
            {
                errors.Add($"{Prefix}-LIST-ORDER", item.Start, $"Put {item.Text} before {codes[^1]}: nations A-Z, then organisations A-Z.");
            }

            codes.Add(item.Text);
        }

        return codes.ToImmutable();
    }

    private int Compare(string left, string right, MarkingRegistry registry)
    {
        if (UsaFirst && (left == "USA" || right == "USA"))
        {
            return left == "USA" ? -1 : 0; // a USA out of place has its own rule
        }

        return registry.CompareCodes(left, right);
    }
}
