using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Holdings;

/// <summary>
/// What the node holds, in memory, for questions over many products at once: comparisons, digests, rules. Made from the record and from nothing
/// else; the first question reads all of it, every later one only what was written since. A caller gets exactly what
/// <see cref="Assessments.SharedView"/> would show, but for products that were taken back: those are not here. Thread-safe.
/// </summary>
internal sealed class HoldingsIndex(INodeStore store, Func<NodeModel> model, Func<DecisionTime> time)
{
    private const int Page = 256;

    private readonly SightMemo _sight = new(model());
    private readonly Lock _lock = new();
    private readonly Dictionary<ProductId, HeldItem> _items = [];
    private readonly HashSet<CoreMode> _stale = [];
    private ImmutableDictionary<CoreMode, HeldItem[]> _byMode = ImmutableDictionary<CoreMode, HeldItem[]>.Empty;
    private long _position = -1;

    /// <summary>The holdings of a node.</summary>
    public HoldingsIndex(NodeState node)
        : this(node.Store, () => node.Model, node.Decisions.Now)
    {
    }

    /// <summary>
    /// Everything of one mode that a caller may see, now, in the order of arrival. Every edition stands by itself: which one is the newest for
    /// this caller follows from what the caller sees.
    /// </summary>
    public IReadOnlyList<Holding> For(LocalCaller caller, CoreMode mode)
    {
        HeldItem[] items = Current(mode);
        DecisionTime at = time();
        bool[] seen = _sight.Seen(caller.Clearance, at);
        MarkingRegistry markings = model().Markings;
        var freshness = new Freshness(store.Read, model(), at);
        var holdings = new List<Holding>(items.Length);
        foreach (HeldItem item in items)
        {
            if (item.For(seen, markings) is { } shown)
            {
                holdings.Add(new Holding(shown, item.Notices, freshness.IsFresh(item) ? Standing.Current : Standing.Unconfirmed));
            }
        }

        return holdings;
    }

    /// <summary>Reads what was written since the last time, so that the next question has less to wait for.</summary>
    public void CatchUp()
    {
        lock (_lock)
        {
            long position = _position;
            if (position < 0 || store.Changes.Since(ref position) is not { } changed)
            {
                ReadAll();
            }
            else
            {
                foreach (ProductId product in changed)
                {
                    Read(product);
                }

                // Only now: what failed in between is read again.
                _position = position;
            }

            foreach (CoreMode mode in _stale)
            {
                _byMode = _byMode.SetItem(mode, [.. _items.Values.Where(item => item.Row.Mode == mode).OrderBy(item => item.Row.Ordinal)]);
            }

            _stale.Clear();
        }
    }

    private HeldItem[] Current(CoreMode mode)
    {
        CatchUp();
        return _byMode.GetValueOrDefault(mode, []);
    }

    private void ReadAll()
    {
        long position = store.Changes.Position;
        _position = -1;
        _items.Clear();
        foreach (CoreMode mode in Enum.GetValues<CoreMode>())
        {
            _stale.Add(mode);
            long after = 0;
            while (store.Read.Catalog(mode, after, Page) is { Count: > 0 } rows)
            {
                foreach (CatalogRow row in rows)
                {
                    Put(row);
                }

                after = rows[^1].Ordinal;
            }
        }

        _position = position;
    }

    private void Read(ProductId product)
    {
        // A notice may name a product that is not here.
        if (store.Read.Find(product) is { } row)
        {
            _stale.Add(row.Mode);
            Put(row);
        }
    }

    private void Put(CatalogRow row)
    {
        if (HeldItem.Of(store.Read, row, model(), _sight) is { } item)
        {
            _items[row.Product] = item;
        }
        else
        {
            _items.Remove(row.Product);
        }
    }

    /// <summary>When each originator was last heard of, asked once a question.</summary>
    private sealed class Freshness(INodeRead read, NodeModel model, DecisionTime at)
    {
        private readonly Dictionary<PartnerCode, (long CaughtUp, long Oldest)> _originators = [];

        public bool IsFresh(HeldItem item)
        {
            if (item.Row.Originator == model.Self)
            {
                return true;
            }

            if (!_originators.TryGetValue(item.Row.Originator, out (long CaughtUp, long Oldest) known))
            {
                known = (
                    read.CaughtUp(item.Row.Originator),
                    Math.Max(ProductStanding.Oldest(model, item.Row.Originator, at.Now), ProductStanding.Oldest(model, item.Row.Originator, at.Latest)));
                _originators.Add(item.Row.Originator, known);
            }

            return item.IsFresh(known.CaughtUp, known.Oldest);
        }
    }
}
