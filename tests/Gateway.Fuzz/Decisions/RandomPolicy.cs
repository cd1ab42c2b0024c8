using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Fuzz.Decisions;

/// <summary>Policies of up to three files, as an author could have written them: formatted, and read again.</summary>
internal sealed class RandomPolicy(Choices choices, RandomWorld world)
{
    private static readonly ImmutableArray<FieldClass> Classes = [.. Enum.GetValues<FieldClass>()];

    private readonly ImmutableArray<PartnerCode> _nations = [.. world.Roster.Partners.Where(partner => partner.Kind == PartnerKind.Nation).Select(partner => partner.Code)];
    private readonly ImmutableArray<PartnerCode> _coalitions = [.. world.Roster.Coalitions.Select(coalition => coalition.Code)];
    private int _ids;

    public PolicySet Make(int mostRules)
    {
        PolicyFile[] files = [.. Enumerable.Range(0, 1 + choices.Below(3)).Select(i => File($"file-{i}", choices.Below(mostRules + 1)))];
        var errors = new List<PolicyError>();
        var policy = new PolicySet(PolicyLoader.Read(
            files.Select(file => new PolicySource(file.Name + ".relpol", PolicyFormatter.Format(file))), world.Roster, errors));
        Promise.Holds(errors.Count == 0, $"a policy that was formatted is read: {string.Join("; ", errors.Take(3))}");
        return policy;
    }

    private PolicyFile File(string name, int rules)
    {
        PartnerCode? scope = choices.OneIn(4) ? choices.Of(world.Codes.AsSpan()) : null;
        return new PolicyFile
        {
            Name = name,
            Version = 1,
            Scope = scope,
            Schemas = ["marking/1"],
            Effective = choices.OneIn(3) ? world.Instant() : RandomWorld.Noon.AddYears(-1),
            ReviewBy = RandomWorld.Noon.AddYears(3),
            Rules = [.. Enumerable.Range(0, rules).Select(_ => Rule(scope)), .. world.IsGenerous ? [Open()] : Array.Empty<PolicyRule>()],
            Examples = [],
            Invariants = [],
            Position = new PolicyPosition(name, 1, 1),
        };
    }

    private PolicyRule Rule(PartnerCode? scope)
    {
        bool give = !choices.OneIn(world.IsGenerous ? 6 : 3);
        return new PolicyRule
        {
            Kind = give ? RuleKind.Give : RuleKind.Limit,
            Id = $"{choices.Of("L", "R", "a", "Z")}{_ids++}-{choices.Below(100)}",
            Because = "test",
            Fields = choices.Below(4) switch
            {
                0 => new FieldSelector.Classes(choices.OneOrMore(Classes, 8)),
                1 => new FieldSelector.Topics(Sorted(choices.OneOrMore(RandomWorld.Subjects, 2))),
                _ => new FieldSelector.Any(),
            },
            To = To(give, scope),
            Conditions = [.. Enumerable.Range(0, Math.Min(choices.Below(3), choices.Below(3))).Select(_ => Condition(give)).OfType<Condition>()],
            Outcome = give ? choices.Of(Outcome.Release, Outcome.Release, Outcome.TearLine, Outcome.Hold) : choices.Of(Outcome.TearLine, Outcome.Hold, Outcome.Withhold),
            Until = choices.OneIn(4) ? world.Instant() : null,
            Position = new PolicyPosition("", 1, 1),
        };
    }

    private PolicyRule Open() => new()
    {
        Kind = RuleKind.Give,
        Id = $"open-{_ids++}",
        Because = "test",
        Fields = new FieldSelector.Any(),
        To = new RecipientSelector.All(),
        Outcome = choices.Of(Outcome.Release, Outcome.Release, Outcome.Release, Outcome.TearLine),
        Position = new PolicyPosition("", 1, 1),
    };

    private RecipientSelector To(bool give, PartnerCode? scope) => choices.Below(5) switch
    {
        0 => new RecipientSelector.Partners(scope is { } only ? [only] : Sorted(choices.OneOrMore(world.Codes, 12))),
        1 when scope is null && !_nations.IsEmpty => new RecipientSelector.Nations(Sorted(choices.OneOrMore(_nations, 12))),
        2 when give && !_coalitions.IsEmpty => new RecipientSelector.Coalitions(Sorted(choices.OneOrMore(_coalitions, 2))),
        _ => new RecipientSelector.All(),
    };

    // Only what the grammar lets a give, or a limit, ask.
    private Condition? Condition(bool give) => choices.Below(6) switch
    {
        0 => give ? new Condition.LevelAtMost(Level()) : new Condition.LevelAtLeast(Level()),
        1 => give ? new Condition.LevelAtMost(Level()) : new Condition.LevelAtMost(Level()) { Negated = true },
        2 => new Condition.RegionIn(Sorted(choices.OneOrMore(RandomWorld.Countries, 3))) { Negated = !give && choices.OneIn(2) },
        3 => new Condition.RegionOfPartner { Negated = !give },
        4 => new Condition.TopicIn(Sorted(choices.OneOrMore(RandomWorld.Subjects, 2))) { Negated = !give && choices.OneIn(2) },
        _ => _coalitions.IsEmpty ? null : new Condition.PartnerIn(choices.Of(_coalitions.AsSpan())) { Negated = !give },
    };

    private Level Level() => (Level)choices.Below(5);

    private static ImmutableArray<T> Sorted<T>(ImmutableArray<T> items) => [.. items.Order()];
}
