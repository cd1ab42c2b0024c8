using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>Whether a product that came from elsewhere may be relied on.</summary>
public enum Standing
{
    /// <summary>Nothing says otherwise, and its originator confirmed that within the time allowed.</summary>
    Current = 1,

    /// <summary>Not confirmed in time: shown as such, and not handed on.</summary>
    Unconfirmed,

    /// <summary>Taken back: a stub is shown.</summary>
    Recalled,

    /// <summary>Taken back, and nothing is shown.</summary>
    Spilled,
}

/// <summary>Judges the standing of products by their notices and by when their originator was last heard of.</summary>
public static class ProductStanding
{
    /// <summary>For originators without an agreement with this node.</summary>
    public static readonly TimeSpan DefaultMaxAge = TimeSpan.FromHours(72);

    /// <summary>How old the newest word of an originator may be: the strictest agreement in force between it and this node.</summary>
    public static TimeSpan MaxAge(NodeModel model, PartnerCode originator, DateTimeOffset now) =>
        model.Agreements.InForce(model.Self, originator, now) is { IsEmpty: false } agreements ? agreements.Min(agreement => agreement.NoticeMaxAge) : DefaultMaxAge;

    /// <summary>The standing of a product in the catalogue. Own products are current until this node takes them back.</summary>
    public static Standing Of(INodeRead read, CatalogRow row, NodeModel model, DecisionTime at)
    {
        NoticeEffect effect = NoticeEffect.Of(read.Notices(row.Product), row.Originator);
        return effect.Spilled ? Standing.Spilled
            : effect.Recalled ? Standing.Recalled
            : row.Originator == model.Self || at.Both(now => IsFresh(read, row, model, now)) ? Standing.Current
            : Standing.Unconfirmed;
    }

    /// <summary>Whether a product may be handed on: never one that was taken back, or that nobody confirmed in time.</summary>
    public static bool MayGoOn(INodeRead read, ProductId product, NodeModel model, DateTimeOffset now) =>
        read.Find(product) is { } row && Of(read, row, model, now) == Standing.Current;

    /// <summary>Notes that a product arrived: where it came from somebody in between, its originator is asked.</summary>
    internal static void Arrived(INodeWrite store, ProductId product, PartnerCode originator, PartnerCode releaser, DateTimeOffset now)
    {
        if (releaser != originator && store.Confirmation(product) is null)
        {
            store.SetConfirmation(new ConfirmationRow(product, originator, now.ToUnixTimeMilliseconds(), Due: true));
        }
    }

    /// <summary>Whether a foreign product's originator was heard of in time. What is handed in as a function is asked only where it counts.</summary>
    /// <param name="confirmation">Its confirmation, for a product that came from somebody in between.</param>
    /// <param name="direct">Whether its originator released it to this node itself.</param>
    /// <param name="caughtUpMs">When all of the originator's feed was last known to be here.</param>
    /// <param name="receivedMs">When the newest copy came.</param>
    /// <param name="oldestMs">Word from before this instant is too old.</param>
    public static bool IsFresh(ConfirmationRow? confirmation, Func<bool> direct, long caughtUpMs, Func<long> receivedMs, long oldestMs) =>
        confirmation is null
            ? caughtUpMs > oldestMs || receivedMs() > oldestMs
            // Its originator may also have released it to us: then its feed brings every notice.
            : confirmation.AtMs > oldestMs || (confirmation.AtMs > 0 && caughtUpMs > oldestMs && direct());

    /// <summary>Word of an originator from before this instant is too old, milliseconds since the Unix epoch.</summary>
    public static long Oldest(NodeModel model, PartnerCode originator, DateTimeOffset now) =>
        now.ToUnixTimeMilliseconds() - (long)MaxAge(model, originator, now).TotalMilliseconds;

    private static bool IsFresh(INodeRead read, CatalogRow row, NodeModel model, DateTimeOffset now) => IsFresh(
        read.Confirmation(row.Product),
        () => read.Received(row.Product).Any(copy => copy.Releaser == row.Originator),
        read.CaughtUp(row.Originator),
        () => read.Received(row.Product).Select(copy => copy.ReceivedAtMs).DefaultIfEmpty().Max(),
        Oldest(model, row.Originator, now));
}
