using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;

namespace Gateway.Node.Watching;

/// <summary>What a caller at home may see of what is no product yet: findings, remarks, rules. Cheap to make.</summary>
internal sealed class ReaderSight
{
    private readonly LocalSight _sight;
    private readonly DateTimeOffset _now;
    private readonly PartnerCode _self;

    public ReaderSight(NodeState node, LocalCaller caller)
    {
        _self = node.Model.Self;
        DecisionTime at = node.Decisions.Now();
        _now = at.Now;
        _sight = new LocalSight(node.Model, caller.Clearance, at);
    }

    public bool Sees(PortionFacts facts) => _sight.Of(facts) == Outcome.Release;

    /// <summary>Whether the caller may see own words with this mark.</summary>
    public bool Sees(Marking marking) => Sees(new PortionFacts
    {
        Originator = _self,
        FieldClass = Core.Assessments.FieldClass.Judgement,
        Marking = marking,
        SealedAt = _now,
    });

    public bool Sees(ImmutableArray<Core.Watching.FactPortion> portions) => portions.All(portion => portion.Facts.All(Sees));
}
