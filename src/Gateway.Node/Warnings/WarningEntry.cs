using System.Collections.Concurrent;
using Gateway.Core.Releasing;
using Gateway.Node.Assessments;
using Gateway.Protocol.V1;
using LogName = Gateway.Core.Sealing.LogName;
using Portion = Gateway.Core.Sealing.Portion;

namespace Gateway.Node.Warnings;

/// <summary>One warning of the record, with what of it never changes once it is known. Thread-safe.</summary>
internal sealed class WarningEntry(CatalogRow row)
{
    private readonly ConcurrentDictionary<long, long> _released = new();
    private volatile WarningHeader? _header;
    private long _arrived;

    public CatalogRow Row => row;

    /// <summary>The fullest header that this node holds; null while it holds none.</summary>
    public WarningHeader? Header(INodeRead read)
    {
        if (_header is null && HeldContent.Of(read, row) is { } held
            && held.Portions.Where(portion => portion.Body.Path == "header").MinBy(portion => portion.Body.Rank) is { } portion)
        {
            _header = WarningHeader.Parser.ParseFrom(portion.Body.Value.Span);
        }

        return _header;
    }

    /// <summary>When the first copy came; 0 for an own warning, and for one that nothing is left of.</summary>
    public long ArrivedAtMs(INodeRead read)
    {
        if (Interlocked.Read(ref _arrived) == 0 && row.ReceivedFrom != default && read.Received(row.Product) is [var first, ..])
        {
            Interlocked.Exchange(ref _arrived, first.ReceivedAtMs);
        }

        return Interlocked.Read(ref _arrived);
    }

    /// <summary>When the RELEASE at this position was logged.</summary>
    public long ReleasedAtMs(INodeRead read, long logIndex) =>
        _released.GetOrAdd(logIndex, index => read.Entries(LogName.Release, index, 1)[0].AtMs);
}
