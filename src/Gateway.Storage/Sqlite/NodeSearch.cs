using Gateway.Core.Searching;

namespace Gateway.Storage.Sqlite;

/// <remarks>What a search looks words up in.</remarks>
internal abstract partial class NodeReads
{
    public IReadOnlyList<SearchChange> SearchChanges(long after, int count) =>
        Read(session => SearchTables.Changes(session, after, NotNegative(count)));

    public long SearchedThrough() => Read(SearchTables.Through);

    public bool SearchTidy() => Read(SearchTables.IsTidy);

    public IReadOnlyList<SightClass> SightClasses(long after) => Read(session => SearchTables.Classes(session, after));

    public IReadOnlyList<long> FindPortions(SearchPlan plan, long before, int count) =>
        Read(session => SearchTables.Find(session, plan, before, NotNegative(count)));
}

/// <remarks>Writes of the same.</remarks>
internal sealed partial class NodeWrite
{
    public void SetSearched(IReadOnlyList<IndexedProduct> products, long through) =>
        Write((session, _) => SearchTables.Set(session, products, through));

    public void TidySearch()
    {
        Write((session, _) => SearchTables.Tidy(session));
        writer.ErasureIsDue();
    }
}
