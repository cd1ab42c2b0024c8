using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>What a rule does with the outcome.</summary>
public enum RuleKind
{
    /// <summary>Grants up to its outcome; of several that match, the highest counts.</summary>
    Give = 1,

    /// <summary>Caps at its outcome; of several that match, the lowest counts.</summary>
    Limit = 2,
}

/// <summary>One rule of a policy file. Immutable.</summary>
public sealed record PolicyRule
{
    /// <summary>Give or limit.</summary>
    public required RuleKind Kind { get; init; }

    /// <summary>Id, unique in the node's policy set and never used again for another meaning.</summary>
    public required string Id { get; init; }

    /// <summary>The legal or diplomatic ground, for officers and auditors.</summary>
    public required string Because { get; init; }

    /// <summary>Which portions.</summary>
    public required FieldSelector Fields { get; init; }

    /// <summary>Which recipients.</summary>
    public required RecipientSelector To { get; init; }

    /// <summary>What must hold besides; all of them.</summary>
    public ImmutableArray<Condition> Conditions { get; init; } = [];

    /// <summary>What is granted, or allowed at most.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The rule ceases at this instant; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>A give counts from this instant (its file's <c>effective</c>). Limits count at once.</summary>
    public DateTimeOffset Effective { get; init; }

    /// <summary>The only partner the file speaks of, or null.</summary>
    public PartnerCode? Scope { get; init; }

    /// <summary>Where the id stands.</summary>
    public required PolicyPosition Position { get; init; }
}

/// <summary>Which portions a rule speaks of.</summary>
public abstract record FieldSelector
{
    private FieldSelector()
    {
    }

    /// <summary>Every portion.</summary>
    public sealed record Any : FieldSelector;

    /// <summary>Portions of one of these classes.</summary>
    public sealed record Classes(ImmutableArray<FieldClass> Values) : FieldSelector;

    /// <summary>Portions with one of these topics.</summary>
    public sealed record Topics(ImmutableArray<string> Values) : FieldSelector;
}

/// <summary>Which recipients a rule speaks of.</summary>
public abstract record RecipientSelector
{
    private RecipientSelector()
    {
    }

    /// <summary>Every partner, of today and of tomorrow.</summary>
    public sealed record All : RecipientSelector;

    /// <summary>These partners.</summary>
    public sealed record Partners(ImmutableArray<PartnerCode> Codes) : RecipientSelector;

    /// <summary>These partners, each a nation.</summary>
    public sealed record Nations(ImmutableArray<PartnerCode> Codes) : RecipientSelector;

    /// <summary>Members of one of these coalitions, at sealing and now. In gives only.</summary>
    public sealed record Coalitions(ImmutableArray<PartnerCode> Codes) : RecipientSelector;
}

/// <summary>A condition of a rule. Negation is legal in limits only, which keeps gives monotone.</summary>
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>Preceded by <c>not</c>.</summary>
    public bool Negated { get; init; }

    /// <summary>The portion's level is at most this.</summary>
    public sealed record LevelAtMost(Level Level) : Condition;

    /// <summary>The portion's level is at least this. In limits only.</summary>
    public sealed record LevelAtLeast(Level Level) : Condition;

    /// <summary>
    /// The portion's countries. A give asks that it names some and all are listed; a limit applies if any is listed or none is named,
    /// so that a missing fact never opens anything.
    /// </summary>
    public sealed record RegionIn(ImmutableArray<string> Regions) : Condition;

    /// <summary>As <see cref="RegionIn"/>, with the countries that the recipient follows according to the roster.</summary>
    public sealed record RegionOfPartner : Condition;

    /// <summary>One of the portion's topics is listed.</summary>
    public sealed record TopicIn(ImmutableArray<string> Topics) : Condition;

    /// <summary>The recipient is a member of the coalition, at sealing and now. Negated only in limits, plain only in gives.</summary>
    public sealed record PartnerIn(PartnerCode Coalition) : Condition;
}
