using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>
/// Whether a rule speaks of a portion and a recipient. Doubt works against release: a give needs certainty, a limit only possibility.
/// </summary>
internal static class RuleMatching
{
    public static bool Matches(PolicyRule rule, Subject subject)
    {
        bool current = (rule.Until is null || subject.Context.Now < rule.Until)
            && (rule.Kind == RuleKind.Limit || rule.Effective <= subject.Context.Now);
        return current
            && (rule.Scope is null || rule.Scope == subject.Code)
            && Speaks(rule.Fields, subject)
            && Speaks(rule.To, subject)
            && Hold(rule, subject);
    }

    private static bool Hold(PolicyRule rule, Subject subject)
    {
        foreach (Condition condition in rule.Conditions)
        {
            bool holds = condition.Negated
                ? !Holds(condition, subject, doubt: false)
                : Holds(condition, subject, doubt: rule.Kind == RuleKind.Limit);
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Speaks(FieldSelector fields, Subject subject) => fields switch
    {
        FieldSelector.Classes classes => classes.Values.Contains(subject.Facts.FieldClass),
        FieldSelector.Topics topics => Any(subject.Facts.Topics, topics.Values),
        _ => true,
    };

    private static bool Speaks(RecipientSelector to, Subject subject) => to switch
    {
        RecipientSelector.Partners partners => partners.Codes.Contains(subject.Code),
        RecipientSelector.Nations nations => nations.Codes.Contains(subject.Code) && subject.Recipient.Kind == PartnerKind.Nation,
        RecipientSelector.Coalitions coalitions => coalitions.Codes.Any(subject.BelongsTo),
        _ => true,
    };

    private static bool Holds(Condition condition, Subject subject, bool doubt) => condition switch
    {
        Condition.LevelAtMost at => subject.Marking.Level <= at.Level,
        Condition.LevelAtLeast at => subject.Marking.Level >= at.Level,
        Condition.RegionIn region => Regions(subject.Facts.Regions, region.Regions.Contains, doubt),
        Condition.RegionOfPartner => Regions(subject.Facts.Regions, subject.Recipient.Regions.Contains, doubt),
        Condition.TopicIn topic => Any(subject.Facts.Topics, topic.Topics),
        Condition.PartnerIn partner => subject.BelongsTo(partner.Coalition),
        _ => doubt,
    };

    private static bool Regions(ImmutableArray<string> named, Func<string, bool> listed, bool doubt) =>
        named.IsDefaultOrEmpty ? doubt : doubt ? named.Any(listed) : named.All(listed);

    private static bool Any(ImmutableArray<string> named, ImmutableArray<string> listed) => !named.IsDefault && named.Any(listed.Contains);
}
