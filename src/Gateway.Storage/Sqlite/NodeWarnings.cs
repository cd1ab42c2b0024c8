using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Storage.Sqlite;

internal abstract partial class NodeReads
{
    public IReadOnlyList<AcknowledgementRow> Acknowledgements(ProductId product) => Read(session => WarningTables.Own(session, product));

    public IReadOnlyList<AcknowledgementRow> AcknowledgementsDue(PartnerCode releaser, int count) =>
        Read(session => WarningTables.OwnDue(session, releaser, NotNegative(count)));

    public IReadOnlyList<ResponseRow> Responses(ProductId product) => Read(session => WarningTables.Responses(session, product));

    public IReadOnlyList<ResponseRow> ResponsesDue(PartnerCode partner, int count) =>
        Read(session => WarningTables.ResponsesDue(session, partner, NotNegative(count)));

    public IReadOnlyList<WarningEventRow> WarningEvents(long after, int count) =>
        Read(session => WarningTables.Events(session, after, NotNegative(count)));

    public IReadOnlyList<WarningEventRow> WarningEvents(ProductId product) => Read(session => WarningTables.Events(session, product));
}

internal sealed partial class NodeWrite
{
    public void AddAcknowledgement(AcknowledgementRow row) => Write((session, numbers) => WarningTables.Add(session, numbers, row));

    public void SetHandedOver(AcknowledgementRow row) => Write((session, numbers) => WarningTables.SetHandedOver(session, numbers, row));

    public void AddResponse(ResponseRow row) => Write((session, numbers) => WarningTables.Add(session, numbers, row));

    public void SetResponseRelayed(ResponseRow row) => Write((session, numbers) => WarningTables.SetRelayed(session, numbers, row));

    public void AddWarningEvent(WarningEventRow row) => Write((session, numbers) => WarningTables.Add(session, numbers, row));
}
