using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Markings;

/// <summary>How far a row of the level table can be relied on.</summary>
public enum Confidence
{
    /// <summary>Read in a treaty or decision text.</summary>
    Treaty,

    /// <summary>Partly confirmed by a secondary source.</summary>
    Reported,

    /// <summary>General knowledge, unconfirmed.</summary>
    General,
}

/// <summary>Standing of a level word in its nation.</summary>
public enum WordStatus
{
    /// <summary>In force.</summary>
    Current,

    /// <summary>A protection mark that is not a classification; compared as its level.</summary>
    Handling,

    /// <summary>Withdrawn, still valid on old documents.</summary>
    Legacy,

    /// <summary>Another spelling, printed as the level's first word.</summary>
    Alias,

    /// <summary>This project's word, where no source gives one.</summary>
    Own,
}

/// <summary>One word of one nation.</summary>
/// <param name="Word">The stored form, which is the form printed.</param>
/// <param name="Level">Its place on the common ladder.</param>
/// <param name="Status">Its standing.</param>
public sealed record LevelWord(string Word, Level Level, WordStatus Status);

/// <summary>The levels of one nation, or of NATO or the EU. Immutable.</summary>
/// <param name="Nation">ISO alpha-3, or the organisation's code.</param>
/// <param name="Confidence">How far the row can be relied on.</param>
/// <param name="Sources">Where the row comes from; never empty.</param>
/// <param name="Words">Words, highest level first, the preferred word of a level before others.</param>
/// <param name="Clearances">Names of clearances and the level each is good for.</param>
/// <param name="ReceivedAs">Levels that the nation receives at a stated level.</param>
public sealed record NationLevels(
    string Nation,
    Confidence Confidence,
    ImmutableArray<string> Sources,
    ImmutableArray<LevelWord> Words,
    ImmutableDictionary<string, Level> Clearances,
    ImmutableDictionary<Level, Level> ReceivedAs)
{
    /// <summary>True when the nation has a word in force at the level.</summary>
    public bool Has(Level level) =>
        Words.Any(word => word.Level == level && word.Status is (WordStatus.Current or WordStatus.Handling or WordStatus.Own));
}

/// <summary>
/// National level words on the common ladder, keyed by nation and word because one word means different levels (ROU SECRET is
/// CONFIDENTIAL). Comparison ignores case and diacritics. Information maps up, clearance maps down. Immutable and thread-safe.
/// </summary>
public sealed class LevelMap
{
    private readonly FrozenDictionary<string, NationLevels> _nations;
    private readonly FrozenDictionary<(string Nation, string Folded), LevelWord> _words;

    internal LevelMap(IEnumerable<NationLevels> rows)
    {
        _nations = rows.ToFrozenDictionary(row => row.Nation);
        var words = new Dictionary<(string, string), LevelWord>();
        foreach (NationLevels row in _nations.Values)
        {
            foreach (LevelWord word in row.Words)
            {
                words.TryAdd((row.Nation, WordFold.Fold(word.Word)), word);
            }
        }

        _words = words.ToFrozenDictionary();
    }

    /// <summary>All rows, in ordinal order of nation.</summary>
    public IEnumerable<NationLevels> Nations => _nations.Values.OrderBy(row => row.Nation, StringComparer.Ordinal);

    /// <summary>The row of a nation. False for a nation without one: its marks and clearances are refused.</summary>
    public bool TryGetNation(string nation, [NotNullWhen(true)] out NationLevels? levels)
    {
        levels = null;
        return nation is not null && _nations.TryGetValue(nation, out levels);
    }

    /// <summary>Level of a word in a nation. False for an unknown nation or word.</summary>
    public bool TryMap(string nation, string word, out Level level)
    {
        level = default;
        if (nation is null || word is null || !TryFind(nation, WordFold.Fold(word), out LevelWord? found))
        {
            return false;
        }

        level = found.Level;
        return true;
    }

    /// <summary>
    /// The level that a recipient must be cleared to for information of this level: the same, or the next higher level that the
    /// recipient has (FRA and GBR receive CONFIDENTIAL as SECRET, the USA receives RESTRICTED as CONFIDENTIAL). A recipient without a
    /// row is asked for <see cref="Level.TopSecret"/> for anything classified.
    /// </summary>
    public Level ReceiveAs(string ownerNation, Level level, string recipientNation)
    {
        if (level == Level.Unclassified || ownerNation == recipientNation)
        {
            return level;
        }

        if (!TryGetNation(recipientNation, out NationLevels? recipient))
        {
            return Level.TopSecret;
        }

        return recipient.ReceivedAs.TryGetValue(level, out Level stated) ? stated : NextUp(recipient, level);
    }

    /// <summary>
    /// What a clearance is good for: its name (<c>SC</c>, <c>Ü2</c>) or a level word in force. False when unknown.
    /// An AUS Baseline clearance is good for RESTRICTED although PROTECTED information counts as CONFIDENTIAL.
    /// </summary>
    public bool TryMapClearance(string nation, string clearance, out Level level)
    {
        level = default;
        if (clearance is null || !TryGetNation(nation, out NationLevels? levels))
        {
            return false;
        }

        string folded = WordFold.Fold(clearance);
        foreach ((string name, Level good) in levels.Clearances)
        {
            if (WordFold.Fold(name) == folded)
            {
                level = good;
                return true;
            }
        }

        if (!TryFind(nation, folded, out LevelWord? word) || word.Status is not (WordStatus.Current or WordStatus.Alias))
        {
            return false;
        }

        level = word.Level;
        return true;
    }

    /// <summary>A clearance level read in a nation: the same, or the next lower level that the nation has.</summary>
    public Level ClearanceAs(string nation, Level level)
    {
        if (!TryGetNation(nation, out NationLevels? levels))
        {
            return Level.Unclassified;
        }

        while (level > Level.Unclassified && !levels.Has(level))
        {
            level--;
        }

        return level;
    }

    internal bool TryFind(string nation, string folded, [NotNullWhen(true)] out LevelWord? word)
    {
        if (!_words.TryGetValue((nation, folded), out word))
        {
            return false;
        }

        if (word.Status == WordStatus.Alias)
        {
            word = Preferred(nation, word.Level) ?? word;
        }

        return true;
    }

    /// <summary>The nation's preferred word at a level, or null.</summary>
    internal LevelWord? Preferred(string nation, Level level) =>
        TryGetNation(nation, out NationLevels? levels)
            ? levels.Words.FirstOrDefault(word => word.Level == level && word.Status is not (WordStatus.Alias or WordStatus.Legacy))
            : null;

    private static Level NextUp(NationLevels recipient, Level level)
    {
        Level up = level;
        while (up < Level.TopSecret && !recipient.Has(up))
        {
            up++;
        }

        return up;
    }
}
