using System.Collections.Immutable;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Releasing;
using Gateway.Core.Policy;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Protocol.Products;

namespace Gateway.Node.Holdings;

/// <summary>
/// One product as the node holds it, in memory: every portion with its class of sight, and the content of those that questions over many
/// products ask for. Immutable but for what it remembers. Thread-safe.
/// </summary>
internal sealed class HeldItem
{
    // A class of callers each; more would only be kept for nobody.
    private const int MostRemembered = 8;

    private readonly ImmutableArray<Portion> _portions;
    private readonly int[] _classOf;
    private readonly int[] _classes;
    private readonly ProductSchema _schema;
    private readonly long _receivedMs;
    private readonly bool _direct;
    private readonly Lock _lock = new();
    private (ulong Key, Seen? Seen)[] _seen = [];

    private HeldItem(CatalogRow row, ProductSchema schema, NoticeEffect notices, ConfirmationRow? confirmation, HeldContent content, SightMemo sight)
    {
        (Row, _schema, Notices, Confirmation) = (row, schema, notices, confirmation);
        _portions = [.. content.Portions.Select(portion => Compact(notices.On(portion), schema))];
        _classOf = [.. _portions.Select(portion => sight.ClassOf(content.Manifest, schema, portion))];
        _classes = [.. _classOf.Where(one => one != SightMemo.Nobody).Distinct().Order()];
        _receivedMs = content.Copies.Select(copy => copy.ReceivedAtMs).DefaultIfEmpty().Max();
        _direct = content.Copies.Any(copy => copy.Releaser == row.Originator);
    }

    public CatalogRow Row { get; }

    public NoticeEffect Notices { get; }

    public ConfirmationRow? Confirmation { get; }

    /// <summary>Null where there is nothing to show: not readable here, taken back, or erased.</summary>
    public static HeldItem? Of(INodeRead read, CatalogRow row, NodeModel model, SightMemo sight)
    {
        NoticeEffect notices = NoticeEffect.Of(read.Notices(row.Product), row.Originator);
        return !notices.Recalled && !notices.Spilled && model.Schemas(row.Schema) is { } schema && HeldContent.Of(read, row) is { } content
            ? new HeldItem(row, schema, notices, read.Confirmation(row.Product), content, sight)
            : null;
    }

    /// <summary>The product for somebody who sees these classes of portions; null when that is nothing.</summary>
    public Seen? For(bool[] seen, MarkingRegistry registry)
    {
        if (_classes.Length > sizeof(ulong) * 8)
        {
            // Nobody marks so many portions of one product in so many ways; it is not remembered.
            return Show(seen, registry);
        }

        ulong key = 0;
        for (int i = 0; i < _classes.Length; i++)
        {
            key |= seen[_classes[i]] ? 1UL << i : 0;
        }

        if (TryRecall(key, out Seen? known))
        {
            return known;
        }

        Seen? shown = Show(seen, registry);
        lock (_lock)
        {
            // Two may have made it at once; all go on with one, so that what hangs on it is made once.
            if (TryRecall(key, out known))
            {
                return known;
            }

            _seen = [.. _seen.Length < MostRemembered ? _seen : [], (key, shown)];
        }

        return shown;
    }

    /// <summary>Whether its originator was heard of in time.</summary>
    public bool IsFresh(long caughtUpMs, long oldestMs) =>
        (Confirmation is null && caughtUpMs > oldestMs) || ProductStanding.IsFresh(Confirmation, () => _direct, caughtUpMs, () => _receivedMs, oldestMs);

    private bool TryRecall(ulong key, out Seen? seen)
    {
        foreach ((ulong Key, Seen? Seen) known in _seen)
        {
            if (known.Key == key)
            {
                seen = known.Seen;
                return true;
            }
        }

        seen = null;
        return false;
    }

    private Seen? Show(bool[] seen, MarkingRegistry registry)
    {
        Outcome[] outcomes = Array.ConvertAll(_classOf, one => one != SightMemo.Nobody && seen[one] ? Outcome.Release : Outcome.Withhold);
        ImmutableArray<Portion> visible = OpeningChoice.All(_portions, outcomes);
        return Banners.Of(visible.SelectMany(portion => portion.Markings), Row.Originator, registry) is { } banner
            ? new Seen(Row, Reassembler.Reassemble(visible.Where(portion => IsKept(portion, _schema)), _schema), visible, banner)
            : null;
    }

    /// <summary>The portion without salt and without the bytes it came in, which would keep a whole package alive.</summary>
    private static Portion Compact(Portion portion, ProductSchema schema) => portion with
    {
        Salt = default,
        Encoded = default,
        Body = portion.Body with { Value = IsKept(portion, schema) ? portion.Body.Value.ToArray() : default },
    };

    // Whatever is long, or asked for one product at a time, stays in the record alone. None of these must accompany another portion.
    private static bool IsKept(Portion portion, ProductSchema schema) =>
        schema.TryResolve(portion.Body.Path, portion.Body.Type, out PortionType? type) && type.FieldClass switch
        {
            FieldClass.Metadata or FieldClass.Judgement or FieldClass.Confidence or FieldClass.Factor or FieldClass.Indicator
                or FieldClass.Population or FieldClass.Model or FieldClass.Dissent or FieldClass.Determination or FieldClass.Designation => true,
            FieldClass.Actor or FieldClass.Location or FieldClass.Evidence or FieldClass.SourcesAndMethods or FieldClass.Scenario
                or FieldClass.Option => false,
        };
}
