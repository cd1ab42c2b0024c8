using System.Collections.Frozen;

namespace Gateway.Core.Markings;

/// <summary>The words for the five steps of the ladder in policies, rosters and agreements: upper case, <c>TOP SECRET</c>.</summary>
public static class LevelNames
{
    private static readonly FrozenDictionary<string, Level> Levels = new Dictionary<string, Level>
    {
        ["UNCLASSIFIED"] = Level.Unclassified,
        ["RESTRICTED"] = Level.Restricted,
        ["CONFIDENTIAL"] = Level.Confidential,
        ["SECRET"] = Level.Secret,
        ["TOP SECRET"] = Level.TopSecret,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Level, string> Words = Levels.ToFrozenDictionary(p => p.Value, p => p.Key);

    /// <summary>The word for a level. Throws <see cref="KeyNotFoundException"/> for a value outside the enumeration.</summary>
    public static string Word(this Level level) => Words[level];

    /// <summary>Reads a word, ordinal; false for any other text.</summary>
    public static bool TryParse(string word, out Level level) => Levels.TryGetValue(word, out level);
}
