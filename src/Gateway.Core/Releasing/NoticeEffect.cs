using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>What the notices of a product come to, together. Notices only ever narrow: order does not matter, and none undoes another.</summary>
public sealed class NoticeEffect
{
    private readonly ILookup<ushort, PortionNotice> _portions;

    private NoticeEffect(IReadOnlyList<NoticeRow> notices)
    {
        Notices = notices;
        _portions = notices.SelectMany(notice => notice.OfPortions).ToLookup(notice => notice.Index);
    }

    /// <summary>Those of the originator, ascending by number.</summary>
    public IReadOnlyList<NoticeRow> Notices { get; }

    /// <summary>Whether all of the product was taken back.</summary>
    public bool Recalled => Notices.Any(notice => notice.TakesBack);

    /// <summary>Whether its release was a mistake: then nobody is told that it was here.</summary>
    public bool Spilled => Notices.Any(notice => notice.Action == NoticeAction.Spill);

    /// <summary>The newest correction or supersession; null when there is none.</summary>
    public NoticeRow? Replaced => Notices.LastOrDefault(notice => notice.Action is NoticeAction.Correction or NoticeAction.Supersession);

    /// <summary>Of all notices known of a product, those count which its originator made.</summary>
    public static NoticeEffect Of(IReadOnlyList<NoticeRow> notices, PartnerCode originator) =>
        new([.. notices.Where(notice => notice.Originator == originator).OrderBy(notice => notice.Number)]);

    /// <summary>A product with the notices on it.</summary>
    public static SealedProduct On(SealedProduct product, IReadOnlyList<NoticeRow> notices)
    {
        if (notices.Count == 0)
        {
            return product;
        }

        NoticeEffect effect = Of(notices, product.Manifest.Originator);
        return product with { Recalled = effect.Recalled, Portions = [.. product.Portions.Select(effect.On)] };
    }

    /// <summary>A portion with the notices on it.</summary>
    public Portion On(Portion portion)
    {
        if (!_portions.Contains(portion.Index))
        {
            return portion;
        }

        ImmutableArray<Marking> floors = [.. _portions[portion.Index].Select(notice => notice.Floor).OfType<Marking>().Distinct()];
        return portion with { Floors = floors, Recalled = _portions[portion.Index].Any(notice => notice.Recalled) };
    }
}
