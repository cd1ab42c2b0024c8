using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>What a reader at home may see of single portions, at one time. Not thread-safe to share; cheap to make.</summary>
public sealed class LocalSight
{
    private readonly LocalReader _reader;
    private readonly ImmutableArray<DecisionContext> _contexts;

    /// <summary>A reader of this node, cleared to a level.</summary>
    public LocalSight(NodeModel model, Level clearance, DecisionTime at)
    {
        model.Roster.TryFind(model.Self, out Partner? self);
        _reader = new LocalReader(model.Self, clearance, [.. self?.TlpCommunities ?? []]);
        _contexts = at.IsBehind ? [model.At(at.Now), model.At(at.Latest)] : [model.At(at.Now)];
    }

    /// <summary>Release or withhold: a reader sees a portion under its own marking and every floor that notices put beside it.</summary>
    public Outcome Of(Manifest manifest, ProductSchema schema, Portion portion) =>
        portion.Recalled || NodeModel.Facts(manifest, schema, portion.Body) is not { } facts ? Outcome.Withhold : Of(facts, portion.Markings);

    /// <summary>The same for facts under all of these markings.</summary>
    internal Outcome Of(PortionFacts facts, IEnumerable<Marking> markings) => markings.Min(marking => Of(facts with { Marking = marking }));

    /// <summary>The same of what is said about a portion, by its own marking alone.</summary>
    public Outcome Of(PortionFacts facts) => _contexts.Min(context => MandatoryChecks.ForLocalReader(facts, _reader, context).Ceiling);

    /// <summary>Whether the reader may see the portion.</summary>
    public bool Sees(Manifest manifest, ProductSchema schema, Portion portion) => Of(manifest, schema, portion) == Outcome.Release;
}
