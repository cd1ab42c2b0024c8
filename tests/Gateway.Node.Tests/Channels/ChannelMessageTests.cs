using System.Text;
using System.Text.Json;
using Gateway.Core.Channels;
using Gateway.Core.Sealing;
using Gateway.Node.Channels;

namespace Gateway.Node.Tests.Channels;

public sealed class ChannelMessageTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 30, 21, 5, 0, TimeSpan.Zero);

    public static TheoryData<SummonsKind> Kinds => [.. Enum.GetValues<SummonsKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_not_real_says_so_in_its_first_words(SummonsKind kind)
    {
        Assert.StartsWith("EXERCISE EXERCISE EXERCISE: ", Message(kind, Mode.Exercise).Text, StringComparison.Ordinal);
        Assert.StartsWith("TEST TEST TEST: ", Message(kind, Mode.Test).Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("EXERCISE|TEST", Message(kind, Mode.Actual).Text);
        Assert.StartsWith("{\"text\":\"EXERCISE EXERCISE EXERCISE: ", Encoding.UTF8.GetString(Message(kind, Mode.Exercise).ToJson()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_summons_holds_a_sentence_a_reference_and_nothing_else()
    {
        Assert.Equal(
            """{"text":"A warning waits. Sign in to read.","type":"warning.arrived","timestamp":"2026-11-30T21:05:00Z","data":{"reference":"7K3F9-2QD6T","mode":"ACTUAL"}}""",
            Encoding.UTF8.GetString(Message(SummonsKind.WarningArrived, Mode.Actual).ToJson()));
    }

    [Fact]
    public void A_headline_cannot_break_out_of_its_field()
    {
        ChannelMessage message = Message(SummonsKind.WarningArrived, Mode.Actual) with { Headline = new Headline("UNCLASSIFIED", "a\",\"mode\":\"TEST\n</script>", "MLI") };
        using var json = JsonDocument.Parse(message.ToJson());
        Assert.Equal("ACTUAL", json.RootElement.GetProperty("data").GetProperty("mode").GetString());
        Assert.Equal("a\",\"mode\":\"TEST\n</script>", json.RootElement.GetProperty("data").GetProperty("title").GetString());
        Assert.DoesNotContain("<", Encoding.UTF8.GetString(message.ToJson()), StringComparison.Ordinal);
    }

    private static ChannelMessage Message(SummonsKind kind, Mode mode) => new("7K3F9-2QD6T", kind, mode, At);
}
