using System.Collections.Concurrent;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// How far each lane was handed to a partner's channel since this node started. What lies behind the mark may be there although no receipt
/// came yet; what was sent before the start shows by its receipt, which a partner hands over before it asks for more. Thread-safe.
/// </summary>
public sealed class SentMarks
{
    private readonly ConcurrentDictionary<(PartnerCode Partner, Lane Lane), long> _marks = new();

    /// <summary>Notes that a place is about to be sent.</summary>
    public void Set(PartnerCode partner, Lane lane, long sequence) =>
        _marks.AddOrUpdate((partner, lane), sequence, (_, mark) => Math.Max(mark, sequence));

    /// <summary>Whether a place may have been sent.</summary>
    public bool Reached(PartnerCode partner, Lane lane, long sequence) => _marks.TryGetValue((partner, lane), out long mark) && mark >= sequence;
}
