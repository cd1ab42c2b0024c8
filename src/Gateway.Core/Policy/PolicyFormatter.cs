using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;

namespace Gateway.Core.Policy;

/// <summary>
/// Writes a policy file in its canonical form, over which digests are taken: LF, two spaces, one blank line between blocks, lists
/// sorted, blocks in order of writing, no comments. Formatting what was formatted changes nothing.
/// </summary>
public static class PolicyFormatter
{
    /// <summary>The canonical text, with a final newline.</summary>
    public static string Format(PolicyFile file)
    {
        var text = new StringBuilder();
        foreach ((string keyword, _, string block) in Blocks(file))
        {
            text.Append(keyword is "policy" or "schema" or "effective" ? "" : "\n").Append(block);
        }

        return text.ToString();
    }

    /// <summary>
    /// The blocks, in order of writing behind the three lines of the head, so that an example stays beside its rule. With the line at which
    /// each was read; 0 for the head.
    /// </summary>
    internal static IEnumerable<(string Keyword, int Line, string Text)> Blocks(PolicyFile file)
    {
        yield return ("policy", 0, Head(file));
        yield return ("schema", 0, $"schema {string.Join(' ', file.Schemas)}\n");
        yield return ("effective", 0, $"effective {Date(file.Effective)} review-by {Date(file.ReviewBy)}\n");
        IEnumerable<(string Keyword, PolicyPosition At, string Text)> blocks =
        [
            .. file.Rules.Select(rule => (rule.Kind == RuleKind.Give ? "give" : "limit", rule.Position, Block(rule))),
            .. file.Examples.Select(example => ("example", example.Position, Block(example))),
            .. file.Invariants.Select(invariant => ("invariant", invariant.Position, Block(invariant))),
        ];
        foreach ((string keyword, PolicyPosition at, string text) in blocks.OrderBy(block => block.At.Line).ThenBy(block => block.At.Column))
        {
            yield return (keyword, at.Line, text);
        }
    }

    private static string Head(PolicyFile file) => string.Create(
        CultureInfo.InvariantCulture,
        $"policy {file.Name} version {file.Version}{(file.Scope is { } scope ? $" for partner {scope}" : "")}{(file.Supersedes is { } old ? string.Create(CultureInfo.InvariantCulture, $" supersedes {old.Version} {old.Digest}") : "")}\n");

    private static string Block(PolicyInvariant invariant)
    {
        string classes = invariant.Classes.IsEmpty ? "" : " class " + Join(invariant.Classes.Select(c => c.Word()));
        string partners = invariant.Partners.IsEmpty ? "all partners" : "partner " + Join(invariant.Partners);
        return $"invariant \"{invariant.Title}\"\n  for all fields{classes}, {partners}: {Word(invariant.Bound)}\n";
    }

    /// <summary>The word for an outcome in policies: <c>tear line</c>.</summary>
    public static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Withhold => "withhold",
        Outcome.Hold => "hold",
        Outcome.TearLine => "tear line",
        Outcome.Release => "release",
    };

    private static string Block(PolicyRule rule)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{(rule.Kind == RuleKind.Give ? "give" : "limit")} {rule.Id}\n");
        Line(text, "  because ", $"\"{rule.Because}\"");
        Line(text, "  field ", rule.Fields switch
        {
            FieldSelector.Classes classes => "class " + Join(classes.Values.Select(c => c.Word())),
            FieldSelector.Topics topics => "topic " + Join(topics.Values),
            _ => "any",
        });
        Line(text, "  to ", rule.To switch
        {
            RecipientSelector.Partners partners => "partner " + Join(partners.Codes),
            RecipientSelector.Nations nations => "nation " + Join(nations.Codes),
            RecipientSelector.Coalitions coalitions => "coalition " + Join(coalitions.Codes),
            _ => "all partners",
        });
        for (int i = 0; i < rule.Conditions.Length; i++)
        {
            Line(text, i == 0 ? "  when " : "       ", (rule.Conditions[i].Negated ? "not " : "") + Word(rule.Conditions[i]));
        }

        Line(text, "  outcome ", Word(rule.Outcome));
        Optional(text, "  until ", rule.Until is { } until ? Date(until) : "");
        return text.ToString();
    }

    private static string Word(Condition condition) => condition switch
    {
        Condition.LevelAtMost at => "level <= " + at.Level.Word(),
        Condition.LevelAtLeast at => "level >= " + at.Level.Word(),
        Condition.RegionIn region => $"region in ({Join(region.Regions)})",
        Condition.RegionOfPartner => "region in partner.regions",
        Condition.TopicIn topic => $"topic in ({Join(topic.Topics)})",
        Condition.PartnerIn partner => "partner in " + partner.Coalition,
        _ => throw new ArgumentException("Unknown condition.", nameof(condition)),
    };

    private static string Block(PolicyExample example)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"example \"{example.Title}\"\n");
        Line(text, "  field class ", example.FieldClass.Word());
        Line(text, "  marking ", $"{example.Marking.Policy} \"{example.Marking.Text}\"");
        Optional(text, "  releasable-to ", Join(example.Marking.ReleasableTo));
        Optional(text, "  originator-list ", Join(example.Marking.OriginatorList));
        Optional(text, "  community ", example.Marking.Community);
        Optional(text, "  not-before ", example.Marking.NotBeforeMs == 0 ? "" : Date(DateTimeOffset.FromUnixTimeMilliseconds(example.Marking.NotBeforeMs)));
        Optional(text, "  region ", Join(example.Regions));
        Optional(text, "  topic ", Join(example.Topics));
        Optional(text, "  from ", example.From?.Value ?? "");
        Optional(text, "  ", example.Granted ? "granted" : "");
        Line(text, "  to ", $"{example.To} at {Date(example.At)}");
        Line(text, "  expect ", Word(example.Expected) + (example.By.IsEmpty ? "" : " by " + Join(example.By)));
        return text.ToString();
    }

    private static string Join<T>(IEnumerable<T> items) => string.Join(", ", items);

    private static string Join<T>(ImmutableArray<T> items) => items.IsDefault ? "" : string.Join(", ", items);

    private static void Optional(StringBuilder text, string keyword, string value)
    {
        if (value.Length > 0)
        {
            Line(text, keyword, value);
        }
    }

    private static void Line(StringBuilder text, string keyword, string value) => text.Append(keyword).Append(value).Append('\n');

    private static string Date(DateTimeOffset date) => date.UtcDateTime.ToString(
        date.UtcDateTime.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
