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

    /// <summary>Release or withhold, by marking and clearance.</summary>
    public Outcome Of(Manifest manifest, ProductSchema schema, PortionBody body) => NodeModel.Facts(manifest, schema, body) is { } facts
        ? MandatoryChecks.ForLocalReader(facts, _reader, _context).Ceiling
        : Outcome.Withhold;

    /// <summary>Whether the reader may see the portion.</summary>
    public bool Sees(Manifest manifest, ProductSchema schema, PortionBody body) => Of(manifest, schema, body) == Outcome.Release;
}
