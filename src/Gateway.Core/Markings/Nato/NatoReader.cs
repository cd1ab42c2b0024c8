using System.Collections.Immutable;

namespace Gateway.Core.Markings.Nato;

/// <summary>
/// Reads the text of a NATO mark from left to right: level with context, sensitivities, <c>Releasable to</c>, administrative word,
/// <c>ONLY</c>. Names hold spaces, so the closed vocabulary says where one ends.
/// </summary>
internal sealed class NatoReader(string text, MarkingRegistry registry, MarkingErrors errors)
{
    public const string ReleasableTo = "Releasable to ";
    public const string Only = " ONLY";

    private const string Nato = "NATO";
    private const string ReleasableContext = "Releasable";
    private const int MostLevelWords = 4;

    private readonly NationNames _names = NationNames.Of(registry);
    private readonly List<string> _sensitivities = [];
    private int _at;
    private int _listStart;
    private int _stage;
    private bool _saysReleasable;

    public LevelWord? Level { get; private set; }

    public string? Context { get; private set; }

    public ImmutableArray<string> Sensitivities => [.. NatoVocabulary.Sensitivities.Where(_sensitivities.Contains)];

    public ImmutableArray<string>? List { get; private set; }

    public string? Administrative { get; private set; }

    public ImmutableArray<string>? Audience { get; private set; }

    public void Read()
    {
        ReadContext();
        Level = ReadLevel();
        if (Level is null)
        {
            return;
        }

        while (_at < text.Length)
        {
            if (text[_at] != ' ')
            {
                errors.Add("NATO-TOKEN-UNKNOWN", _at, "A space stands between the parts of a mark.");
                return;
            }

            _at++;
            ReadPart();
        }

        if (List is not null && Level.Level == Markings.Level.TopSecret)
        {
            errors.Add("NATO-REL-LEVEL", _listStart, "COSMIC TOP SECRET is not releasable outside NATO; remove the list.");
        }

        if (_saysReleasable && List is null)
        {
            errors.Add("NATO-REL-MISSING", Nato.Length + 1, "The context Releasable needs Releasable to and names behind the level.");
        }
    }

    private string Rest => text[_at..];

    private void ReadContext()
    {
        if (!text.StartsWith(Nato + "/", StringComparison.Ordinal))
        {
            return;
        }

        int start = Nato.Length + 1;
        string? value = NatoVocabulary.Contexts.Keys.Append(ReleasableContext)
            .FirstOrDefault(known => text.AsSpan(start).StartsWith(known + " ", StringComparison.OrdinalIgnoreCase));
        if (value is null)
        {
            errors.Add("NATO-CONTEXT-UNKNOWN", start,
                $"Write one of {string.Join(", ", NatoVocabulary.Contexts.Keys.Order(StringComparer.Ordinal))} behind NATO/.");
            int space = text.IndexOf(' ', StringComparison.Ordinal);
            _at = space < 0 ? text.Length : space + 1;
            return;
        }

        _at = start + value.Length + 1;
        _saysReleasable = value == ReleasableContext;
        Context = _saysReleasable ? null : value;
        if (!_saysReleasable && NatoVocabulary.Contexts[value])
        {
            errors.Warn("NATO-CONTEXT-OBSOLETE", start, $"New marks no longer use the context {value}.");
        }
    }

    private LevelWord? ReadLevel()
    {
        string before = _at > 0 ? Nato + " " : "";
        LevelWord? longest = null;
        int end = _at;
        int words = 0;
        for (int i = _at; i <= text.Length && words < MostLevelWords; i++)
        {
            if (i < text.Length && text[i] != ' ')
            {
                continue;
            }

            words++;
            if (registry.Levels.TryFind(NatoGrammar.Policy, WordFold.Fold(before + text[_at..i]), out LevelWord? word)
                && (before.Length == 0 || word.Level != Markings.Level.TopSecret))
            {
                (longest, end) = (word, i);
            }
        }

        string folded = WordFold.Fold(before + Rest);
        if (longest is null && (folded.StartsWith("COSMIC", StringComparison.Ordinal) || folded.StartsWith("NATO TOP SECRET", StringComparison.Ordinal)))
        {
            errors.Add("NATO-COSMIC", 0, "COSMIC goes with TOP SECRET and without a context, and NATO with every lower level.");
        }
        else if (longest is null)
        {
            errors.Add("NATO-LEVEL-UNKNOWN", _at, "Begin with COSMIC TOP SECRET, or NATO and a lower level such as NATO SECRET."
                + PolicyGuess.Hint(text, NatoGrammar.Policy));
        }

        _at = end;
        return longest;
    }

    private void ReadPart()
    {
        int start = _at;
        if (NatoVocabulary.Sensitivities.FirstOrDefault(StandsHere) is { } sensitivity)
        {
            Advance(1, start);
            ReadSensitivity(sensitivity);
        }
        else if (Rest.StartsWith(ReleasableTo, StringComparison.OrdinalIgnoreCase))
        {
            Advance(2, start);
            _at += ReleasableTo.Length;
            (List, _listStart) = (ReadNames(), start);
        }
        else if (Rest.StartsWith("- ", StringComparison.Ordinal))
        {
            Advance(3, start);
            ReadAdministrative();
        }
        else if (_names.TryRead(Rest, out _, out _) || Rest.EndsWith(Only, StringComparison.OrdinalIgnoreCase))
        {
            Advance(4, start);
            ReadAudience(start);
        }
        else
        {
            errors.Add("NATO-TOKEN-UNKNOWN", start,
                $"Behind the level write {string.Join(", ", NatoVocabulary.Sensitivities)}, Releasable to, - {NatoVocabulary.Administrative[0]} "
                + "and the like, or names and ONLY.");
            _at = text.Length;
        }
    }

    private bool StandsHere(string word) =>
        Rest.StartsWith(word, StringComparison.Ordinal) && (Rest.Length == word.Length || Rest[word.Length] == ' ');

    // Sensitivities may be several; every other part stands once.
    private void Advance(int stage, int start)
    {
        if (stage < _stage || (stage == _stage && stage > 1))
        {
            errors.Add("NATO-ORDER", start, "Write level, sensitivities, Releasable to, administrative word, ONLY: in this order, each once.");
        }

        _stage = Math.Max(_stage, stage);
    }

    private void ReadSensitivity(string word)
    {
        if (_sensitivities.Contains(word))
        {
            errors.Add("NATO-SENSITIVITY-DUPLICATE", _at, $"{word} stands twice; remove one.");
        }
        else if (Level?.Level < NatoVocabulary.From(word))
        {
            errors.Add("NATO-SENSITIVITY-LEVEL", _at,
                $"{word} needs {registry.Levels.Preferred(NatoGrammar.Policy, NatoVocabulary.From(word))?.Word} or above.");
        }

        _sensitivities.Add(word);
        _at += word.Length;
    }

    private void ReadAdministrative()
    {
        _at += 2;
        Administrative = NatoVocabulary.Administrative.FirstOrDefault(StandsHere);
        if (Administrative is null)
        {
            errors.Add("NATO-ADMIN-UNKNOWN", _at, $"Write one of {string.Join(", ", NatoVocabulary.Administrative)} behind the hyphen.");
            int space = text.IndexOf(' ', _at);
            _at = space < 0 ? text.Length : space;
            return;
        }

        _at += Administrative.Length;
    }

    private void ReadAudience(int start)
    {
        Audience = ReadNames();
        if (Rest.StartsWith(Only, StringComparison.OrdinalIgnoreCase) && (Rest.Length == Only.Length || Rest[Only.Length] == ' '))
        {
            _at += Only.Length;
            return;
        }

        errors.Add("NATO-TOKEN-UNKNOWN", start, "Names stand behind Releasable to or before ONLY; write one of them.");
    }

    private ImmutableArray<string> ReadNames()
    {
        var codes = new List<string>();
        while (true)
        {
            if (!_names.TryRead(Rest, out string? code, out int length))
            {
                errors.Add("NATO-NAME-UNKNOWN", _at, "Write the English name or the code of a nation or group, with \", \" between.");
                length = EndOfName();
            }
            else if (codes.Contains(code))
            {
                errors.Add("NATO-LIST-DUPLICATE", _at, $"{NatoVocabulary.NameOf(code, registry)} stands twice; remove one.");
            }
            else
            {
                codes.Add(code);
            }

            _at += length;
            if (!Rest.StartsWith(", ", StringComparison.Ordinal))
            {
                return registry.InOrder(codes);
            }

            _at += 2;
        }
    }

    // Where a name that nobody knows may end, so that what follows is still checked.
    private int EndOfName()
    {
        string rest = Rest;
        int[] ends =
        [
            rest.IndexOf(", ", StringComparison.Ordinal), rest.IndexOf(" - ", StringComparison.Ordinal),
            rest.IndexOf(Only, StringComparison.OrdinalIgnoreCase), rest.Length,
        ];
        return ends.Where(end => end >= 0).Min();
    }
}
