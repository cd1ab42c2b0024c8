using System.Collections.Immutable;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// Turns outcomes of single portions into the set that is opened: of the variants of a path the best that passes, never without what must
/// accompany it. Choosing only ever removes openings; nothing that did not pass is opened.
/// </summary>
public static class OpeningChoice
{
    /// <summary>The indexes to open, ascending. <paramref name="outcomes"/> belong to <paramref name="portions"/> by position.</summary>
    public static ImmutableArray<ushort> Choose(IReadOnlyList<Portion> portions, IReadOnlyList<Outcome> outcomes)
    {
        Dictionary<uint, Portion> passing = Passing(portions, outcomes);
        var opened = new SortedSet<ushort>();
        foreach (IGrouping<string, Portion> path in passing.Values.GroupBy(p => p.Body.Path))
        {
            Open(path.MinBy(p => p.Body.Rank)!, passing, opened);
        }

        return [.. opened];
    }

    /// <summary>Everything that passes together with its companions, lower-ranked variants included, ascending by index.</summary>
    public static ImmutableArray<Portion> All(IReadOnlyList<Portion> portions, IReadOnlyList<Outcome> outcomes) =>
        [.. Passing(portions, outcomes).Values.OrderBy(portion => portion.Index)];

    private static Dictionary<uint, Portion> Passing(IReadOnlyList<Portion> portions, IReadOnlyList<Outcome> outcomes)
    {
        Dictionary<string, uint> best = portions.GroupBy(p => p.Body.Path).ToDictionary(g => g.Key, g => g.Min(p => p.Body.Rank));
        Dictionary<uint, Portion> passing = [];
        for (int i = 0; i < portions.Count; i++)
        {
            if (Passes(portions[i], outcomes[i], best))
            {
                passing.Add(portions[i].Index, portions[i]);
            }
        }

        Close(passing);
        return passing;
    }

    private static bool Passes(Portion portion, Outcome outcome, Dictionary<string, uint> best) => outcome switch
    {
        Outcome.Release => true,
        // A tear line is any variant but the fullest.
        Outcome.TearLine => portion.Body.Rank > best[portion.Body.Path],
        Outcome.Hold or Outcome.Withhold => false,
    };

    /// <summary>Removes whatever lacks a companion, until nothing more falls.</summary>
    private static void Close(Dictionary<uint, Portion> passing)
    {
        List<uint> fallen;
        do
        {
            fallen = [.. passing.Values.Where(p => !p.Body.MustAccompany.All(passing.ContainsKey)).Select(p => (uint)p.Index)];
            fallen.ForEach(index => passing.Remove(index));
        }
        while (fallen.Count > 0);
    }

    private static void Open(Portion portion, Dictionary<uint, Portion> passing, SortedSet<ushort> opened)
    {
        // Not recursive: a chain of companions may be as long as the manifest.
        var pending = new Stack<Portion>([portion]);
        while (pending.TryPop(out Portion? next))
        {
            foreach (uint companion in opened.Add(next.Index) ? next.Body.MustAccompany : [])
            {
                pending.Push(passing[companion]);
            }
        }
    }
}
