using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>Turns the words of one file into values and notes each unknown one where it stands. A stand-in follows, so reading carries on.</summary>
internal sealed class PolicyWords(string file, Roster roster, List<PolicyError> errors)
{
    /// <summary>Longest name of a policy or a rule, in characters: both stand in statements and records that others have to read.</summary>
    public const int LongestName = 64;

    // No portion has a longer one: a limit on it would be a limit on nothing.
    private const int LongestTopic = 32;

    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm'Z'"];

    public void Fail(Name at, string rule, string message) => errors.Add(new PolicyError(file, at.Line, at.Column, rule, message));

    public PolicyPosition At(Name name) => new(file, name.Line, name.Column);

    /// <summary>The name of a policy or a rule.</summary>
    public string NameOf(Name name)
    {
        if (name.Text.Length > LongestName)
        {
            Fail(name, "too-long", $"A name has at most {LongestName} characters.");
        }

        return name.Text;
    }

    public Level Level(Name name)
    {
        if (!LevelNames.TryParse(name.Text, out Level level))
        {
            Fail(name, "unknown-name", $"No level is called {name.Text}{Meant(name, Enum.GetValues<Level>().Select(known => known.Word()))}.");
        }

        return level;
    }

    public FieldClass FieldClass(Name name)
    {
        if (!FieldClassNames.TryParse(name.Text, out FieldClass fieldClass))
        {
            Fail(name, "unknown-name", $"No field class is called {name.Text}{Meant(name, Enum.GetValues<FieldClass>().Select(known => known.Word()))}.");
        }

        return fieldClass;
    }

    /// <summary>A partner of the roster; a misspelt one must not turn a limit into nothing.</summary>
    public PartnerCode Partner(Name name, bool nation = false)
    {
        if (!PartnerCode.TryParse(name.Text, out PartnerCode code) || !roster.TryFind(code, out Partner? partner))
        {
            Fail(name, "unknown-name", $"The roster has no partner {name.Text}{Meant(name, roster.Partners.Select(known => known.Code.Value))}.");
            return default;
        }

        if (nation && partner.Kind != PartnerKind.Nation)
        {
            Fail(name, "not-a-nation", $"{name.Text} is no nation; write partner instead.");
        }

        return code;
    }

    public PartnerCode Coalition(Name name)
    {
        if (!PartnerCode.TryParse(name.Text, out PartnerCode code) || !roster.IsCoalition(code))
        {
            Fail(name, "unknown-name", $"The roster has no coalition {name.Text}{Meant(name, roster.Coalitions.Select(known => known.Code.Value))}.");
        }

        return code;
    }

    public string Region(Name name)
    {
        if (!MarkingRegistry.Default.IsNation(name.Text))
        {
            Fail(name, "unknown-name", $"{name.Text} is no ISO 3166-1 alpha-3 code of a country.");
        }

        return name.Text;
    }

    public string Topic(Name name)
    {
        if (name.Text.Length > LongestTopic || !name.Text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            Fail(name, "unknown-name", $"{name.Text} is no topic: at most {LongestTopic} lower-case letters, digits and hyphens.");
        }

        return name.Text;
    }

    public DateTimeOffset Date(Name name)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(name.Text, DateForms, CultureInfo.InvariantCulture, Utc, out DateTimeOffset date))
        {
            Fail(name, "not-a-date", "A date is written 2026-10-01 or 2026-10-01T00:00Z.");
        }

        return date;
    }

    public int Version(Name name)
    {
        if (!int.TryParse(name.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int version) || version < 1 || name.Text[0] == '0')
        {
            Fail(name, "not-a-version", "A version is a whole number from 1.");
            return 1;
        }

        return version;
    }

    /// <summary>A list without repetition; order does not matter and is made canonical.</summary>
    public ImmutableArray<T> Set<T>(ImmutableArray<Name> names, Func<Name, T> read)
    {
        var values = new SortedSet<T>();
        foreach (Name name in names)
        {
            if (!values.Add(read(name)))
            {
                Fail(name, "duplicate", $"{name.Text} stands twice.");
            }
        }

        return [.. values];
    }

    /// <summary>The one that was probably meant: at most two letters away, and fewer than half of the word.</summary>
    private static string Meant(Name name, IEnumerable<string> known) => known
        .Select(word => (word, distance: Distance(name.Text, word)))
        .Where(pair => pair.distance <= 2 && 2 * pair.distance < pair.word.Length)
        .OrderBy(pair => pair.distance).ThenBy(pair => pair.word, StringComparer.Ordinal)
        .Select(pair => $"; perhaps {pair.word}")
        .FirstOrDefault("");

    // Levenshtein's: letters to put in, take out or exchange. Long words are not looked at.
    private static int Distance(string one, string other)
    {
        if (one.Length > 40)
        {
            return int.MaxValue / 4;
        }

        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[other.Length];
    }
}
