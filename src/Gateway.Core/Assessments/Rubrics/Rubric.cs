using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Rubrics;

/// <summary>
/// A label under which partners file work on prevention. Labels say how an office calls its work; they decide nothing about access, and two
/// efforts are not the same because they share one.
/// </summary>
/// <param name="Id">As it stands in <c>Tags.terms</c> under the scheme <c>rubrics</c>: <c>conflict-prevention</c>.</param>
/// <param name="Labels">Names for readers by BCP 47 language; English always among them.</param>
/// <param name="Synonyms">Ids of labels that some partner uses for the same work. Stated both ways.</param>
public sealed record Rubric(string Id, ImmutableSortedDictionary<string, string> Labels, ImmutableArray<string> Synonyms);

/// <summary>An effort, filed by somebody under some labels.</summary>
/// <param name="Key">What makes it the same effort wherever it is filed: its product id or reference, never its label.</param>
/// <param name="Rubrics">Ids of labels.</param>
public sealed record FiledEffort(string Key, ImmutableArray<string> Rubrics);
