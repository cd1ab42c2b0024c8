using Gateway.Core.Markings;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// When time alone may let more of a product go, so that it is decided again: an embargo ends, or a clock that ran behind has caught up. What
/// changes for every product at once (<see cref="NodeModel.NextChange"/>) is no matter of one.
/// </summary>
internal static class DueTimes
{
    /// <summary>The next instant after a decision, milliseconds since the Unix epoch; null when there is none.</summary>
    public static long? Of(SealedProduct product, NodeModel model, DecisionTime at)
    {
        long next = long.MaxValue;
        foreach (Portion portion in product.Recalled ? [] : product.Portions)
        {
            next = Math.Min(next, After(portion.Body.Marking, at.Now));
            foreach (Marking floor in portion.Floors)
            {
                next = Math.Min(next, After(floor, at.Now));
            }
        }

        if (at.IsBehind)
        {
            next = Math.Min(next, Math.Min(Ceiling(at.Latest), model.NextChange(at.Now) is { } change ? Ceiling(change) : long.MaxValue));
        }

        return next == long.MaxValue ? null : next;
    }

    /// <summary>Notes it, or that there is none any more.</summary>
    public static void Note(INodeWrite store, SealedProduct product, NodeModel model, DecisionTime at)
    {
        long? next = Of(product, model, at);
        if (next != store.Due(product.Id))
        {
            store.SetDue(product.Id, next);
        }
    }

    private static long After(Marking marking, DateTimeOffset now) =>
        marking.NotBeforeMs > now.ToUnixTimeMilliseconds() ? marking.NotBeforeMs : long.MaxValue;

    // An instant between two milliseconds has not come before the second.
    private static long Ceiling(DateTimeOffset instant)
    {
        long ms = instant.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(ms) < instant ? ms + 1 : ms;
    }
}
