using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>
/// One marking policy. To add a policy, write one of these and name it in <see cref="Grammars"/>. All members are total: input that
/// does not fit is reported in <c>errors</c>, never thrown.
/// </summary>
internal interface IMarkingGrammar
{
    /// <summary>Reads the text and the stated lists. Null exactly when something was reported.</summary>
    ParsedMarking? Read(Marking marking, MarkingKind kind, MarkingRegistry registry, MarkingErrors errors);

    /// <summary>Canonical spelling.</summary>
    string Print(ParsedMarking marking, MarkingKind kind, MarkingRegistry registry);

    /// <summary>What a banner over the portions (at least one) says, not yet spelt. Null exactly when something was reported.</summary>
    ParsedMarking? Merge(IReadOnlyList<ParsedMarking> portions, MarkingRegistry registry, MarkingErrors errors);
}

/// <summary>Finds the grammar of a policy.</summary>
internal static class Grammars
{
    private static readonly UsGrammar Us = new();
    private static readonly TlpGrammar Tlp = new();

    public static IMarkingGrammar? Find(string policy, MarkingRegistry registry) => policy switch
    {
        UsGrammar.Policy => Us,
        TlpGrammar.Policy => Tlp,
        _ => IsNational(policy, registry) ? new NationalGrammar(policy) : null,
    };

    public static ImmutableArray<string> Policies(MarkingRegistry registry) =>
    [
        .. registry.Levels.Nations.Select(row => row.Nation).Where(nation => IsNational(nation, registry))
            .Append(UsGrammar.Policy).Append(TlpGrammar.Policy).Order(StringComparer.Ordinal),
    ];

    // The United States has a grammar of its own, and so will NATO and the EU.
    private static bool IsNational(string policy, MarkingRegistry registry) =>
        policy != "USA" && registry.IsNation(policy) && registry.Levels.TryGetNation(policy, out _);
}
