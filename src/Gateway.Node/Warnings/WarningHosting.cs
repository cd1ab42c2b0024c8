namespace Gateway.Node.Warnings;

/// <summary>Registers what the life of a warning needs.</summary>
internal static class WarningHosting
{
    public static void AddWarnings(this IServiceCollection services)
    {
        services.AddSingleton<WarningBook>();
        services.AddSingleton<WarningDuties>();
        services.AddSingleton<WarningView>();
        services.AddSingleton<WarningDesk>();
        services.AddSingleton<WarningSweep>();
        services.AddHostedService<WarningWorker>();
    }
}
