using Gateway.Core.Searching;
using Gateway.Node.Hosting;
using Gateway.Storage.Postgres;

namespace Gateway.Node.Searching;

/// <summary>Puts search into the node.</summary>
internal static class SearchHosting
{
    public static void AddSearch(this IServiceCollection services, NodeState node)
    {
        // By a factory, so that the host disposes of it.
        services.AddSingleton<ISearchIndex>(_ => node.Settings.SearchPostgres is { } postgres ? new PostgresSearchIndex(postgres) : Own(node));
        services.AddSingleton<SightClasses>();
        services.AddSingleton<IndexFeeder>();
        services.AddSingleton<Finder>();
        services.AddHostedService<SearchWorker>();
    }

    private static RecordIndex Own(NodeState node) => new(
        node.Read,
        (work, cancellation) => node.Commit.RunAsync(
            scope =>
            {
                work(scope.Store);
                return true;
            },
            cancellation));
}
