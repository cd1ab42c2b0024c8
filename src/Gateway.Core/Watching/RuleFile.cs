using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Watching;

/// <summary>Every rule of one file. Immutable.</summary>
/// <param name="Rules">The rules, as written.</param>
public sealed record RuleSet(ImmutableArray<WarningRule> Rules)
{
    /// <summary>No rules: nothing is watched for.</summary>
    public static RuleSet Empty { get; } = new([]);
}

/// <summary>
/// Reads the rules that the operator writes (docs/watching.md, "Rules"). Strict: whatever is not known or could be read as something else is
/// an error, and all errors come at once, each with its field and rule. Pure.
/// </summary>
public static class RuleFile
{
    /// <summary>Value of the member <c>format</c>.</summary>
    public const string Format = "gateway-warning-rules/1";

    /// <summary>Most rules of a file.</summary>
    public const int MostRules = 500;

    private const int LongestText = 1000;

    private static readonly string[] Common = ["countries?", "partners?", "urgency?", "severity?", "instruction?", "action?", "marking?"];

    /// <summary>The rules, or every error.</summary>
    /// <param name="json">The file.</param>
    /// <param name="registry">How a rule's own marking is read.</param>
    /// <param name="rules">The rules; null when there is an error.</param>
    /// <param name="errors">Every error.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> json, MarkingRegistry registry, out RuleSet? rules, out ImmutableArray<DocumentError> errors)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return DocumentText.TryRead(json, file => Read(file, registry), out rules, out errors);
    }

    private static RuleSet Read(DocumentCursor file, MarkingRegistry registry)
    {
        file.Members("format", "rules");
        if (file.TryMember("format", out DocumentCursor format) && format.Text() != Format)
        {
            format.Fail("not-the-format", $"{Format} is expected here.");
        }

        if (!file.TryMember("rules", out DocumentCursor list))
        {
            return RuleSet.Empty;
        }

        var rules = ImmutableArray.CreateBuilder<WarningRule>();
        var ids = new HashSet<string>();
        foreach (DocumentCursor item in list.Items())
        {
            if (rules.Count == MostRules)
            {
                list.Fail("too-many", $"At most {MostRules} rules are read.");
                break;
            }

            WarningRule rule = ReadRule(item);
            if (!ids.Add(rule.Id))
            {
                item.Fail("duplicate-id", "Another rule has this id.");
            }

            rules.Add(Dress(item, rule, registry));
        }

        return new RuleSet(rules.ToImmutable());
    }

    private static WarningRule ReadRule(DocumentCursor item)
    {
        string kind = item.TryMember("kind", out DocumentCursor word) ? word.Text() : "";
        switch (kind)
        {
            case "crossing":
                item.Members(["id", "kind", "indicator", "unit", "at_least?", "at_most?", "step?", .. Common]);
                return RuleParts.Crossing(item);
            case "rise":
                item.Members(["id", "kind", "indicator", "unit", "percent", "periods", "period", "combine?", "least_base", .. Common]);
                return RuleParts.Rise(item);
            case "risk-rise":
                item.Members(["id", "kind", "event", "horizon_months?", "by_p?", "by_rank?", .. Common]);
                return RuleParts.RiskRise(item);
            case "threshold":
                item.Members(["id", "kind", .. Common]);
                return new WarningRule.Line { Id = RuleParts.Id(item) };
            case "concurrence":
                item.Members(["id", "kind", "least", "event", "horizon_months?", "p_low?", "rank?", "terms?", "within_months?", .. Common]);
                return RuleParts.Concurrence(item);
            case "trigger":
                item.Members(["id", "kind", "triggers?", "days", .. Common]);
                return RuleParts.Approach(item);
            case "first-assessment":
                item.Members(["id", "kind", .. Common]);
                return new WarningRule.FirstAssessment { Id = RuleParts.Id(item) };
            default:
                // A kind that is there and unknown has been read as text; one that is missing or no text is told here or above.
                item.Members(["id", "kind", .. kind.Length == 0 ? Common : []]);
                if (kind.Length > 0)
                {
                    word.Fail("not-a-kind", "crossing, rise, risk-rise, threshold, concurrence, trigger or first-assessment is expected here.");
                }

                return new WarningRule.Line { Id = RuleParts.Id(item) };
        }
    }

    /// <summary>What every kind of rule may have.</summary>
    private static WarningRule Dress(DocumentCursor item, WarningRule rule, MarkingRegistry registry) => rule with
    {
        Countries = RuleParts.Set(item, "countries", IsCountry, "not-a-country", "An ISO 3166-1 alpha-3 code is expected here."),
        Partners = RuleParts.Set(item, "partners", text => PartnerCode.TryParse(text, out _), "not-a-code", "A partner code is expected here."),
        Urgency = item.TryMember("urgency", out DocumentCursor urgency)
            ? urgency.Word("not-an-urgency", "immediate, expected or future is expected here.", (string t, out Urgency u) => RuleParts.TryWord(t, out u))
            : null,
        Severity = item.TryMember("severity", out DocumentCursor severity)
            ? severity.Word("not-a-severity", "extreme, severe, moderate or minor is expected here.", (string t, out Severity s) => RuleParts.TryWord(t, out s))
            : null,
        Instruction = RuleParts.Text(item, "instruction", LongestText),
        Action = item.TryMember("action", out DocumentCursor action) ? ReadAction(action) : null,
        Marking = item.TryMember("marking", out DocumentCursor marking) ? ReadMarking(marking, registry) : null,
    };

    private static ActionDraft ReadAction(DocumentCursor action)
    {
        action.Members("text", "tool?", "owner?");
        return new ActionDraft(RuleParts.Text(action, "tool", 64), RuleParts.Text(action, "text", LongestText), RuleParts.Text(action, "owner", 64));
    }

    private static Marking ReadMarking(DocumentCursor item, MarkingRegistry registry)
    {
        item.Members("policy", "text", "releasable_to?");
        var marking = new Marking
        {
            Policy = RuleParts.Text(item, "policy", 16),
            Text = RuleParts.Text(item, "text", 256),
            ReleasableTo = item.TryMember("releasable_to", out DocumentCursor list) ? [.. list.Items().Select(code => code.Code().Value)] : [],
        };
        if (marking is { Policy.Length: > 0, Text.Length: > 0 }
            && MarkingReader.Read(marking, MarkingKind.Portion, registry) is MarkingReading.Unreadable unreadable)
        {
            foreach (MarkingError error in unreadable.Errors)
            {
                item.Fail(error.Rule, error.Message);
            }
        }

        return marking;
    }

    private static bool IsCountry(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);
}
