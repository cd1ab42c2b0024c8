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
    public static ImmutableArray<ushort> Choose(IReadOnlyList<Portion> portions, IReadOnlyList<Outcome> outcomes) =>
        Choose(Passing(portions, outcomes));

    /// <summary>The indexes of <see cref="All"/> and those of <see cref="Choose(IReadOnlyList{Portion}, IReadOnlyList{Outcome})"/>, ascending.</summary>
    internal static (ImmutableArray<ushort> All, ImmutableArray<ushort> Chosen) AllAndChosen(
        IReadOnlyList<Portion> portions, IReadOnlyList<Outcome> outcomes)
    {
        Dictionary<uint, Portion> passing = Passing(portions, outcomes);
        return ([.. passing.Keys.Order().Select(index => (ushort)index)], Choose(passing));
    }

    private static ImmutableArray<ushort> Choose(Dictionary<uint, Portion> passing)
    {
        var shown = new Dictionary<string, Portion>(passing.Count);
        foreach (Portion portion in passing.Values)
        {
            if (!shown.TryGetValue(portion.Body.Path, out Portion? other) || portion.Body.Rank < other.Body.Rank)
            {
                shown[portion.Body.Path] = portion;
            }
        }

        var opened = new HashSet<ushort>(passing.Count);
        foreach (Portion portion in shown.Values)
        {
            Open(portion, passing, opened);
        }

        return [.. opened.Order()];
    }

    /// <summary>Everything that passes together with its companions, lower-ranked variants included, ascending by index.</summary>
    public static ImmutableArray<Portion> All(IReadOnlyList<Portion> portions, IReadOnlyList<Outcome> outcomes) =>
        [.. Passing(portions, outcomes).Values.OrderBy(portion => portion.Index)];

    private static Dictionary<uint, Portion> Passing(IReadOnlyList<Portion> portions, IReadOnlyList<Outcome> outcomes)
    {
        var best = new Dictionary<string, uint>(portions.Count);
        foreach (Portion portion in portions)
        {
            best[portion.Body.Path] = best.TryGetValue(portion.Body.Path, out uint rank) ? Math.Min(rank, portion.Body.Rank) : portion.Body.Rank;
        }

        var passing = new Dictionary<uint, Portion>(portions.Count);
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
        var fallen = new List<uint>();
        do
        {
            fallen.Clear();
            foreach (Portion portion in passing.Values)
            {
                if (!HasCompanions(portion, passing))
                {
                    fallen.Add(portion.Index);
                }
            }

            fallen.ForEach(index => passing.Remove(index));
        }
        while (fallen.Count > 0);
    }

    private static bool HasCompanions(Portion portion, Dictionary<uint, Portion> passing)
    {
        foreach (uint companion in portion.Body.MustAccompany)
        {
            if (!passing.ContainsKey(companion))
            {
                return false;
            }
        }

        return true;
    }

    private static void Open(Portion portion, Dictionary<uint, Portion> passing, HashSet<ushort> opened)
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
