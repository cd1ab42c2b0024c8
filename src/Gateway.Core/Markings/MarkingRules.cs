using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Markings.National;
using Gateway.Core.Markings.Nato;
using Gateway.Core.Markings.UsRegister;

namespace Gateway.Core.Markings;

/// <summary>A rule of reading, resolving or rolling up marks.</summary>
/// <param name="Id">Stable id, never reused: <c>US-REL-USA-FIRST</c>.</param>
/// <param name="Meaning">What breaks it, in a few words.</param>
/// <param name="Source">Document and section, or <c>own</c>.</param>
public sealed record MarkingRule(string Id, string Meaning, string Source);

/// <summary>
/// Every rule that an error of a mark may name, one list a policy. To add a rule, add a line to its policy's list; a test holds the lists
/// against the source in both directions.
/// </summary>
public static class MarkingRules
{
    private static readonly FrozenDictionary<string, MarkingRule> ById;

    static MarkingRules()
    {
        All =
        [
            .. CommonRules.All,
            .. UsRuleList.All,
            .. NatoRules.All,
            .. NationalRules.All,
            .. BritishRules.All,
            .. TlpRules.All,
            .. RollUpRules.All,
        ];
        ById = All.ToFrozenDictionary(rule => rule.Id, StringComparer.Ordinal);
    }

    /// <summary>All rules, policy by policy. Ids are unique.</summary>
    public static ImmutableArray<MarkingRule> All { get; }

    /// <summary>The rule of an id. False for an id that no rule has.</summary>
    public static bool TryFind(string id, [NotNullWhen(true)] out MarkingRule? rule)
    {
        rule = null;
        return id is not null && ById.TryGetValue(id, out rule);
    }
}
