using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Core.Searching;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;

namespace Gateway.Node.Searching;

/// <summary>
/// The classes of portions that a caller may see at most, decided before the index is asked: what is withheld is passed over by its number,
/// and neither read nor waited for. What notices and companions withhold besides, <see cref="Assessments.SharedView"/> says. Thread-safe.
/// </summary>
internal sealed class SightClasses(NodeState node, ISearchIndex index)
{
    // An index that was made anew counts anew.
    private volatile ImmutableList<SightClass> _known = [];

    public async Task<ImmutableArray<long>> OfAsync(LocalCaller caller, CancellationToken cancellation)
    {
        ImmutableList<SightClass> known = _known;
        IReadOnlyList<SightClass> after = await index.ClassesAsync(known.IsEmpty ? 0 : known[^1].Number, cancellation);
        _known = known = after.Count > 0 ? known.AddRange(after) : known;

        DateTimeOffset now = node.Clock.GetUtcNow();
        NodeModel model = node.Model;
        model.Roster.TryFind(model.Self, out Partner? self);
        var reader = new LocalReader(model.Self, caller.Clearance, [.. self?.TlpCommunities ?? []]);
        DecisionContext context = model.At(now);
        return [.. known.Where(one => Sees(one, reader, context, now)).Select(one => one.Number)];
    }

    // Membership counts at sealing and now: with now for both, a class is left out only when no portion of it is seen.
    private static bool Sees(SightClass one, LocalReader reader, DecisionContext context, DateTimeOffset now) => MandatoryChecks.ForLocalReader(
        new PortionFacts { Originator = one.Originator, FieldClass = FieldClass.Metadata, Marking = one.Marking, SealedAt = now }, reader, context)
        .Ceiling == Outcome.Release;
}
