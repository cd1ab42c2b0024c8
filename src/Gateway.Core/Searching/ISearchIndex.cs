namespace Gateway.Core.Searching;

/// <summary>
/// Where a node looks words up. Holds copies of what the record holds and is filled from its changes, so it can be thrown away and made
/// again. It proposes portions; whether the caller sees them and whether they match is decided on the record. Thread-safe. Implementations
/// throw <see cref="SearchUnavailableException"/> while they cannot be reached.
/// </summary>
public interface ISearchIndex
{
    /// <summary>The last <see cref="SearchChange"/> that is in it; 0 when it is new.</summary>
    Task<long> ThroughAsync(CancellationToken cancellation);

    /// <summary>
    /// Puts products in place of what it has of them and notes the change that they lead to: all or nothing. A second time changes nothing.
    /// </summary>
    Task ApplyAsync(IReadOnlyList<IndexedProduct> products, long through, CancellationToken cancellation);

    /// <summary>Forgets everything; the next changes start from the first.</summary>
    Task ClearAsync(CancellationToken cancellation);

    /// <summary>
    /// Clears away, in a bounded step, what removed words left behind in the index's own bookkeeping; false while there is more of it.
    /// </summary>
    Task<bool> TidyAsync(CancellationToken cancellation);

    /// <summary>Classes with a number above <paramref name="after"/>, ascending.</summary>
    Task<IReadOnlyList<SightClass>> ClassesAsync(long after, CancellationToken cancellation);

    /// <summary>
    /// Up to <paramref name="count"/> keys of portions below <paramref name="before"/> that may match, newest arrival first. None that
    /// matches is missing; one that does not match may be among them.
    /// </summary>
    Task<IReadOnlyList<long>> FindAsync(SearchPlan plan, long before, int count, CancellationToken cancellation);
}

/// <summary>The index cannot be reached. Nothing else of the node hangs on it; trying again later is right.</summary>
public sealed class SearchUnavailableException : Exception
{
    /// <summary>Makes the exception. The message must not quote a query or content.</summary>
    public SearchUnavailableException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>Makes the exception.</summary>
    public SearchUnavailableException(string message)
        : this(message, null)
    {
    }

    /// <summary>Makes the exception with a general message.</summary>
    public SearchUnavailableException()
        : this("The search index cannot be reached.")
    {
    }
}
