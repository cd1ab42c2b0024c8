using Gateway.Core.Releasing;

namespace Gateway.Core.Searching;

/// <summary>The index that the record itself keeps: nothing else to run, and erased with the content.</summary>
/// <param name="read">Reads of the record.</param>
/// <param name="write">Runs work in the record's next transaction.</param>
public sealed class RecordIndex(ISearchRead read, Func<Action<INodeWrite>, CancellationToken, Task> write) : ISearchIndex
{
    /// <inheritdoc/>
    public Task<long> ThroughAsync(CancellationToken cancellation) => Task.FromResult(read.SearchedThrough());

    /// <inheritdoc/>
    public Task ApplyAsync(IReadOnlyList<IndexedProduct> products, long through, CancellationToken cancellation) =>
        write(store => store.SetSearched(products, through), cancellation);

    /// <inheritdoc/>
    public Task ClearAsync(CancellationToken cancellation) =>
        throw new InvalidOperationException("The record's own index is written with the record and cannot be ahead of it.");

    /// <inheritdoc/>
    public async Task<bool> TidyAsync(CancellationToken cancellation)
    {
        if (!read.SearchTidy())
        {
            await write(store => store.TidySearch(), cancellation).ConfigureAwait(false);
        }

        return read.SearchTidy();
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SightClass>> ClassesAsync(long after, CancellationToken cancellation) => Task.FromResult(read.SightClasses(after));

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> FindAsync(SearchPlan plan, long before, int count, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(read.FindPortions(plan, before, count));
    }
}
