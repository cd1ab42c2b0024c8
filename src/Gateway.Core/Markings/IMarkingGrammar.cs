using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Markings.National;
using Gateway.Core.Markings.Nato;
using Gateway.Core.Markings.UsRegister;

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
    /// <summary>What to write where no policy fits.</summary>
    public const string NameOne = "Name a supported policy: US, NATO, EU, TLP, or a nation's alpha-3 code.";

    private static readonly FrozenDictionary<string, IMarkingGrammar> Own = new Dictionary<string, IMarkingGrammar>
    {
        [UsGrammar.Policy] = new UsGrammar(),
        [NatoGrammar.Policy] = new NatoGrammar(),
        [EuGrammar.Policy] = new EuGrammar(),
        [TlpGrammar.Policy] = new TlpGrammar(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Stateless, and as many as there are nations with level words.
    private static readonly ConcurrentDictionary<string, IMarkingGrammar> National = new(StringComparer.Ordinal);

    public static IMarkingGrammar? Find(string policy, MarkingRegistry registry) =>
        Own.TryGetValue(policy, out IMarkingGrammar? own) ? own
        : IsNational(policy, registry) ? National.GetOrAdd(policy, nation => new NationalGrammar(nation))
        : null;

    public static ImmutableArray<string> Policies(MarkingRegistry registry) =>
    [
        .. registry.Levels.Nations.Select(row => row.Nation).Where(nation => IsNational(nation, registry))
            .Concat(Own.Keys).Order(StringComparer.Ordinal),
    ];

    // The United States marks in US format, never in words of a national grammar.
    private static bool IsNational(string policy, MarkingRegistry registry) =>
        policy != UsVocabulary.Usa && registry.IsNation(policy) && registry.Levels.TryGetNation(policy, out _);
}
