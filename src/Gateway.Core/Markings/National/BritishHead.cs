using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Core.Markings.National;

/// <summary>
/// Reads and spells the first part of a British mark: <c>[UK ]LEVEL[ - handling]*[ - REL EU][ - names EYES ONLY]</c>. Handling comes from
/// a closed list (<c>Data/gbr.json</c>).
/// </summary>
internal static class BritishHead
{
    public const string Nation = "GBR";

    private const string Prefix = "UK";
    private const string Hyphen = " - ";
    private const string Sensitive = "-SENSITIVE";
    private const string EyesOnly = " EYES ONLY";
    private const string RelEu = "REL EU";

    private static readonly ImmutableArray<string> Controls = Load("controls");
    private static readonly ImmutableArray<string> Informative = Load("informative");

    /// <summary>The closed list of handling, for people to read.</summary>
    public static IEnumerable<PolicyWord> Words =>
    [
        .. Controls.Select(word => new PolicyWord(Nation, word, "handling", Level.Unclassified, "UK-GSCP")),
        .. Informative.Select(word => new PolicyWord(Nation, word, "informative", Level.Unclassified, "UK-GSCP")),
        new PolicyWord(Nation, "names" + EyesOnly, "caveat", Level.Secret, "UK-GSCP"),
    ];

    /// <summary>True for a list that is spelt with the level instead of behind slashes.</summary>
    public static bool Spells(ImmutableArray<string> list) => list is ["EU"];

    public static NationalHead? Read(Piece piece, string text, MarkingRegistry registry, MarkingErrors errors)
    {
        Piece[] parts = [.. piece.Split(Hyphen)];
        NationalHead? read = ReadLevel(parts[0], text, registry, errors);

        // Go on behind a bad level, so that the rest is checked too; whatever comes out is not used.
        NationalHead head = read ?? new NationalHead(new LevelWord("", Level.Secret, WordStatus.Current)) { Prefix = Prefix };
        var words = new List<string>();
        foreach (Piece part in parts.Skip(1))
        {
            head = ReadPart(part, head, words, registry, errors);
        }

        head = head with { Handling = InOrder(words), Informative = [.. Informative.Where(words.Contains)] };
        return read is null ? null : head;
    }

    public static string Print(ParsedMarking marking)
    {
        IEnumerable<string?> parts =
        [
            (marking.Context is null ? "" : Prefix + " ") + marking.LevelWord,
            .. marking.OtherControls,
            .. marking.Informative,
            marking.Caveat is null && marking.ReleasableTo is { } list && Spells(list) ? RelEu : null,
            marking.Caveat,
        ];
        return string.Join(Hyphen, parts.Where(part => part is not null));
    }

    /// <summary>The caveat for a set of nations: <c>FIVE EYES ONLY</c>, <c>UK/US EYES ONLY</c>.</summary>
    public static string Spell(ImmutableArray<string> nations, MarkingRegistry registry)
    {
        CodeSet five = CodeSet.Of(registry.Expand("FVEY"));
        IEnumerable<string> names = five.IsSubsetOf(CodeSet.Of(nations))
            ? nations.Where(code => !five.Contains(code)).Append("FIVE")
            : nations.Select(code => code switch { "GBR" => "UK", "USA" => "US", _ => code });
        return string.Join('/', names.Order(StringComparer.Ordinal)) + EyesOnly;
    }

    /// <summary>Handling in the order of the closed list, each word once.</summary>
    public static ImmutableArray<string> InOrder(IEnumerable<string> handling) => [.. Controls.Intersect(handling, StringComparer.Ordinal)];

    private static NationalHead? ReadLevel(Piece piece, string text, MarkingRegistry registry, MarkingErrors errors)
    {
        string folded = WordFold.Fold(piece.Text);
        bool prefixed = folded.StartsWith(Prefix + " ", StringComparison.Ordinal);
        string level = prefixed ? folded[(Prefix.Length + 1)..] : folded;
        if (registry.Levels.TryFind(Nation, level, out LevelWord? word))
        {
            return new NationalHead(word) { Prefix = prefixed ? Prefix : null };
        }

        if (level.EndsWith(Sensitive, StringComparison.Ordinal) && registry.Levels.TryFind(Nation, level[..^Sensitive.Length], out word))
        {
            errors.Add("GBR-SENSITIVE-LEVEL", piece.Start, $"SENSITIVE stands on OFFICIAL alone; write {word.Word}.");
            return new NationalHead(word) { Prefix = prefixed ? Prefix : null };
        }

        PlainHead.Unknown(Nation, piece.Start, text, registry, errors);
        return null;
    }

    private static NationalHead ReadPart(
        Piece part, NationalHead head, List<string> words, MarkingRegistry registry, MarkingErrors errors)
    {
        if (head.EyesOnly is not null)
        {
            errors.Add("GBR-EYES-LAST", part.Start, "EYES ONLY comes last and once; move it to the end.");
        }

        if (part.Text.EndsWith(EyesOnly, StringComparison.Ordinal))
        {
            return head with { EyesOnly = ReadEyesOnly(part, head, registry, errors) };
        }

        if (part.Text is RelEu or "REL-EU")
        {
            if (head.Prefix is null)
            {
                errors.Add("GBR-REL-EU-PREFIX", part.Start, "REL EU needs the prefix UK before the level.");
            }

            if (head.List is not null)
            {
                errors.Add("GBR-HANDLING-DUPLICATE", part.Start, "REL EU stands twice; remove one.");
            }

            return head with { List = ["EU"] };
        }

        if (!Controls.Contains(part.Text) && !Informative.Contains(part.Text))
        {
            errors.Add("GBR-HANDLING-UNKNOWN", part.Start,
                $"Behind a hyphen write REL EU, names and EYES ONLY, or one of: {string.Join(", ", [.. Controls, .. Informative])}.");
        }
        else if (words.Contains(part.Text))
        {
            errors.Add("GBR-HANDLING-DUPLICATE", part.Start, $"{part.Text} stands twice; remove one.");
        }

        words.Add(part.Text);
        return head;
    }

    private static ImmutableArray<string> ReadEyesOnly(Piece part, NationalHead head, MarkingRegistry registry, MarkingErrors errors)
    {
        if (head.Word.Level < Level.Secret)
        {
            errors.Add("GBR-EYES-LEVEL", part.Start, "EYES ONLY needs SECRET or TOP SECRET; raise the level or remove it.");
        }

        var list = part with { Text = part.Text[..^EyesOnly.Length] };
        var nations = new List<string>();
        string previous = "";
        foreach (Piece name in list.Split(list.Text.Contains(" / ", StringComparison.Ordinal) ? " / " : "/"))
        {
            ImmutableArray<string> meant = Nations(name.Text, registry);
            if (meant.IsEmpty)
            {
                errors.Add("GBR-NAME-UNKNOWN", name.Start, "Write UK, US, FIVE, or another nation's alpha-3 code, with / between.");
            }
            else if (meant.All(nations.Contains))
            {
                errors.Add("GBR-LIST-DUPLICATE", name.Start, $"{name.Text} is in the list already; remove it.");
            }
            else if (string.CompareOrdinal(previous, name.Text) > 0)
            {
                errors.Add("GBR-LIST-ORDER", name.Start, $"Put {name.Text} before {previous}: the names are in alphabetical order.");
            }

            nations.AddRange(meant);
            previous = name.Text;
        }

        if (!nations.Contains(Nation))
        {
            errors.Add("GBR-EYES-UK", part.Start, "Name UK or FIVE among those whose eyes may see it.");
        }

        return registry.InOrder(nations);
    }

    // UK and US as the policy writes them, so their codes are no second spelling.
    private static ImmutableArray<string> Nations(string name, MarkingRegistry registry) => name switch
    {
        "UK" => ["GBR"],
        "US" => ["USA"],
        "FIVE" => registry.Expand("FVEY"),
        "GBR" or "USA" => [],
        _ => registry.IsNation(name) ? [name] : [],
    };

    private static ImmutableArray<string> Load(string name)
    {
        using JsonDocument file = RegistryData.Open("gbr.json");
        return RegistryData.Texts(file.RootElement.GetProperty(name));
    }
}
