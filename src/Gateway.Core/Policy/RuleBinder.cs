using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>Gives a parsed rule its meaning, and refuses what would let a rule release more when a portion is marked higher.</summary>
internal sealed class RuleBinder(PolicyWords words, PartnerCode? scope, DateTimeOffset effective)
{
    public PolicyRule Bind(RuleSyntax syntax)
    {
        CheckShape(syntax);
        return new PolicyRule
        {
            Kind = syntax.Kind,
            Id = words.NameOf(syntax.Id),
            Because = syntax.Because.Text ?? "",
            Fields = Fields(syntax.Fields),
            To = Recipients(syntax),
            Conditions = [.. syntax.Conditions.Select(c => BindCondition(syntax.Kind, c))],
            Outcome = syntax.Outcome.Value,
            Until = syntax.Until.IsWritten ? words.Date(syntax.Until) : null,
            Effective = effective,
            Scope = scope,
            Position = words.At(syntax.Id),
        };
    }

    private void CheckShape(RuleSyntax syntax)
    {
        if (RuleIds.IsReserved(syntax.Id.Text))
        {
            words.Fail(syntax.Id, "reserved-id", "Ids that begin like M00- belong to the mandatory rules.");
        }

        if (string.IsNullOrWhiteSpace(syntax.Because.Text))
        {
            words.Fail(syntax.Because.IsWritten ? syntax.Because : syntax.Id, "missing-because", "A rule states its ground: because \"…\".");
        }

        if (syntax.Kind == RuleKind.Give && syntax.Outcome.Value == Outcome.Withhold)
        {
            words.Fail(syntax.Outcome.At, "give-withholds", "A give that withholds does nothing; write a limit.");
        }

        if (syntax.Kind == RuleKind.Limit && syntax.Outcome.Value == Outcome.Release)
        {
            words.Fail(syntax.Outcome.At, "limit-releases", "A limit at release does nothing; write a give.");
        }
    }

    private FieldSelector Fields(FieldSyntax syntax) => syntax.Kind switch
    {
        "class" => new FieldSelector.Classes(words.Set(syntax.Names, words.FieldClass)),
        "topic" => new FieldSelector.Topics(words.Set(syntax.Names, words.Topic)),
        _ => new FieldSelector.Any(),
    };

    private RecipientSelector Recipients(RuleSyntax rule)
    {
        RecipientSyntax to = rule.To;
        if (to.Kind == "coalition")
        {
            if (rule.Kind == RuleKind.Limit)
            {
                words.Fail(
                    to.At,
                    "not-monotone",
                    "A limit on a coalition would fall away for whoever leaves it; name the partners, or write when not partner in another one.");
            }

            return new RecipientSelector.Coalitions(words.Set(to.Names, words.Coalition));
        }

        if (to.Kind == "all")
        {
            return new RecipientSelector.All();
        }

        ImmutableArray<PartnerCode> codes = words.Set(to.Names, name => words.Partner(name, nation: to.Kind == "nation"));
        if (scope is { } only && codes.Any(code => code != only))
        {
            words.Fail(to.At, "out-of-scope", $"This file speaks of {only} only.");
        }

        return to.Kind == "nation" ? new RecipientSelector.Nations(codes) : new RecipientSelector.Partners(codes);
    }

    private Condition BindCondition(RuleKind kind, ConditionSyntax syntax)
    {
        Condition condition = syntax.What.Text switch
        {
            "level" when syntax.Relation == PolicyToken.AtMost => new Condition.LevelAtMost(words.Level(syntax.Names[0])),
            "level" => new Condition.LevelAtLeast(words.Level(syntax.Names[0])),
            "region" when syntax.Names.IsEmpty => new Condition.RegionOfPartner(),
            "region" => new Condition.RegionIn(words.Set(syntax.Names, words.Region)),
            "topic" => new Condition.TopicIn(words.Set(syntax.Names, words.Topic)),
            _ => new Condition.PartnerIn(words.Coalition(syntax.Names[0])),
        };
        condition = condition with { Negated = syntax.Negated };
        if (Objection(kind, condition) is { } objection)
        {
            words.Fail(syntax.What, "not-monotone", objection);
        }

        return condition;
    }

    // A give must not become true, and a limit must not become false, as a marking tightens or the recipient loses something.
    private static string? Objection(RuleKind kind, Condition condition) => (kind, condition) switch
    {
        (RuleKind.Give, { Negated: true }) => "A give uses no negation; write a limit.",
        (RuleKind.Give, Condition.LevelAtLeast) => "A give asks for level <= only: it must not release more when a portion is marked higher.",
        (RuleKind.Limit, Condition.LevelAtLeast { Negated: true }) => "Write level >=: a limit must not fall away when a portion is marked higher.",
        (RuleKind.Limit, Condition.LevelAtMost { Negated: false }) => "A limit asks for level >= or not level <=: it must not fall away when a portion is marked higher.",
        (RuleKind.Limit, Condition.PartnerIn { Negated: false }) => "A limit asks for not partner in: it must not fall away for whoever leaves a coalition.",
        (RuleKind.Limit, Condition.RegionOfPartner { Negated: false }) => "A limit asks for not region in partner.regions: it must not fall away for whoever drops a region.",
        _ => null,
    };
}
