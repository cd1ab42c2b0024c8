namespace Gateway.Core.Channels;

/// <summary>Reads of what people are called for. Absent is null or empty.</summary>
public interface IChannelRead
{
    /// <summary>Up to <paramref name="count"/> summons that no channel was given yet, oldest first.</summary>
    IReadOnlyList<SummonsRow> Unspread(int count);

    /// <summary>A summons by its number.</summary>
    SummonsRow? Summons(long number);

    /// <summary>A summons by what people were told.</summary>
    SummonsRow? Summons(string reference);

    /// <summary>
    /// Up to <paramref name="count"/> waiting deliveries of a channel: those tried least first, then by number, so that what is new never
    /// queues behind what has failed for long.
    /// </summary>
    IReadOnlyList<DeliveryRow> WaitingDeliveries(string channel, int count);

    /// <summary>How a channel does.</summary>
    ChannelStanding ChannelStanding(string channel);
}

/// <summary>Writes of what people are called for, in the one write transaction: with what they are called for, or not at all.</summary>
public interface IChannelWrite
{
    /// <summary>
    /// Records an occasion to call people; false when the same one is on record. Call it in the transaction that makes the occasion, and
    /// no crash can part the two.
    /// </summary>
    bool AddSummons(Summons summons, long atMs);

    /// <summary>Gives a summons its reference and a waiting delivery for each channel, once.</summary>
    void Spread(long number, string reference, IReadOnlyList<string> channels, long atMs);

    /// <summary>Replaces a delivery.</summary>
    void SetDelivery(DeliveryRow row);
}
