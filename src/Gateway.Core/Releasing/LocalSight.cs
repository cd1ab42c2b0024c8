using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>What a reader at home may see of single portions, at one instant. Not thread-safe to share; cheap to make.</summary>
public sealed class LocalSight
{
    private readonly LocalReader _reader;
    private readonly DecisionContext _context;

    /// <summary>A reader of this node, cleared to a level.</summary>
    public LocalSight(NodeModel model, Level clearance, DateTimeOffset now)
    {
        model.Roster.TryFind(model.Self, out Partner? self);
        _reader = new LocalReader(model.Self, clearance, [.. self?.TlpCommunities ?? []]);
        _context = model.At(now);
    }

    /// <summary>Release or withhold: a reader sees a portion under its own marking and every floor that notices put beside it.</summary>
    public Outcome Of(Manifest manifest, ProductSchema schema, Portion portion) =>
        portion.Recalled || NodeModel.Facts(manifest, schema, portion.Body) is not { } facts ? Outcome.Withhold : Of(facts, portion.Markings);

    /// <summary>The same for facts under all of these markings.</summary>
    internal Outcome Of(PortionFacts facts, IEnumerable<Marking> markings) =>
        markings.Min(marking => MandatoryChecks.ForLocalReader(facts with { Marking = marking }, _reader, _context).Ceiling);

    /// <summary>Whether the reader may see the portion.</summary>
    public bool Sees(Manifest manifest, ProductSchema schema, Portion portion) => Of(manifest, schema, portion) == Outcome.Release;
}
