namespace Gateway.Node.Channels;

/// <summary>What is said of channels: their names, numbers, and words of our own.</summary>
internal static partial class ChannelLog
{
    [LoggerMessage(7101, LogLevel.Information, "Channel {Channel} took summons {Number} at attempt {Attempt}")]
    public static partial void Taken(ILogger logger, string channel, long number, int attempt);

    [LoggerMessage(7102, LogLevel.Warning, "Channel {Channel} did not take summons {Number} at attempt {Attempt}: {Reason}")]
    public static partial void Failed(ILogger logger, string channel, long number, int attempt, string reason);

    [LoggerMessage(7103, LogLevel.Error, "ALARM: channel {Channel} has taken nothing for {Minutes} minutes: people are not told of {Waiting} summons")]
    public static partial void Down(ILogger logger, string channel, long minutes, long waiting);

    [LoggerMessage(7104, LogLevel.Information, "Channel {Channel} takes messages again")]
    public static partial void Up(ILogger logger, string channel);

    [LoggerMessage(7105, LogLevel.Error, "ALARM: channel {Channel} did not take summons {Number} in {Attempts} attempts over its whole bound; it is given up: tell people another way")]
    public static partial void GivenUp(ILogger logger, string channel, long number, int attempts);

    [LoggerMessage(7106, LogLevel.Error, "ALARM: what channel {Channel} does cannot be recorded ({Reason}); people are called all the same, and perhaps twice after a restart")]
    public static partial void Unrecorded(ILogger logger, string channel, string reason);

    [LoggerMessage(7107, LogLevel.Error, "ALARM: channel {Channel} failed ({Failure}); it goes on")]
    public static partial void Broken(ILogger logger, string channel, string failure);

    [LoggerMessage(7108, LogLevel.Error, "ALARM: a warning of this node has waited {Minutes} minutes and {Partner} has not receipted it (entry {Entry} of the release log)")]
    public static partial void Undelivered(ILogger logger, long minutes, string partner, long entry);
}
