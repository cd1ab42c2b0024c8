using System.Text.Json;
using Gateway.Core.Channels;
using Gateway.Core.Sealing;

namespace Gateway.Node.Channels;

/// <summary>What may be said of a warning on a channel that carries headlines.</summary>
/// <param name="Banner">Roll-up of the markings of what is said.</param>
/// <param name="Title">The warning's title; empty where it may not be said.</param>
/// <param name="Country">ISO 3166-1 alpha-3; empty where it may not be said.</param>
internal sealed record Headline(string Banner, string Title, string Country);

/// <summary>
/// One message for people, the same at every attempt. Words are chosen from a closed list; of the warning itself nothing is in it but
/// <paramref name="Headline"/>.
/// </summary>
/// <param name="Reference">Random, of this node alone.</param>
/// <param name="Kind">Why people are called.</param>
/// <param name="Mode">Real, exercise, test.</param>
/// <param name="At">When the occasion was recorded.</param>
/// <param name="Headline">What else the channel carries; null for most.</param>
internal sealed record ChannelMessage(string Reference, SummonsKind Kind, Mode Mode, DateTimeOffset At, Headline? Headline = null)
{
    /// <summary>Names the message to whoever sorts out repetitions.</summary>
    public string Id => "summons-" + Reference;

    /// <summary>The sentence people read first. What is not real says so in its first word.</summary>
    public string Text => Warned + Occasion;

    /// <summary>The body of a webhook, UTF-8 JSON; the sentence comes first.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("text", Text);
            json.WriteString("type", Type);
            json.WriteString("timestamp", At.UtcDateTime);
            json.WriteStartObject("data");
            json.WriteString("reference", Reference);
            json.WriteString("mode", ModeWord);
            if (Headline is { } headline)
            {
                json.WriteString("banner", headline.Banner);
                json.WriteString("title", headline.Title);
                json.WriteString("country", headline.Country);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private string Warned => Mode switch
    {
        Mode.Actual => "",
        Mode.Exercise => "EXERCISE EXERCISE EXERCISE: ",
        Mode.Test => "TEST TEST TEST: ",
    };

    private string ModeWord => Mode switch
    {
        Mode.Actual => "ACTUAL",
        Mode.Exercise => "EXERCISE",
        Mode.Test => "TEST",
    };

    private string Occasion => Kind switch
    {
        SummonsKind.WarningArrived => "A warning waits. Sign in to read.",
        SummonsKind.WarningRaised => "A warning was raised here. Sign in to read.",
        SummonsKind.Reminder => "A warning still waits for an answer. Sign in to read.",
        SummonsKind.Escalation => "A warning was not answered in time. Sign in to read.",
        SummonsKind.Undelivered => "A warning from here has not been received. Sign in to read.",
        SummonsKind.Trial => "This channel is being tried. Nothing happened.",
    };

    private string Type => Kind switch
    {
        SummonsKind.WarningArrived => "warning.arrived",
        SummonsKind.WarningRaised => "warning.raised",
        SummonsKind.Reminder => "warning.reminder",
        SummonsKind.Escalation => "warning.escalation",
        SummonsKind.Undelivered => "warning.undelivered",
        SummonsKind.Trial => "channel.trial",
    };
}
