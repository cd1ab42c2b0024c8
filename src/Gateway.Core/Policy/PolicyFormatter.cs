using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;

namespace Gateway.Core.Policy;

/// <summary>
/// Writes a policy file in its canonical form, over which digests are taken: LF, two spaces, one blank line between blocks, lists
/// sorted, no comments. Formatting what was formatted changes nothing.
/// </summary>
public static class PolicyFormatter
{
    /// <summary>The canonical text, with a final newline.</summary>
    public static string Format(PolicyFile file)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"policy {file.Name} version {file.Version}");
        text.Append(file.Scope is { } scope ? $" for partner {scope}" : "");
        text.Append(file.Supersedes is { } old ? string.Create(CultureInfo.InvariantCulture, $" supersedes {old.Version} {old.Digest}") : "");
        text.Append('\n');
        Line(text, "schema ", string.Join(' ', file.Schemas));
        Line(text, "effective ", $"{Date(file.Effective)} review-by {Date(file.ReviewBy)}");
        foreach (PolicyRule rule in file.Rules)
        {
            Append(text, rule);
        }

        foreach (PolicyExample example in file.Examples)
        {
            Append(text, example);
        }

        foreach (PolicyInvariant invariant in file.Invariants)
        {
            string classes = invariant.Classes.IsEmpty ? "" : " class " + Join(invariant.Classes.Select(c => c.Word()));
            string partners = invariant.Partners.IsEmpty ? "all partners" : "partner " + Join(invariant.Partners);
            text.Append(CultureInfo.InvariantCulture, $"\ninvariant \"{invariant.Title}\"\n  for all fields{classes}, {partners}: {Word(invariant.Bound)}\n");
        }

        return text.ToString();
    }

    /// <summary>The word for an outcome in policies: <c>tear line</c>.</summary>
    public static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Withhold => "withhold",
        Outcome.Hold => "hold",
        Outcome.TearLine => "tear line",
        Outcome.Release => "release",
    };

    private static void Append(StringBuilder text, PolicyRule rule)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{(rule.Kind == RuleKind.Give ? "give" : "limit")} {rule.Id}\n");
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

    private static void Append(StringBuilder text, PolicyExample example)
    {
        text.Append(CultureInfo.InvariantCulture, $"\nexample \"{example.Title}\"\n");
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
