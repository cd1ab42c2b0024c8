using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;
using Mode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Warnings;

/// <summary>
/// The warnings of the record, by arrival and by chain. It follows the catalogue, which only grows, so a look costs what came since the last
/// one. Chains of different modes are different chains. Thread-safe.
/// </summary>
internal sealed class WarningBook(NodeState node)
{
    private const int Batch = 256;
    private static readonly string Kind = Warning.Descriptor.FullName + "/";

    private readonly Lock _lock = new();
    private readonly Dictionary<Mode, long> _after = Enum.GetValues<Mode>().ToDictionary(mode => mode, _ => 0L);
    private readonly Dictionary<Mode, ImmutableArray<WarningEntry>> _arrivals = Enum.GetValues<Mode>().ToDictionary(mode => mode, _ => ImmutableArray<WarningEntry>.Empty);
    private readonly Dictionary<(Mode Mode, PartnerCode Originator, string Lineage), ImmutableArray<WarningEntry>> _chains = [];
    private readonly Dictionary<ProductId, WarningEntry> _entries = [];

    public static bool IsWarning(CatalogRow row) => row.Schema.StartsWith(Kind, StringComparison.Ordinal);

    /// <summary>All warnings of a mode, in order of arrival.</summary>
    public ImmutableArray<WarningEntry> All(Mode mode)
    {
        lock (_lock)
        {
            Follow();
            return _arrivals[mode];
        }
    }

    /// <summary>A warning by its product; null when it is none.</summary>
    public WarningEntry? Find(ProductId product)
    {
        lock (_lock)
        {
            Follow();
            return _entries.GetValueOrDefault(product);
        }
    }

    /// <summary>All editions of the warning's chain, oldest first.</summary>
    public ImmutableArray<WarningEntry> Chain(WarningEntry entry)
    {
        lock (_lock)
        {
            return _chains[Key(entry.Row)];
        }
    }

    private static (Mode, PartnerCode, string) Key(CatalogRow row) => (row.Mode, row.Originator, Convert.ToHexStringLower(row.LineageId.Span));

    private void Follow()
    {
        foreach (Mode mode in Enum.GetValues<Mode>())
        {
            while (node.Read.Catalog(mode, _after[mode], Batch) is { Count: > 0 } rows)
            {
                WarningEntry[] found = [.. rows.Where(IsWarning).Select(row => new WarningEntry(row))];
                _arrivals[mode] = _arrivals[mode].AddRange(found);
                foreach (WarningEntry entry in found)
                {
                    _entries.Add(entry.Row.Product, entry);
                    ImmutableArray<WarningEntry> chain = _chains.GetValueOrDefault(Key(entry.Row), []);
                    _chains[Key(entry.Row)] = [.. chain.Add(entry).OrderBy(one => one.Row.IssuedAtMs)];
                }

                _after[mode] = rows[^1].Ordinal;
            }
        }
    }
}
