using Gateway.Core.Partners;

namespace Gateway.Node.Federation;

/// <summary>
/// Bounds the feed streams that one partner has open: each costs a decision and a package for every release. The oldest loses its place,
/// never the newest: after a cut line the old stream lingers, and a partner must not have to wait for it. Thread-safe.
/// </summary>
internal sealed class FeedStreams
{
    /// <summary>Streams of one partner.</summary>
    public const int Most = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<PartnerCode, List<Place>> _open = [];

    /// <summary>Takes a place; dispose it when the stream ends.</summary>
    public Place Take(PartnerCode partner)
    {
        var place = new Place(this, partner);
        Place? oldest = null;
        lock (_gate)
        {
            if (!_open.TryGetValue(partner, out List<Place>? places))
            {
                _open.Add(partner, places = []);
            }

            places.Add(place);
            if (places.Count > Most)
            {
                oldest = places[0];
                places.RemoveAt(0);
            }
        }

        oldest?.Lose();
        return place;
    }

    private void Leave(Place place)
    {
        lock (_gate)
        {
            _open[place.Partner].Remove(place);
        }
    }

    /// <summary>One stream's place.</summary>
    internal sealed class Place(FeedStreams streams, PartnerCode partner) : IDisposable
    {
        private readonly CancellationTokenSource _lost = new();

        public PartnerCode Partner => partner;

        /// <summary>Cancelled when a newer stream took the place.</summary>
        public CancellationToken Lost => _lost.Token;

        public void Lose() => _lost.Cancel();

        // The source is not disposed: it holds no timer, and another thread may be about to cancel it.
        public void Dispose() => streams.Leave(this);
    }
}
