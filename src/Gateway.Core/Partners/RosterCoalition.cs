using System.Collections.Immutable;

namespace Gateway.Core.Partners;

/// <summary>A period of membership, from its first instant up to but not including its end.</summary>
/// <param name="Member">Who; not necessarily a partner with a node.</param>
/// <param name="From">First instant of membership.</param>
/// <param name="Until">First instant after it, or null while it lasts.</param>
public sealed record Membership(PartnerCode Member, DateTimeOffset From, DateTimeOffset? Until)
{
    /// <summary>Whether the period covers the instant.</summary>
    public bool Covers(DateTimeOffset at) => From <= at && (Until is null || at < Until);
}

/// <summary>A named group of nations with dated membership. Immutable.</summary>
/// <param name="Code">The code as it stands in release lists: <c>FVEY</c>, <c>NATO</c>.</param>
/// <param name="Members">Periods of membership; a member that left and came back has two.</param>
public sealed record RosterCoalition(PartnerCode Code, ImmutableArray<Membership> Members)
{
    /// <summary>Whether the code names a member at the instant.</summary>
    public bool Has(PartnerCode member, DateTimeOffset at)
    {
        foreach (Membership period in Members)
        {
            if (period.Member == member && period.Covers(at))
            {
                return true;
            }
        }

        return false;
    }
}
