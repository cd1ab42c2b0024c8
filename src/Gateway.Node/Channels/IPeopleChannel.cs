namespace Gateway.Node.Channels;

/// <summary>What became of one attempt. A closed set.</summary>
internal abstract record Attempt
{
    private Attempt()
    {
    }

    /// <summary>The other end answered for it.</summary>
    public sealed record Taken : Attempt;

    /// <summary>It did not.</summary>
    /// <param name="Reason">A few words of our own for the log; nothing that the other end wrote.</param>
    public sealed record Failed(string Reason) : Attempt;
}

/// <summary>A way to people. It is handed a message that may leave, and sees nothing else. Thread-safe.</summary>
internal interface IPeopleChannel : IDisposable
{
    /// <summary>Tries once. Never throws but when cancelled.</summary>
    /// <param name="message">The message.</param>
    /// <param name="attempt">1 for the first; the other end is told.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    Task<Attempt> SendAsync(ChannelMessage message, int attempt, CancellationToken cancellation);
}
