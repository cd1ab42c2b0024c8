using Gateway.Core.Channels;

namespace Gateway.Storage.Sqlite;

/// <remarks>What people are called for.</remarks>
internal abstract partial class NodeReads
{
    public IReadOnlyList<SummonsRow> Unspread(int count) => Read(session => SummonsTables.Unspread(session, NotNegative(count)));

    public SummonsRow? Summons(long number) => Read(session => SummonsTables.Find(session, number));

    public SummonsRow? Summons(string reference) => Read(session => SummonsTables.Find(session, reference));

    public IReadOnlyList<DeliveryRow> WaitingDeliveries(string channel, int count) =>
        Read(session => SummonsTables.Waiting(session, channel, NotNegative(count)));

    public ChannelStanding ChannelStanding(string channel) => Read(session => SummonsTables.Standing(session, channel));
}

internal sealed partial class NodeWrite
{
    public bool AddSummons(Summons summons, long atMs) => Read(session => SummonsTables.Add(session, summons, atMs));

    public void Spread(long number, string reference, IReadOnlyList<string> channels, long atMs) =>
        Write((session, _) => SummonsTables.Spread(session, number, reference, channels, atMs));

    public void SetDelivery(DeliveryRow row) => Write((session, _) => SummonsTables.Set(session, row));
}
