using System.Collections.Immutable;

namespace Gateway.Core.Markings;

/// <summary>Arithmetic on release lists (CAPCO 2016 Table 3, rule 23).</summary>
internal static class ReleaseLists
{
    /// <summary>
    /// Codes in every list. A code that stands in all of them stays a code; otherwise coalitions that expand in a roll-up count as
    /// their members, and every other code is an atom.
    /// </summary>
    public static ImmutableArray<string> Intersect(IReadOnlyList<ImmutableArray<string>> lists, MarkingRegistry registry)
    {
        if (lists.Count == 0)
        {
            return [];
        }

        CodeSet kept = lists.Select(list => CodeSet.Of(list)).Aggregate((left, right) => left.Intersect(right));
        CodeSet members = lists.Select(list => Expand(list, registry)).Aggregate((left, right) => left.Intersect(right));
        CodeSet covered = Expand(kept.Codes, registry);
        return registry.InOrder([.. kept.Codes, .. members.Codes.Where(code => !covered.Contains(code))]);
    }

    /// <summary>The codes with coalitions that expand in a roll-up replaced by their members.</summary>
    public static CodeSet Expand(IEnumerable<string> list, MarkingRegistry registry) =>
        CodeSet.Of(list.SelectMany(code => ExpandOne(code, registry)));

    /// <summary>The same list with only those coalitions replaced that the US register does not know.</summary>
    public static IEnumerable<string> InUsCodes(IEnumerable<string> list, MarkingRegistry registry) =>
        list.SelectMany(code => registry.IsInUsRegister(code) ? [code] : ExpandOne(code, registry)).Where(registry.IsInUsRegister);

    private static ImmutableArray<string> ExpandOne(string code, MarkingRegistry registry) =>
        registry.TryGetCoalition(code, out Coalition? group) && group.ExpandsInRollUp ? group.Members : [code];
}
