using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>Where a partner's feed ends.</summary>
public static class FeedEnds
{
    /// <summary>The last sequence given out in a lane of a partner's feed; 0 when empty. Notices have rows of their own.</summary>
    public static long EndOf(this INodeRead read, PartnerCode partner, Lane lane)
    {
        ArgumentNullException.ThrowIfNull(read);
        return lane switch
        {
            Lane.Notices => read.LastNotice(partner),
            Lane.Warnings => read.LastSequence(partner, lane),
            Lane.Products => read.LastSequence(partner, lane),
        };
    }
}
