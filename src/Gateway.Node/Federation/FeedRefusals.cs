using System.Collections.Concurrent;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Node.Federation;

/// <summary>
/// How often the item at a place of a partner's feed was refused since this node started. Garbled bytes are asked for again a few times
/// before the place is passed over. Thread-safe; one place a lane, for a feed never goes past what is not settled.
/// </summary>
internal sealed class FeedRefusals
{
    /// <summary>Refusals after which an item counts as wrong for good.</summary>
    public const int Patience = 4;

    private readonly ConcurrentDictionary<(PartnerCode Partner, Lane Lane), (ulong Sequence, int Times)> _places = new();

    /// <summary>Counts one more refusal; how many there were at this place, this one included.</summary>
    public int Count(PartnerCode partner, Lane lane, ulong sequence) => _places.AddOrUpdate(
        (partner, lane),
        _ => (sequence, 1),
        (_, before) => before.Sequence == sequence ? (sequence, before.Times + 1) : (sequence, 1)).Times;
}
