using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Core.Assessments.Comparing;

/// <summary>A subject that one partner worries about and no other does: under the radar.</summary>
/// <param name="Comparison">All that is said about it.</param>
/// <param name="Worried">The one partner.</param>
/// <param name="Silent">Partners that judge other subjects in the same frame, and of whom the caller may see nothing on this one. By code.</param>
/// <param name="Calm">Partners that judge this one and do not count as worried. By code.</param>
public sealed record OverlookedSubject(Comparison Comparison, PartnerCode Worried, ImmutableArray<PartnerCode> Silent, ImmutableArray<PartnerCode> Calm);

/// <summary>Finds what would not otherwise be looked at. Pure.</summary>
public static class Overlooked
{
    /// <summary>
    /// Subjects that exactly one partner counts as worried about while every other one that judges in the same frame is silent; with
    /// <paramref name="orCalm"/> also those that others judge and are calm about. A partner that judges nothing in the frame says nothing by its
    /// silence. Those with most silent partners first, then by subject.
    /// </summary>
    public static ImmutableArray<OverlookedSubject> Find(ImmutableArray<Comparison> comparisons, bool orCalm)
    {
        ILookup<Frame, PartnerCode> judging = comparisons
            .SelectMany(comparison => comparison.Voices.Select(voice => (comparison.Frame, voice.Latest.Originator)))
            .Distinct()
            .ToLookup(pair => pair.Frame, pair => pair.Originator);
        return
        [
            .. comparisons.Select(comparison => Of(comparison, judging[comparison.Frame]))
                .OfType<OverlookedSubject>()
                .Where(one => orCalm || one.Calm.IsEmpty)
                .OrderByDescending(one => one.Silent.Length)
                .ThenBy(one => one.Comparison.Subject, ShownOrder.Instance)
                .ThenBy(one => one.Comparison.Frame, ShownOrder.Instance),
        ];
    }

    private static OverlookedSubject? Of(Comparison comparison, IEnumerable<PartnerCode> judging)
    {
        PartnerCode[] worried = [.. comparison.Voices.Where(voice => voice.IsHigh).Select(voice => voice.Latest.Originator).Distinct()];
        if (worried.Length != 1)
        {
            return null;
        }

        PartnerCode[] here = [.. comparison.Voices.Select(voice => voice.Latest.Originator).Distinct()];
        ImmutableArray<PartnerCode> silent = [.. judging.Except(here).Order()];
        ImmutableArray<PartnerCode> calm = [.. here.Except(worried).Order()];
        return silent.IsEmpty && calm.IsEmpty ? null : new OverlookedSubject(comparison, worried[0], silent, calm);
    }
}
