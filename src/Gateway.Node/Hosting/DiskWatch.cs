namespace Gateway.Node.Hosting;

/// <summary>Tells people when the disk under the record runs low, when nothing new is taken any more, and when there is room again.</summary>
internal sealed class DiskWatch(NodeState node, ILogger<DiskWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, node.Clock);
        DiskLevel told = DiskLevel.Ample;
        try
        {
            do
            {
                told = Tell(told);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private DiskLevel Tell(DiskLevel told)
    {
        DiskLevel level = node.Disk.Level;
        long free = node.Disk.Free / DiskBounds.Megabyte;
        if (level == told)
        {
            return level;
        }

        switch (level)
        {
            case DiskLevel.TooLow:
                DiskLog.TooLow(logger, free, node.Settings.Disk.RefuseBelow / DiskBounds.Megabyte);
                break;
            case DiskLevel.Low:
                DiskLog.Low(logger, free, node.Settings.Disk.RefuseBelow / DiskBounds.Megabyte);
                break;
            case DiskLevel.Ample:
                DiskLog.Ample(logger, free);
                break;
        }

        return level;
    }
}

internal static partial class DiskLog
{
    [LoggerMessage(3020, LogLevel.Warning, "Only {Free} MB are free under the record; below {Bound} MB nothing new is taken")]
    public static partial void Low(ILogger logger, long free, long bound);

    [LoggerMessage(3021, LogLevel.Error, "ALARM: only {Free} MB are free under the record, less than {Bound}: nothing new is taken until there is room")]
    public static partial void TooLow(ILogger logger, long free, long bound);

    [LoggerMessage(3022, LogLevel.Information, "{Free} MB are free under the record: enough again")]
    public static partial void Ample(ILogger logger, long free);
}
