using System.Collections.Immutable;

namespace Gateway.Core.Markings.National;

/// <summary>The first part of a national mark: the level and what stands directly with it.</summary>
internal sealed record NationalHead(LevelWord Word)
{
    /// <summary>The prefix UK, or null.</summary>
    public string? Prefix { get; init; }

    /// <summary>A caveat that stood with the level, or null.</summary>
    public NationalCaveat? Caveat { get; init; }

    /// <summary>Nations of an EYES ONLY list in register order, or null.</summary>
    public ImmutableArray<string>? EyesOnly { get; init; }

    /// <summary>A release list that stood with the level (REL EU), or null.</summary>
    public ImmutableArray<string>? List { get; init; }

    /// <summary>Handling that obliges whoever holds the information.</summary>
    public ImmutableArray<string> Handling { get; init; } = [];

    /// <summary>Handling that obliges nobody.</summary>
    public ImmutableArray<string> Informative { get; init; } = [];
}

/// <summary>Reads and spells the level of a nation without anything else but a caveat of its own.</summary>
internal static class PlainHead
{
    public static NationalHead? Read(string nation, Piece piece, string text, MarkingRegistry registry, MarkingErrors errors)
    {
        string folded = WordFold.Fold(piece.Text);
        foreach (NationalCaveat caveat in NationalCaveat.Of(nation))
        {
            foreach (string join in caveat.Joins.Where(join => join != NationalCaveat.Slashes))
            {
                foreach (string tail in caveat.Spellings.Select(spelling => WordFold.Fold(join + spelling)))
                {
                    if (folded.EndsWith(tail, StringComparison.Ordinal)
                        && registry.Levels.TryFind(nation, folded[..^tail.Length], out LevelWord? under))
                    {
                        return new NationalHead(under) { Caveat = caveat };
                    }
                }
            }
        }

        if (registry.Levels.TryFind(nation, folded, out LevelWord? word))
        {
            return new NationalHead(word);
        }

        Unknown(nation, piece.Start, text, registry, errors);
        return null;
    }

    public static string Print(string nation, ParsedMarking marking) =>
        NationalCaveat.Of(nation).FirstOrDefault(caveat => caveat.Word == marking.Caveat) is { } found && found.Joins[0] != NationalCaveat.Slashes
            ? marking.LevelWord + found.Joins[0] + found.Word
            : marking.LevelWord;

    public static void Unknown(string nation, int position, string text, MarkingRegistry registry, MarkingErrors errors) =>
        errors.Add("NAT-LEVEL-UNKNOWN", position,
            $"Begin with a level word of {nation}, such as {registry.Levels.Preferred(nation, Level.Secret)?.Word}."
            + PolicyGuess.Hint(text, nation));
}
