using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Watching;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Holdings;
using Gateway.Node.Hosting;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Watching;

/// <summary>What the watch sees: what its configured caller would, of one mode, but for products that their originators replaced. Thread-safe.</summary>
internal sealed class WatchSight(NodeState node, HoldingsIndex holdings, SharedView view)
{
    public WatchFacts Facts(LocalCaller caller, CoreMode mode) => new(
        mode,
        holdings.For(caller, mode).Where(holding => !holding.IsReplaced).Select(holding => holding.Seen.Fact(seen => Read(holding.Row, seen, caller)))
            .Where(facts => !facts.IsEmpty));

    private ProductFacts Read(CatalogRow row, Seen seen, LocalCaller caller)
    {
        ProductSchema schema = node.Model.Schemas(row.Schema) ?? throw new InvalidOperationException("What is held can be read.");
        bool whole = seen.Portions.Any(FactReading.IsPlace);
        return FactReading.Of(row, schema, whole && view.Of(row, caller) is { } visible ? visible.Portions : seen.Portions);
    }
}
