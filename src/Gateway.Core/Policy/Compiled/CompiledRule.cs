using System.Collections.Immutable;
using Gateway.Core.Markings;

namespace Gateway.Core.Policy.Compiled;

/// <summary>What a rule asks of the countries that a recipient follows. Several may be asked.</summary>
[Flags]
internal enum FollowedRegions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The portion names some, and the recipient follows all of them.</summary>
    All = 1,

    /// <summary>The recipient follows one of them, or the portion names none.</summary>
    Any = 2,

    /// <summary>Not <see cref="All"/>.</summary>
    NotAll = 4,
}

/// <summary>
/// A rule as an AND of atoms, each a test of the portion alone or a mask of partners; the twin of <see cref="RuleMatching"/>. Immutable.
/// </summary>
internal sealed class CompiledRule
{
    private readonly ImmutableArray<Func<PortionFacts, Level, bool>> _tests;
    private readonly ImmutableArray<Func<Frame, PartnerMask>> _masks;

    public CompiledRule(PolicyRule rule, int slot)
    {
        var tests = ImmutableArray.CreateBuilder<Func<PortionFacts, Level, bool>>();
        var masks = ImmutableArray.CreateBuilder<Func<Frame, PartnerMask>>();
        (Rule, Slot) = (rule, slot);
        if (rule.Scope is { } scope)
        {
            masks.Add(frame => frame.Partners.Named(scope.Value));
        }

        if (Test(rule.Fields) is { } test)
        {
            tests.Add(test);
        }

        if (Mask(rule.To) is { } mask)
        {
            masks.Add(mask);
        }

        foreach (Condition condition in rule.Conditions)
        {
            bool negated = condition.Negated, doubt = !negated && rule.Kind == RuleKind.Limit;
            switch (condition)
            {
                case Condition.RegionOfPartner:
                    Regions |= negated ? FollowedRegions.NotAll : doubt ? FollowedRegions.Any : FollowedRegions.All;
                    break;
                case Condition.PartnerIn partner:
                    masks.Add(negated ? frame => frame.Members(partner.Coalition).Not() : frame => frame.Members(partner.Coalition));
                    break;
                default:
                    Func<PortionFacts, Level, bool> holds = Test(condition, doubt);
                    tests.Add(negated ? (facts, level) => !holds(facts, level) : holds);
                    break;
            }
        }

        (_tests, _masks) = (tests.ToImmutable(), masks.ToImmutable());
    }

    public PolicyRule Rule { get; }

    /// <summary>Place of its id among all that can decide.</summary>
    public int Slot { get; }

    public FollowedRegions Regions { get; }

    /// <summary>Whether it counts at this instant.</summary>
    public bool IsCurrent(DateTimeOffset now) =>
        (Rule.Until is not { } until || now < until) && (Rule.Kind == RuleKind.Limit || Rule.Effective <= now);

    /// <summary>Whether all tests of the portion hold.</summary>
    public bool SpeaksOf(PortionFacts facts, Level level)
    {
        foreach (Func<PortionFacts, Level, bool> test in _tests)
        {
            if (!test(facts, level))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The recipients it speaks of, followed countries aside.</summary>
    public PartnerMask Recipients(Frame frame)
    {
        PartnerMask all = frame.Partners.Everybody;
        foreach (Func<Frame, PartnerMask> mask in _masks)
        {
            all = all.And(mask(frame));
        }

        return all;
    }

    private static Func<PortionFacts, Level, bool>? Test(FieldSelector fields) => fields switch
    {
        FieldSelector.Classes classes => (facts, _) => classes.Values.Contains(facts.FieldClass),
        FieldSelector.Topics topics => (facts, _) => HasOneOf(facts.Topics, topics.Values),
        _ => null,
    };

    private static Func<Frame, PartnerMask>? Mask(RecipientSelector to) => to switch
    {
        RecipientSelector.Partners partners => frame => frame.Partners.Named(partners.Codes),
        RecipientSelector.Nations nations => frame => frame.Partners.Named(nations.Codes).And(frame.Partners.Nations),
        RecipientSelector.Coalitions coalitions => frame => frame.Partners.Any(coalitions.Codes, frame.Members),
        _ => null,
    };

    // Of a condition that nobody knows only doubt is left.
    private static Func<PortionFacts, Level, bool> Test(Condition condition, bool doubt) => condition switch
    {
        Condition.LevelAtMost at => (_, level) => level <= at.Level,
        Condition.LevelAtLeast at => (_, level) => level >= at.Level,
        Condition.TopicIn topic => (facts, _) => HasOneOf(facts.Topics, topic.Topics),
        Condition.RegionIn region when doubt => (facts, _) => facts.Regions.IsDefaultOrEmpty || HasOneOf(facts.Regions, region.Regions),
        Condition.RegionIn region => (facts, _) => !facts.Regions.IsDefaultOrEmpty && HasOnly(facts.Regions, region.Regions),
        _ => (_, _) => doubt,
    };

    private static bool HasOneOf(ImmutableArray<string> named, ImmutableArray<string> listed)
    {
        foreach (string one in named.IsDefault ? [] : named)
        {
            if (listed.Contains(one))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasOnly(ImmutableArray<string> named, ImmutableArray<string> listed)
    {
        foreach (string one in named)
        {
            if (!listed.Contains(one))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A rule that counts in a frame, with the recipients it speaks of there.</summary>
internal readonly record struct CurrentRule(CompiledRule Compiled, PartnerMask Recipients)
{
    public RuleKind Kind { get; } = Compiled.Rule.Kind;

    public Outcome Outcome { get; } = Compiled.Rule.Outcome;

    public FollowedRegions Regions { get; } = Compiled.Regions;

    public int Slot { get; } = Compiled.Slot;
}
