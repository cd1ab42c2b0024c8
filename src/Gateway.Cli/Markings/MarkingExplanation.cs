using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Markings;

namespace Gateway.Cli.Markings;

/// <summary>One part of a mark in words.</summary>
/// <param name="Part">The part, in banner spelling.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Source">Where that stands.</param>
internal sealed record MarkPartMeaning(string Part, string Meaning, string Source);

/// <summary>What each part of a mark means, with its source.</summary>
internal static class MarkingExplanation
{
    public static IEnumerable<MarkPartMeaning> Of(ParsedMarking marking, MarkingRegistry registry)
    {
        IEnumerable<MarkPartMeaning> parts =
        [
            Level(marking, registry),
            .. Context(marking),
            .. Owners(marking, registry),
            .. marking.Opaque.Select(Token),
            .. OtherWords(marking),
            .. Fgi(marking, registry),
            .. Controls(marking),
            .. List("REL TO", "releasable to", marking.ReleasableTo, registry, marking.Source.Policy == "US"),
            .. List("DISPLAY ONLY", "may be shown to, without a copy", marking.DisplayOnly, registry, us: true),
            .. NationalOnly(marking, registry),
            .. marking.Warnings.Select(warning => new MarkPartMeaning(warning.Rule, warning.Message, RuleSource(warning.Rule))),
        ];
        return marking.Canonical == marking.Source.Text
            ? parts
            : parts.Append(new MarkPartMeaning(marking.Canonical, "the same mark in its canonical spelling", "docs/markings.md"));
    }

    private static MarkPartMeaning Level(ParsedMarking marking, MarkingRegistry registry)
    {
        if (marking.Tlp is not null)
        {
            return new MarkPartMeaning(marking.LevelWord, TlpMeaning(marking.Tlp.Value), "FIRST TLP 2.0");
        }

        string nation = marking.Source.Policy == "US" ? marking.Owners is ["NATO" or "EU"] ? marking.Owners[0] : "USA" : marking.Source.Policy;
        string step = $"{marking.Level.Word()} on the common ladder";
        return registry.Levels.TryGetNation(nation, out NationLevels? row)
            ? new MarkPartMeaning(
                marking.LevelWord,
                step + (row.Words.FirstOrDefault(word => word.Word == marking.LevelWord) is { Status: not WordStatus.Current } word
                    ? $", {StatusMeaning(word.Status)}"
                    : ""),
                string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", row.Sources)}; {row.Confidence.ToString().ToLowerInvariant()}"))
            : new MarkPartMeaning(marking.LevelWord, step, "docs/markings-reference.md");
    }

    private static IEnumerable<MarkPartMeaning> Owners(ParsedMarking marking, MarkingRegistry registry)
    {
        if (marking.Activity is { } activity)
        {
            yield return new MarkPartMeaning(activity.Name, "information of this NATO activity", activity.Source);
        }

        if (marking.Owners is [ParsedMarking.ConcealedOwner])
        {
            yield return new MarkPartMeaning("FGI", "foreign government information whose source must not be named", "CAPCO 2016 §H.7 p122");
        }
        else if (marking.Owners.Length > 0)
        {
            string together = marking.Joint ? "owned jointly by " : "information of ";
            yield return new MarkPartMeaning(
                (marking.Joint ? "JOINT " : "") + string.Join(' ', marking.Owners),
                together + Names(marking.Owners, registry),
                marking.Source.Policy != "US" ? "docs/markings.md" : marking.Joint ? "CAPCO 2016 §H.3 p55-57" : "CAPCO 2016 §H.1 p46");
        }
    }

    private static MarkPartMeaning Token(OpaqueToken token) => new(
        token.Text,
        token.Category switch
        {
            OpaqueCategory.Sci => "sensitive compartmented information",
            OpaqueCategory.Sap => "special access programme",
            OpaqueCategory.Aea => "atomic energy information",
            OpaqueCategory.NonIc => "a marking from outside the intelligence community",
            _ => throw new InvalidOperationException("OpaqueCategory is closed."),
        } + "; only for who has undertaken to honour the caveat " + token.Text,
        "registry file");

    private static IEnumerable<MarkPartMeaning> Context(ParsedMarking marking)
    {
        if (marking.Context is { } context)
        {
            yield return marking.Source.Policy == "NATO"
                ? new MarkPartMeaning($"NATO/{context}", "the context it was made in, which grants nothing", "docs/markings.md")
                : new MarkPartMeaning(context, "marks what is sent abroad", "docs/markings.md");
        }
    }

    private static IEnumerable<MarkPartMeaning> OtherWords(ParsedMarking marking) => marking.Source.Policy == "US"
        ? []
        : marking.OtherControls.Select(word => new MarkPartMeaning(word, $"only for who has undertaken to honour {word}", SourceOf(marking, word)))
            .Concat(marking.Informative.Select(word => new MarkPartMeaning(word, "obliges nobody", SourceOf(marking, word))));

    private static string SourceOf(ParsedMarking marking, string word) =>
        MarkingVocabulary.Words.FirstOrDefault(known => known.Policy == marking.Source.Policy && known.Word == word)?.Source ?? "docs/markings.md";

    private static IEnumerable<MarkPartMeaning> Fgi(ParsedMarking marking, MarkingRegistry registry)
    {
        if (marking.Fgi is { Concealed: false } fgi)
        {
            yield return new MarkPartMeaning(
                "FGI " + string.Join(' ', fgi.Owners),
                $"holds information of {Names(fgi.Owners, registry)}, which goes on only with their consent",
                "CAPCO 2016 §H.7 p122-125");
        }
        else if (marking.Fgi is not null && marking.Owners is not [ParsedMarking.ConcealedOwner])
        {
            yield return new MarkPartMeaning("FGI", "holds foreign information whose source must not be named", "CAPCO 2016 §H.7 p122");
        }
    }

    private static IEnumerable<MarkPartMeaning> Controls(ParsedMarking marking) =>
        MarkingVocabulary.Controls.Where(word => word.Flag != Core.Markings.Controls.None && marking.Controls.HasFlag(word.Flag))
            .Select(word => new MarkPartMeaning(word.Banner, word.Meaning, word.Source));

    private static IEnumerable<MarkPartMeaning> List(string keyword, string meaning, ImmutableArray<string>? codes, MarkingRegistry registry, bool us)
    {
        if (codes is { } list)
        {
            yield return new MarkPartMeaning(
                list.IsEmpty ? keyword : $"{keyword} {string.Join(", ", list)}",
                list.IsEmpty ? "an empty list: nobody" : $"{meaning}: {Names(list, registry)}",
                us ? MarkingVocabulary.Controls.First(word => word.Banner == keyword).Source : "docs/markings.md");
        }
    }

    private static IEnumerable<MarkPartMeaning> NationalOnly(ParsedMarking marking, MarkingRegistry registry)
    {
        if (marking.NationalOnly is { } nations && !marking.Controls.HasFlag(Core.Markings.Controls.NoForn))
        {
            yield return new MarkPartMeaning(
                marking.Caveat ?? string.Join(' ', nations), $"only for {Names(nations, registry)}, whatever else is agreed", "docs/markings.md");
        }

        if (marking.Only is { } audience)
        {
            yield return new MarkPartMeaning(
                marking.Caveat ?? string.Join(' ', audience), $"nobody outside {Names(audience, registry)}, whoever else is named", "docs/markings.md");
        }
    }

    private static string Names(IEnumerable<string> codes, MarkingRegistry registry) =>
        string.Join(", ", codes.Select(code => registry.TryGetName(code, out string? name) && name != code ? $"{code} ({name})" : code));

    private static string RuleSource(string id) => MarkingRules.TryFind(id, out MarkingRule? rule) ? rule.Source : "docs/markings-reference.md";

    private static string StatusMeaning(WordStatus status) => status switch
    {
        WordStatus.Current => "in force",
        WordStatus.Handling => "a handling mark and no classification",
        WordStatus.Legacy => "withdrawn, still valid on old documents",
        WordStatus.Alias => "another spelling",
        WordStatus.Own => "this project's word, where no source gives one",
        _ => throw new InvalidOperationException("WordStatus is closed."),
    };

    private static string TlpMeaning(Tlp label) => label switch
    {
        Tlp.Clear => "no limit on disclosure",
        Tlp.Green => "for the community",
        Tlp.Amber => "for the recipient's organisation and its clients",
        Tlp.AmberStrict => "for the recipient's organisation only",
        Tlp.Red => "for named recipients only",
        _ => throw new InvalidOperationException("Tlp is closed."),
    };
}
