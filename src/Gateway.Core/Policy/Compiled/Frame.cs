using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.Compiled;

/// <summary>
/// Everything that is the same between two neighbouring changes (<see cref="Changes"/>) for all portions sealed in one era: who belongs to a
/// coalition, which agreements bind, which rules count. Thread-safe; does not change but for masks that are made when first asked for.
/// </summary>
internal sealed class Frame
{
    private const int MostGivers = 256;

    private readonly DecisionContext _context;
    private readonly Dictionary<string, PartnerMask> _members;
    private readonly ConcurrentDictionary<PartnerCode, GiverMasks> _givers = new();

    /// <summary>Any instant of the span, and any time of sealing within the era, gives the same frame.</summary>
    public Frame(DecisionContext context, PartnerTable partners, ImmutableArray<CompiledRule> rules, DateTimeOffset sealedAt)
    {
        (_context, Partners) = (context, partners);
        _members = context.Roster.Coalitions.ToDictionary(coalition => coalition.Code.Value, coalition => partners.Of(
            place => coalition.Has(partners.Code(place), sealedAt) && coalition.Has(partners.Code(place), context.Now)));
        IsExpired = context.Now >= context.Roster.Terms.Expires;
        Rules = [.. rules.Where(rule => rule.IsCurrent(context.Now)).Select(rule => new CurrentRule(rule, rule.Recipients(this)))];
    }

    public PartnerTable Partners { get; }

    /// <summary>Whether the roster is void.</summary>
    public bool IsExpired { get; }

    public Roster Roster => _context.Roster;

    public PartnerCode Releaser => _context.Releaser;

    public IMarkingBook Book => _context.Markings;

    /// <summary>The rules that count.</summary>
    public CurrentRule[] Rules { get; }

    /// <summary>Members of a coalition at sealing and now; nobody for an unknown one.</summary>
    public PartnerMask Members(PartnerCode coalition) => Members(coalition.Value);

    /// <summary>Whom a release list covers; nobody for no list.</summary>
    public PartnerMask Covered(ImmutableArray<string>? list) =>
        list is { IsDefault: false } codes ? Partners.Any(codes, Covered) : Partners.None;

    /// <summary>What somebody's agreements let its partners have.</summary>
    public GiverMasks Giver(PartnerCode giver)
    {
        if (!_givers.TryGetValue(giver, out GiverMasks? masks))
        {
            masks = new GiverMasks(giver, Partners, _context.Agreements, _context.Now);
            if (_givers.Count < MostGivers)
            {
                _givers[giver] = masks;
            }
        }

        return masks;
    }

    private PartnerMask Covered(string code) =>
        Book.StandsForMembers(code) ? Partners.Named(code).Or(Members(code)) : Partners.Named(code);

    private PartnerMask Members(string coalition) =>
        coalition is not null && _members.TryGetValue(coalition, out PartnerMask members) ? members : Partners.None;
}
