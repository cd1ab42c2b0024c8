namespace Gateway.Node.Watching;

/// <summary>Puts the watch together.</summary>
internal static class WatchingHost
{
    public static IServiceCollection AddWatching(this IServiceCollection services) => services
        .AddSingleton<WatchSight>()
        .AddSingleton<WatchDesk>()
        .AddSingleton<Watchlists>()
        .AddSingleton<Thresholds>()
        .AddSingleton<FindingAnswers>()
        .AddHostedService<WatchWorker>();
}
