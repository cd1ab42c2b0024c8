using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Channels;
using Gateway.Core.Markings;
using Gateway.Core.Sealing;
using Gateway.Node.Channels;
using MimeKit;

namespace Gateway.Node.Tests.Channels;

/// <summary>Settings of channels that lead to this machine.</summary>
internal static class Given
{
    public const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string OtherKey = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    public static readonly ImmutableArray<IPNetwork> Loopback = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    public static readonly ChannelMessage Message = new("7K3F9-2QD6T", SummonsKind.WarningArrived, Mode.Actual, new(2026, 11, 30, 21, 5, 0, TimeSpan.Zero));

    public static WebhookSecret Secret(string text) => WebhookSecret.TryParse(text, out WebhookSecret? secret) ? secret : throw new ArgumentException("No key.", nameof(text));

    public static ChannelSettings.Webhook Webhook(Uri address, X509Certificate2? authority) => new()
    {
        Name = "duty",
        Ceiling = Level.Unclassified,
        Content = ChannelContent.Summons,
        Modes = [.. Enum.GetValues<Mode>()],
        Networks = Loopback,
        Authorities = authority is null ? [] : [authority],
        GiveUpAfter = TimeSpan.FromHours(24),
        AlarmAfter = TimeSpan.FromMinutes(15),
        Address = address,
        Secrets = [Secret(Key)],
    };

    public static ChannelSettings.Mail Mail(int port, X509Certificate2? authority, MailSecurity security = MailSecurity.StartTls) => new()
    {
        Name = "board",
        Ceiling = Level.Unclassified,
        Content = ChannelContent.Summons,
        Modes = [.. Enum.GetValues<Mode>()],
        Networks = Loopback,
        Authorities = authority is null ? [] : [authority],
        GiveUpAfter = TimeSpan.FromHours(24),
        AlarmAfter = TimeSpan.FromMinutes(15),
        Host = security == MailSecurity.None ? "127.0.0.1" : "localhost",
        Port = port,
        Security = security,
        Login = null,
        From = new MailboxAddress("", "gateway@node.example"),
        To = new MailboxAddress("", "duty@ministry.example"),
    };
}
