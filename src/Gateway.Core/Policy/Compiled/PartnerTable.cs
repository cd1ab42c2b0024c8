using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.Compiled;

/// <summary>
/// The partners of a roster as masks, as far as no time is involved. Masks that depend on a word of a marking are made when it is first met;
/// of those a bounded number is kept. Thread-safe.
/// </summary>
internal sealed class PartnerTable
{
    private const int MostKept = 1_024;

    private readonly ImmutableArray<Partner> _partners;
    private readonly IMarkingBook _book;
    private readonly FrozenDictionary<string, int> _places;
    private readonly FrozenDictionary<string, PartnerMask> _named;
    private readonly Kept<(PartnerCode Owner, Level Level)> _cleared = new();
    private readonly Kept<string> _communities = new();
    private readonly Kept<string> _caveats = new();
    private readonly Kept<string> _regions = new();

    public PartnerTable(Roster roster, IMarkingBook book)
    {
        (_partners, _book) = (roster.Partners, book);
        _places = _partners.Select((partner, place) => (partner.Code.Value, place)).ToFrozenDictionary(pair => pair.Value, pair => pair.place, StringComparer.Ordinal);
        _named = _places.ToFrozenDictionary(pair => pair.Key, pair => Of(place => place == pair.Value), StringComparer.Ordinal);
        None = PartnerMask.None(Count);
        Everybody = Of(_ => true);
        Nations = Of(place => _partners[place].Kind == PartnerKind.Nation);
    }

    public int Count => _partners.Length;

    public int Words => PartnerMask.Words(Count);

    public PartnerMask None { get; }

    public PartnerMask Everybody { get; }

    /// <summary>Governments.</summary>
    public PartnerMask Nations { get; }

    /// <summary>Where a partner stands; -1 for whom the roster does not know.</summary>
    public int Place(PartnerCode partner) => _places.TryGetValue(partner.Value, out int place) ? place : -1;

    public PartnerCode Code(int place) => _partners[place].Code;

    /// <summary>The partner with this code.</summary>
    public PartnerMask Named(string? code) => code is not null && _named.TryGetValue(code, out PartnerMask mask) ? mask : None;

    /// <summary>Partners whose own code is in the list; nobody for no list.</summary>
    public PartnerMask Named(ImmutableArray<string>? list) => list is { IsDefault: false } codes ? Any(codes, Named) : None;

    /// <summary>Partners with one of these codes.</summary>
    public PartnerMask Named(ImmutableArray<PartnerCode> codes) => codes.IsDefault ? None : Any(codes, code => Named(code.Value));

    /// <summary>Partners accredited to hold an owner's information at the level at which they take it in.</summary>
    public PartnerMask Cleared(PartnerCode owner, Level level) => _cleared.Get((owner, level), key => Of(
        place => _partners[place].Clearance.For(key.Owner) >= _book.ReceiveAs(key.Owner, key.Level, _partners[place].Code)));

    /// <summary>Members of a TLP community.</summary>
    public PartnerMask InCommunity(string? community) => community is null ? None : _communities.Get(community, word => Of(place => _partners[place].TlpCommunities.Contains(word)));

    /// <summary>Partners that have undertaken to honour a handling caveat.</summary>
    public PartnerMask Honours(string? caveat) => caveat is null ? None : _caveats.Get(caveat, word => Of(place => _partners[place].Caveats.Contains(word)));

    /// <summary>Partners that follow a country.</summary>
    public PartnerMask Follows(string? region) => region is null ? None : _regions.Get(region, word => Of(place => _partners[place].Regions.Contains(word)));

    public PartnerMask Of(Func<int, bool> chosen) => PartnerMask.Of(Count, chosen);

    /// <summary>Those in the mask of any item.</summary>
    public PartnerMask Any<T>(ImmutableArray<T> items, Func<T, PartnerMask> mask)
    {
        PartnerMask any = None;
        for (int i = 0; i < items.Length; i++)
        {
            any = i == 0 ? mask(items[i]) : any.Or(mask(items[i]));
        }

        return any;
    }

    /// <summary>Those in the masks of all items.</summary>
    public PartnerMask All<T>(ImmutableArray<T> items, Func<T, PartnerMask> mask)
    {
        PartnerMask all = Everybody;
        foreach (T item in items)
        {
            all = all.And(mask(item));
        }

        return all;
    }

    /// <summary>Masks by a word that others wrote: bounded, and without loss when it is full.</summary>
    private sealed class Kept<TKey>
        where TKey : notnull
    {
        private readonly ConcurrentDictionary<TKey, PartnerMask> _masks = new();

        public PartnerMask Get(TKey key, Func<TKey, PartnerMask> make)
        {
            if (!_masks.TryGetValue(key, out PartnerMask mask))
            {
                mask = make(key);
                if (_masks.Count < MostKept)
                {
                    _masks[key] = mask;
                }
            }

            return mask;
        }
    }
}
