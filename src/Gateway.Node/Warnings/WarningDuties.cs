using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Node.Configuration;
using Gateway.Node.Hosting;
using Gateway.Protocol.V1;

namespace Gateway.Node.Warnings;

/// <summary>Reads from the record what bears on a warning. Thread-safe.</summary>
internal sealed class WarningDuties(NodeState node, WarningBook book)
{
    private WarningTiming Timing => node.Settings.Warnings;

    /// <summary>Everything, as this read sees it.</summary>
    public WarningDuty Of(INodeRead read, WarningEntry entry)
    {
        CatalogRow row = entry.Row;
        WarningHeader? header = entry.Header(read);
        NoticeEffect notices = NoticeEffect.Of(read.Notices(row.Product), row.Originator);
        bool own = row.ReceivedFrom == default;
        return new WarningDuty
        {
            Product = row.Product,
            Self = node.Model.Self,
            Own = own,
            Superseded = book.Chain(entry)[^1] != entry,
            TakenBack = notices.Recalled || notices.Spilled,
            Cancels = header?.Kind == WarningKind.Cancel,
            Times = Times(own ? row.IssuedAtMs : entry.ArrivedAtMs(read), header),
            Answers = own ? [] : [.. read.Acknowledgements(row.Product).Select(answer => answer.Response).Distinct()],
            Deliveries = Deliveries(read, entry, header),
            Responses = [.. read.Responses(row.Product).Select(response => (response.Holder, response.Response))],
            Known = [.. read.WarningEvents(row.Product)],
            UndeliveredAfter = Timing.UndeliveredAfter,
        };
    }

    /// <summary>A partner's time runs from the release to it.</summary>
    public WarningTimes Times(long fromMs, WarningHeader? header) => WarningTimes.Of(fromMs, header?.AcknowledgeByMs ?? 0, Timing.AcknowledgeWithin);

    private ImmutableArray<WarningDelivery> Deliveries(INodeRead read, WarningEntry entry, WarningHeader? header)
    {
        IGrouping<PartnerCode, FeedRow>[] released =
            [.. read.Releases(entry.Row.Product).Where(row => row.WithdrawnIndex < 0).GroupBy(row => row.Partner)];
        if (released.Length == 0)
        {
            return [];
        }

        HashSet<PartnerCode> holding = [.. read.Receipts(entry.Row.Product).Select(receipt => receipt.Partner)];
        return
        [
            .. released.Select(rows => new WarningDelivery(
                rows.Key, Times(entry.ReleasedAtMs(read, rows.Min(row => row.LogIndex)), header), holding.Contains(rows.Key))),
        ];
    }
}
