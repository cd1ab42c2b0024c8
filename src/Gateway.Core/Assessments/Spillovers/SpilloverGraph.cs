using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Spillovers;

/// <summary>What happens in one country endangers another.</summary>
/// <param name="From">ISO 3166-1 alpha-3.</param>
/// <param name="To">ISO 3166-1 alpha-3.</param>
public readonly record struct SpilloverLink(string From, string To);

/// <summary>A country that is endangered from another, and how.</summary>
/// <param name="Country">ISO 3166-1 alpha-3.</param>
/// <param name="Path">Countries from the first to this one, both included: one of the shortest, the first in ordinal order.</param>
public sealed record EndangeredCountry(string Country, ImmutableArray<string> Path);

/// <summary>The countries and the links between them, from any number of assessments. Immutable and thread-safe.</summary>
public sealed class SpilloverGraph
{
    private readonly ILookup<string, string> _next;

    /// <summary>Links may repeat and may form circles.</summary>
    public SpilloverGraph(IEnumerable<SpilloverLink> links) =>
        _next = links.Distinct().OrderBy(link => link.To, StringComparer.Ordinal).ToLookup(link => link.From, link => link.To);

    /// <summary>
    /// Every country that the one reaches in at most so many steps, nearest first and then in ordinal order. The country itself is not among
    /// them, though a circle may lead back to it.
    /// </summary>
    public ImmutableArray<EndangeredCountry> EndangeredBy(string country, int mostSteps)
    {
        var paths = new Dictionary<string, ImmutableArray<string>> { [country] = [country] };
        var found = ImmutableArray.CreateBuilder<EndangeredCountry>();
        List<string> edge = [country];
        for (int step = 0; step < mostSteps && edge.Count > 0; step++)
        {
            List<string> reached = [];
            foreach (string from in edge)
            {
                foreach (string to in _next[from])
                {
                    if (paths.TryAdd(to, paths[from].Add(to)))
                    {
                        reached.Add(to);
                    }
                }
            }

            reached.Sort(StringComparer.Ordinal);
            found.AddRange(reached.Select(to => new EndangeredCountry(to, paths[to])));
            edge = reached;
        }

        return found.ToImmutable();
    }
}
