using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;

namespace Gateway.Node.Watching;

/// <summary>What a caller at home may see of what is no product yet: findings, remarks, rules. Cheap to make.</summary>
internal sealed class ReaderSight
{
    private readonly LocalReader _reader;
    private readonly DecisionContext _context;
    private readonly PartnerCode _self;

    public ReaderSight(NodeState node, LocalCaller caller)
    {
        _self = node.Model.Self;
        node.Model.Roster.TryFind(_self, out Partner? self);
        _reader = new LocalReader(_self, caller.Clearance, [.. self?.TlpCommunities ?? []]);
        _context = node.Model.At(node.Clock.GetUtcNow());
    }

    public bool Sees(PortionFacts facts) => MandatoryChecks.ForLocalReader(facts, _reader, _context).Ceiling == Outcome.Release;

    /// <summary>Whether the caller may see own words with this mark.</summary>
    public bool Sees(Marking marking) => Sees(new PortionFacts
    {
        Originator = _self,
        FieldClass = Core.Assessments.FieldClass.Judgement,
        Marking = marking,
        SealedAt = _context.Now,
    });

    public bool Sees(ImmutableArray<Core.Watching.FactPortion> portions) => portions.All(portion => portion.Facts.All(Sees));
}
