using System.Collections.Immutable;

namespace Gateway.Core.Policy;

/// <summary>A word or text as written. The default is a word that was left out.</summary>
internal readonly record struct Name(string Text, int Line, int Column)
{
    public bool IsWritten => Text is { Length: > 0 };
}

internal abstract record BlockSyntax;

internal sealed record PolicySyntax(Name Id, Name Version, Name Scope, Name Superseded, Name Digest) : BlockSyntax;

internal sealed record SchemaSyntax(ImmutableArray<Name> Names) : BlockSyntax;

internal sealed record EffectiveSyntax(Name From, Name ReviewBy) : BlockSyntax;

internal sealed record RuleSyntax(
    RuleKind Kind,
    Name Id,
    Name Because,
    FieldSyntax Fields,
    RecipientSyntax To,
    ImmutableArray<ConditionSyntax> Conditions,
    OutcomeSyntax Outcome,
    Name Until) : BlockSyntax;

internal sealed record ExampleSyntax : BlockSyntax
{
    public required Name Title { get; init; }

    public required Name FieldClass { get; init; }

    public required MarkingSyntax Marking { get; init; }

    public required ImmutableArray<Name> Regions { get; init; }

    public required ImmutableArray<Name> Topics { get; init; }

    public required Name From { get; init; }

    public required bool Granted { get; init; }

    public required Name To { get; init; }

    public required Name At { get; init; }

    public required OutcomeSyntax Expected { get; init; }

    public required ImmutableArray<Name> By { get; init; }
}

internal sealed record InvariantSyntax(Name Title, ImmutableArray<Name> Classes, ImmutableArray<Name> Partners, OutcomeSyntax Bound) : BlockSyntax;

internal sealed record MarkingSyntax(Name Policy, Name Text, ImmutableArray<Name> ReleasableTo, ImmutableArray<Name> OriginatorList, Name Community, Name NotBefore);

/// <summary><c>class</c>, <c>topic</c> or <c>any</c>, with names for the first two.</summary>
internal sealed record FieldSyntax(string Kind, ImmutableArray<Name> Names);

/// <summary><c>partner</c>, <c>nation</c>, <c>coalition</c> or <c>all</c>, with names for the first three.</summary>
internal sealed record RecipientSyntax(string Kind, Name At, ImmutableArray<Name> Names);

/// <summary>One condition: what it asks about, the relation, and names to compare with.</summary>
internal sealed record ConditionSyntax(bool Negated, Name What, PolicyToken Relation, ImmutableArray<Name> Names);

internal readonly record struct OutcomeSyntax(Outcome Value, Name At);
