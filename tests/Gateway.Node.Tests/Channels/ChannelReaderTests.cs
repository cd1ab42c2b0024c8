using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Sealing;
using Gateway.Node.Channels;
using Gateway.Testing;

namespace Gateway.Node.Tests.Channels;

/// <summary>Configuration of channels: every fault at once, and no secret in any.</summary>
public sealed class ChannelReaderTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public ChannelReaderTests()
    {
        File.WriteAllText(_folder.File("key"), Given.Key + "\n");
        File.WriteAllText(_folder.File("keys"), $"{Given.Key}\n{Given.OtherKey}\n");
        File.WriteAllText(_folder.File("bad"), "whsec_bm90IGxvbmc=\n");
        File.WriteAllText(_folder.File("password"), "hush hush\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_channel_of_each_kind_is_read()
    {
        (ImmutableArray<ChannelSettings> channels, List<string> errors) = Read(
            Webhook(),
            new ChannelOptions
            {
                Name = "board", Kind = "mail", Server = "mail.example.org:587", User = "gateway", Password = "password", From = "gateway@node.example",
                To = "duty@ministry.example", Ceiling = "RESTRICTED", Carries = "headline", Modes = ["ACTUAL", "EXERCISE"], GiveUpAfterHours = 48, AlarmAfterMinutes = 5,
            });
        Assert.Empty(errors);
        var webhook = Assert.IsType<ChannelSettings.Webhook>(channels[0]);
        Assert.Equal((Level.Unclassified, ChannelContent.Summons, 3, 1), (webhook.Ceiling, webhook.Content, webhook.Modes.Length, webhook.Secrets.Length));
        Assert.Equal((TimeSpan.FromDays(7), TimeSpan.FromMinutes(15)), (webhook.GiveUpAfter, webhook.AlarmAfter));
        var mail = Assert.IsType<ChannelSettings.Mail>(channels[1]);
        Assert.Equal(("mail.example.org", 587, MailSecurity.StartTls, "hush hush"), (mail.Host, mail.Port, mail.Security, mail.Login!.Password));
        Assert.Equal((Level.Restricted, ChannelContent.Headline), (mail.Ceiling, mail.Content));
        Assert.Equal([Mode.Actual, Mode.Exercise], mail.Modes);
    }

    [Fact]
    public void Two_keys_stand_for_a_change_over()
    {
        ChannelOptions channel = Webhook();
        channel.Secret = "keys";
        Assert.Equal(2, Assert.IsType<ChannelSettings.Webhook>(Assert.Single(Read(channel).Channels)).Secrets.Length);
    }

    [Fact]
    public void Every_fault_is_told_at_once_and_none_quotes_a_secret()
    {
        ChannelOptions twice = Webhook(), wrong = Webhook();
        wrong.Name = "Duty Officer";
        wrong.Address = "http://duty.example";
        wrong.Secret = "bad";
        wrong.Ceiling = "VERY SECRET";
        wrong.Carries = "everything";
        wrong.Modes = ["ACTUAL", "REAL"];
        wrong.Networks = ["10.20.0.0"];
        wrong.Authority = "nowhere.pem";
        wrong.GiveUpAfterHours = 1;
        wrong.AlarmAfterMinutes = 0;
        wrong.To = "duty@ministry.example";
        (ImmutableArray<ChannelSettings> channels, List<string> errors) = Read(Webhook(), twice, wrong, new ChannelOptions { Name = "pigeon", Kind = "pigeon" });
        Assert.Single(channels);
        Assert.All(
            ["0:x", "1:Name", "2:Name", "2:Address", "2:Secret", "2:Ceiling", "2:Carries", "2:Modes", "2:Networks", "2:Authority", "2:GiveUpAfterHours", "2:AlarmAfterMinutes", "2:To", "3:Kind"],
            key => Assert.Equal(key == "0:x" ? 0 : 1, errors.Count(error => error.StartsWith($"Gateway:Channels:{key}", StringComparison.Ordinal))));
        Assert.DoesNotContain(errors, error => error.Contains("whsec_bm90", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("From", "Duty <duty@ministry.example>")]
    [InlineData("To", "duty@ministry.example,spy@evil.example")]
    [InlineData("To", "duty@ministry.example\r\nBcc: spy@evil.example")]
    [InlineData("To", "duty")]
    [InlineData("To", "")]
    [InlineData("Server", "mail.example.org")]
    [InlineData("Server", "user@mail.example.org:25")]
    [InlineData("Server", "")]
    [InlineData("Security", "none")]
    [InlineData("Security", "perhaps")]
    [InlineData("User", "gateway")]
    [InlineData("Secret", "key")]
    public void Mail_that_could_go_astray_is_refused(string setting, string value)
    {
        var channel = new ChannelOptions { Name = "board", Kind = "mail", Server = "mail.example.org:587", From = "gateway@node.example", To = "duty@ministry.example" };
        typeof(ChannelOptions).GetProperty(setting)!.SetValue(channel, value);
        (ImmutableArray<ChannelSettings> channels, List<string> errors) = Read(channel);
        Assert.Empty(channels);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public void Without_protection_only_a_relay_on_this_machine_is_spoken_to()
    {
        var channel = new ChannelOptions { Name = "board", Kind = "mail", Server = "127.0.0.1:25", Security = "none", From = "gateway@node.example", To = "duty@ministry.example" };
        Assert.Empty(Read(channel).Errors);
        channel.User = "gateway";
        channel.Password = "password";
        Assert.Single(Read(channel).Errors);
    }

    [Fact]
    public void In_service_a_secret_that_others_may_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Rights of this kind are Unix'.");
            return;
        }

        File.SetUnixFileMode(_folder.File("key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains("chmod", Assert.Single(Read(development: false, Webhook()).Errors));
        File.SetUnixFileMode(_folder.File("key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Empty(Read(development: false, Webhook()).Errors);
    }

    private static ChannelOptions Webhook() => new() { Name = "duty", Kind = "webhook", Address = "https://duty.example/in", Secret = "key" };

    private (ImmutableArray<ChannelSettings> Channels, List<string> Errors) Read(params ChannelOptions[] channels) => Read(development: true, channels);

    private (ImmutableArray<ChannelSettings> Channels, List<string> Errors) Read(bool development, params ChannelOptions[] channels)
    {
        var errors = new List<string>();
        var reader = new ChannelReader(_folder.Path, word => LevelNames.TryParse(word, out Level level) ? level : null, development, errors);
        return (reader.Read(channels), errors);
    }
}
