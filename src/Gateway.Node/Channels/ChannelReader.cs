using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Markings;
using Gateway.Core.Sealing;
using MimeKit;

namespace Gateway.Node.Channels;

/// <summary>Reads <c>Gateway:Channels</c>; every fault goes into <paramref name="errors"/>, and none quotes a secret.</summary>
internal sealed class ChannelReader(string folder, Func<string, Level?> level, bool development, List<string> errors)
{
    private const int ShortestGiveUpHours = 24;
    private const int LongestGiveUpHours = 24 * 366;
    private const int DefaultGiveUpHours = 7 * 24;
    private const int DefaultAlarmMinutes = 15;

    public ImmutableArray<ChannelSettings> Read(IReadOnlyList<ChannelOptions> channels)
    {
        var read = ImmutableArray.CreateBuilder<ChannelSettings>();
        for (int i = 0; i < channels.Count; i++)
        {
            ChannelOptions channel = channels[i];
            string key = $"Gateway:Channels:{i}";
            int before = errors.Count;
            Require(IsName(channel.Name), $"{key}:Name must be 1 to 32 of a-z, 0-9 and hyphen.");
            Require(channels.Take(i).All(other => other.Name != channel.Name), $"{key}:Name stands twice; a name is one channel.");
            ChannelSettings? settings = channel.Kind switch
            {
                "webhook" => Webhook(key, channel),
                "mail" => Mail(key, channel),
                _ => null,
            };
            Require(channel.Kind is "webhook" or "mail", $"{key}:Kind must be webhook or mail.");
            if (settings is not null && errors.Count == before)
            {
                read.Add(settings);
            }
        }

        return read.ToImmutable();
    }

    private ChannelSettings.Webhook Webhook(string key, ChannelOptions channel)
    {
        bool https = Uri.TryCreate(channel.Address, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttps;
        Require(https && address!.UserInfo.Length == 0 && address.Fragment.Length == 0, $"{key}:Address must be an https address without user name and fragment.");
        Refuse(key, "webhook", ("Server", channel.Server), ("Security", channel.Security), ("User", channel.User), ("Password", channel.Password), ("From", channel.From), ("To", channel.To));
        string[] lines = [.. (SecretFile($"{key}:Secret", channel.Secret) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var secrets = ImmutableArray.CreateBuilder<WebhookSecret>();
        foreach (string line in lines)
        {
            if (WebhookSecret.TryParse(line, out WebhookSecret? secret))
            {
                secrets.Add(secret);
            }
        }

        Require(secrets.Count == lines.Length && secrets.Count is 1 or 2,
            $"{key}:Secret must name a file with one key, or two while the receiver changes over: whsec_ and base64 of 24 to 64 bytes, one a line.");
        return new ChannelSettings.Webhook
        {
            Name = channel.Name,
            Ceiling = Ceiling(key, channel),
            Content = Content(key, channel),
            Modes = Modes(key, channel),
            Networks = Networks(key, channel),
            Authorities = Authorities(key, channel),
            GiveUpAfter = GiveUpAfter(key, channel),
            AlarmAfter = AlarmAfter(key, channel),
            Address = address ?? new Uri("https://invalid.invalid"),
            Secrets = secrets.ToImmutable(),
        };
    }

    private ChannelSettings.Mail? Mail(string key, ChannelOptions channel)
    {
        Refuse(key, "mail", ("Address", channel.Address), ("Secret", channel.Secret));
        bool server = Uri.TryCreate("smtp://" + channel.Server, UriKind.Absolute, out Uri? at) && at.Port is > 0 and <= 65_535
            && at is { UserInfo: "", PathAndQuery: "/" or "", Fragment: "" } && channel.Server.Length > 0;
        Require(server, $"{key}:Server must be a host and a port, such as mail.example.org:587.");
        MailSecurity? security = channel.Security switch
        {
            "" or "starttls" => MailSecurity.StartTls,
            "tls" => MailSecurity.Tls,
            "none" => MailSecurity.None,
            _ => null,
        };
        Require(security is not null, $"{key}:Security must be starttls, tls or none.");
        bool here = server && IPAddress.TryParse(at!.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address);
        Require(security != MailSecurity.None || here, $"{key}:Security may be none only where Server is a loopback address.");
        Require((channel.User.Length > 0) == (channel.Password.Length > 0), $"{key}:User and Password (a file) belong together.");
        Require(security != MailSecurity.None || channel.User.Length == 0, $"{key}:User needs a protected connection.");
        MailboxAddress? from = Mailbox($"{key}:From", channel.From), to = Mailbox($"{key}:To", channel.To);
        NetworkCredential? login = channel.User.Length > 0 && SecretFile($"{key}:Password", channel.Password) is { } password
            ? new NetworkCredential(channel.User, password.TrimEnd('\r', '\n'))
            : null;
        var common = (Ceiling(key, channel), Content(key, channel), Modes(key, channel), Networks(key, channel), Authorities(key, channel));
        return from is null || to is null || security is null || !server ? null : new ChannelSettings.Mail
        {
            Name = channel.Name,
            Ceiling = common.Item1,
            Content = common.Item2,
            Modes = common.Item3,
            Networks = common.Item4,
            Authorities = common.Item5,
            GiveUpAfter = GiveUpAfter(key, channel),
            AlarmAfter = AlarmAfter(key, channel),
            Host = at!.Host.Trim('[', ']'),
            Port = at.Port,
            Security = security.Value,
            Login = login,
            From = from,
            To = to,
        };
    }

    private Level Ceiling(string key, ChannelOptions channel)
    {
        Level? ceiling = channel.Ceiling.Length == 0 ? Level.Unclassified : level(channel.Ceiling);
        Require(ceiling is not null, $"{key}:Ceiling must be a level of this partner in its own words, or one of UNCLASSIFIED to TOP SECRET.");
        return ceiling ?? Level.Unclassified;
    }

    private ChannelContent Content(string key, ChannelOptions channel)
    {
        Require(channel.Carries is "" or "summons" or "headline", $"{key}:Carries must be summons or headline.");
        return channel.Carries == "headline" ? ChannelContent.Headline : ChannelContent.Summons;
    }

    private ImmutableArray<Mode> Modes(string key, ChannelOptions channel)
    {
        string[] words = [.. channel.Modes.Where(word => word.Length > 0)];
        Mode[] modes = [.. Enum.GetValues<Mode>().Where(mode => words.Contains(mode.ToString().ToUpperInvariant(), StringComparer.Ordinal))];
        Require(modes.Length == words.Length, $"{key}:Modes must be ACTUAL, EXERCISE or TEST, each once.");
        return words.Length == 0 ? [.. Enum.GetValues<Mode>()] : [.. modes];
    }

    private ImmutableArray<IPNetwork> Networks(string key, ChannelOptions channel)
    {
        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (string text in channel.Networks.Where(text => text.Length > 0))
        {
            bool read = IPNetwork.TryParse(text, out IPNetwork network);
            Require(read, $"{key}:Networks must be networks with their length, such as 10.20.0.0/16.");
            networks.Add(network);
        }

        return networks.ToImmutable();
    }

    private ImmutableArray<X509Certificate2> Authorities(string key, ChannelOptions channel)
    {
        if (channel.Authority.Length == 0)
        {
            return [];
        }

        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(Path.GetFullPath(channel.Authority, folder));
            Require(found.Count > 0, $"{key}:Authority must name a file with certificates in PEM.");
            return [.. found];
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            errors.Add($"{key}:Authority must name a file with certificates in PEM ({failure.GetType().Name}).");
            return [];
        }
    }

    private TimeSpan GiveUpAfter(string key, ChannelOptions channel)
    {
        int hours = channel.GiveUpAfterHours ?? DefaultGiveUpHours;
        Require(hours is >= ShortestGiveUpHours and <= LongestGiveUpHours, $"{key}:GiveUpAfterHours must be {ShortestGiveUpHours} to {LongestGiveUpHours}.");
        return TimeSpan.FromHours(hours);
    }

    private TimeSpan AlarmAfter(string key, ChannelOptions channel)
    {
        int minutes = channel.AlarmAfterMinutes ?? DefaultAlarmMinutes;
        Require(minutes is >= 1 and <= 1_440, $"{key}:AlarmAfterMinutes must be 1 to 1440.");
        return TimeSpan.FromMinutes(minutes);
    }

    private MailboxAddress? Mailbox(string key, string text)
    {
        bool plain = text.All(letter => letter is > ' ' and < '\x7f' and not (',' or ';' or '<' or '>' or '"' or '\\'));
        MailboxAddress? address = null;
        Require(plain && MailboxAddress.TryParse(text, out address) && address.Domain.Length > 0, $"{key} must be one plain address, such as duty@example.org.");
        return address;
    }

    /// <summary>What only this node's user may read; on a machine in service, others may not.</summary>
    private string? SecretFile(string key, string path)
    {
        string full = path.Length == 0 ? "" : Path.GetFullPath(path, folder);
        if (!File.Exists(full))
        {
            errors.Add($"{key} must name a file.");
            return null;
        }

        const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;
        Require(development || OperatingSystem.IsWindows() || (File.GetUnixFileMode(full) & Others) == UnixFileMode.None, $"{key}: the file may be read by others; take their rights away (chmod 600).");
        try
        {
            return File.ReadAllText(full);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{key} cannot be read ({failure.GetType().Name}).");
            return null;
        }
    }

    private void Refuse(string key, string kind, params (string Name, string Value)[] others)
    {
        foreach ((string name, string value) in others)
        {
            Require(value.Length == 0, $"{key}:{name} does not belong to a channel of kind {kind}.");
        }
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 32 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    private void Require(bool holds, string error)
    {
        if (!holds)
        {
            errors.Add(error);
        }
    }
}
