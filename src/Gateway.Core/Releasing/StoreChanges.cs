using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>
/// Which products' content, notices or confirmation were written since somebody looked: what keeps a projection of the record current without
/// reading all of it. Lives as long as the process; whoever starts reads the record once and follows from there. A product may be named
/// without having changed, and more than once; none that changed is left out. Thread-safe.
/// </summary>
public sealed class StoreChanges
{
    private const int MostKept = 1 << 16;

    private readonly Lock _lock = new();
    private readonly List<ProductId> _products = [];
    private long _first;

    /// <summary>The end: take it before reading the record, so that nothing falls between.</summary>
    public long Position
    {
        get
        {
            lock (_lock)
            {
                return _first + _products.Count;
            }
        }
    }

    /// <summary>Notes products; called when what was written is visible, and also when it is in doubt whether it is.</summary>
    public void Publish(IReadOnlyCollection<ProductId> products)
    {
        if (products.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            _products.AddRange(products);
            if (_products.Count > MostKept)
            {
                int drop = _products.Count - (MostKept / 2);
                _products.RemoveRange(0, drop);
                _first += drop;
            }
        }
    }

    /// <summary>
    /// The products noted after <paramref name="position"/>, each once, and moves it to the end. Null when that is too long ago: then the whole
    /// record has to be read again.
    /// </summary>
    public IReadOnlyCollection<ProductId>? Since(ref long position)
    {
        lock (_lock)
        {
            long from = position;
            position = _first + _products.Count;
            return from < _first ? null : from == position ? [] : new HashSet<ProductId>(_products.Skip((int)(from - _first)));
        }
    }
}
