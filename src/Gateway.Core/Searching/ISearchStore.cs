namespace Gateway.Core.Searching;

/// <summary>Reads of what changed, and of the index that the record itself keeps.</summary>
public interface ISearchRead
{
    /// <summary>Up to <paramref name="count"/> changes after a sequence, ascending.</summary>
    IReadOnlyList<SearchChange> SearchChanges(long after, int count);

    /// <summary>The last change that the record's own index has; 0 when it has none.</summary>
    long SearchedThrough();

    /// <summary>Whether erasures left nothing behind that <see cref="ISearchWrite.TidySearch"/> would clear away.</summary>
    bool SearchTidy();

    /// <summary>As <see cref="ISearchIndex.ClassesAsync"/>.</summary>
    IReadOnlyList<SightClass> SightClasses(long after);

    /// <summary>As <see cref="ISearchIndex.FindAsync"/>.</summary>
    IReadOnlyList<long> FindPortions(SearchPlan plan, long before, int count);
}

/// <summary>Writes of the record's own index. Erasing content erases its words in the same transaction.</summary>
public interface ISearchWrite
{
    /// <summary>As <see cref="ISearchIndex.ApplyAsync"/>.</summary>
    void SetSearched(IReadOnlyList<IndexedProduct> products, long through);

    /// <summary>As <see cref="ISearchIndex.TidyAsync"/>.</summary>
    void TidySearch();
}
