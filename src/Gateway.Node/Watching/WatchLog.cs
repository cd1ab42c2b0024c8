namespace Gateway.Node.Watching;

/// <summary>What the watch tells in the node's log: rules and causes by name and key, never what was found.</summary>
internal static partial class WatchLog
{
    [LoggerMessage(2901, LogLevel.Information, "Warning of rule {Rule}, cause {Key}, revision {Revision}, is sent: {Partners} partners get it")]
    public static partial void Sent(ILogger logger, string rule, string key, int revision, int partners);

    [LoggerMessage(2902, LogLevel.Warning, "A warning of rule {Rule}, cause {Key}, revision {Revision}, waits for a release officer: 'gatewayctl finding list'")]
    public static partial void Waits(ILogger logger, string rule, string key, int revision);

    [LoggerMessage(2903, LogLevel.Error, "ALARM: {Waiting} warnings have waited for a person for more than {Minutes} minutes: 'gatewayctl finding list'")]
    public static partial void StillWaiting(ILogger logger, int waiting, long minutes);

    [LoggerMessage(2904, LogLevel.Error, "ALARM: rule {Rule} found cause {Key}, and no mark can carry together what it rests on: a person has to warn")]
    public static partial void Unmarked(ILogger logger, string rule, string key);

    [LoggerMessage(2905, LogLevel.Error, "ALARM: the warning of rule {Rule}, cause {Key}, was refused as {Status}: a person has to warn")]
    public static partial void Stuck(ILogger logger, string rule, string key, string status);

    [LoggerMessage(2906, LogLevel.Warning, "The watch could not look: {Reason}. It tries again")]
    public static partial void Later(ILogger logger, string reason);

    [LoggerMessage(2907, LogLevel.Error, "ALARM: the watch failed with {Failure} and tries again: {Stack}")]
    public static partial void Failed(ILogger logger, string failure, string stack);
}
