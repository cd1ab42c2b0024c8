using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Gateway.Core.Assessments.Rubrics;

/// <summary>
/// The vocabulary of rubrics: labels, what each partner shows for them, and which mean the same work. Pure; immutable and thread-safe.
/// </summary>
public static class RubricVocabulary
{
    /// <summary>The scheme by which <c>Tags</c> name this vocabulary.</summary>
    public const string Scheme = "rubrics";

    private const string Fallback = "en";

    private static readonly FrozenDictionary<string, Rubric> ById;
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Own;
    private static readonly FrozenDictionary<string, ImmutableSortedSet<string>> Same;

    static RubricVocabulary()
    {
        using JsonDocument file = AssessmentData.Open("Rubrics", "rubrics.json");
        All = [.. file.RootElement.GetProperty("rubrics").EnumerateArray().Select(Read)];
        ById = All.ToFrozenDictionary(rubric => rubric.Id);
        Own = file.RootElement.GetProperty("partners").EnumerateObject().ToFrozenDictionary(
            partner => partner.Name,
            partner => partner.Value.EnumerateObject().ToFrozenDictionary(label => label.Name, label => label.Value.GetString()!));
        Same = All.ToFrozenDictionary(rubric => rubric.Id, rubric => Reach(rubric.Id));
    }

    /// <summary>All labels, in the order of the data file.</summary>
    public static ImmutableArray<Rubric> All { get; }

    /// <summary>Partners with labels of their own, ISO alpha-3.</summary>
    public static IEnumerable<string> Partners => Own.Keys.Order(StringComparer.Ordinal);

    /// <summary>The label of an id, ordinal. False for any other text.</summary>
    public static bool TryGet(string id, [NotNullWhen(true)] out Rubric? rubric) => ById.TryGetValue(id, out rubric);

    /// <summary>
    /// What to show: the partner's own label, else the label in the language, else the English one. An id that the vocabulary does not have is
    /// shown as it is.
    /// </summary>
    /// <param name="id">Id of the label.</param>
    /// <param name="partner">ISO alpha-3 of the partner that the reader belongs to.</param>
    /// <param name="language">BCP 47 language of the reader: <c>fr</c>.</param>
    public static string Show(string id, string partner, string language)
    {
        if (!ById.TryGetValue(id, out Rubric? rubric))
        {
            return id;
        }

        return Own.TryGetValue(partner, out var labels) && labels.TryGetValue(id, out string? own) ? own
            : rubric.Labels.TryGetValue(language, out string? label) ? label : rubric.Labels[Fallback];
    }

    /// <summary>
    /// The id behind a label that a partner shows, in its own words or in any language; case does not matter. False for an unknown label, and
    /// for one that two ids share.
    /// </summary>
    public static bool TryFind(string label, string partner, [NotNullWhen(true)] out string? id)
    {
        string[] own = Own.TryGetValue(partner, out var labels)
            ? [.. labels.Where(pair => Equal(pair.Value, label)).Select(pair => pair.Key)]
            : [];
        string[] found = own.Length > 0
            ? own
            : [.. All.Where(rubric => Equal(rubric.Id, label) || rubric.Labels.Values.Any(text => Equal(text, label))).Select(rubric => rubric.Id)];
        id = found.Length == 1 ? found[0] : null;
        return id is not null;
    }

    /// <summary>The label and everything that means the same work, over any number of steps. An unknown id stands for itself alone.</summary>
    public static ImmutableSortedSet<string> Synonyms(string id) =>
        Same.TryGetValue(id, out ImmutableSortedSet<string>? same) ? same : ImmutableSortedSet.Create(StringComparer.Ordinal, id);

    /// <summary>
    /// Efforts that are filed under the label or under a synonym, each once: copies of one effort under several labels are merged, their
    /// labels joined. In the order in which they were first met.
    /// </summary>
    public static ImmutableArray<FiledEffort> Find(IEnumerable<FiledEffort> efforts, string id)
    {
        ImmutableSortedSet<string> wanted = Synonyms(id);
        return
        [
            .. efforts.GroupBy(effort => effort.Key, StringComparer.Ordinal)
                .Select(copies => new FiledEffort(copies.Key, [.. copies.SelectMany(copy => copy.Rubrics).Distinct().Order(StringComparer.Ordinal)]))
                .Where(effort => effort.Rubrics.Any(wanted.Contains)),
        ];
    }

    private static bool Equal(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static ImmutableSortedSet<string> Reach(string id)
    {
        var seen = new HashSet<string> { id };
        var open = new Queue<string>(seen);
        while (open.TryDequeue(out string? next))
        {
            foreach (string other in ById[next].Synonyms.Where(seen.Add))
            {
                open.Enqueue(other);
            }
        }

        return seen.ToImmutableSortedSet(StringComparer.Ordinal);
    }

    private static Rubric Read(JsonElement row) => new(
        row.Text("id"),
        row.GetProperty("labels").EnumerateObject().ToImmutableSortedDictionary(label => label.Name, label => label.Value.GetString()!, StringComparer.Ordinal),
        row.Texts("synonyms"));
}
