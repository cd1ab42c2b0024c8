namespace Gateway.Node.Channels;

/// <summary>The ways to people.</summary>
internal static class ChannelServices
{
    public static void AddChannels(this IServiceCollection services)
    {
        services.AddSingleton<HeadlineReader>();
        services.AddHostedService<ChannelWorker>();
        services.AddHostedService<UndeliveredWatch>();
    }
}
