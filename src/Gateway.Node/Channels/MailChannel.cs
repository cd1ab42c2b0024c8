using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Gateway.Node.Channels;

/// <summary>
/// Hands messages to one mail server for one recipient. A server that offers no TLS where TLS is asked for gets nothing, neither message nor
/// password. A repetition bears the Message-ID of the first attempt. Headers are made of configured addresses and of words of our own alone.
/// </summary>
internal sealed class MailChannel(ChannelSettings.Mail settings, TimeProvider clock) : IPeopleChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Egress _egress = new(settings.Networks);
    private readonly PeerTrust _trust = new(settings.Authorities);

    public async Task<Attempt> SendAsync(ChannelMessage message, int attempt, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            await HandOverAsync(message, attempt, either.Token);
            return new Attempt.Taken();
        }
        catch (Exception failure) when (Reason(failure) is { } reason)
        {
            cancellation.ThrowIfCancellationRequested();
            return new Attempt.Failed(reason);
        }
    }

    public void Dispose()
    {
        // Nothing is kept open between two messages.
    }

    private async Task HandOverAsync(ChannelMessage message, int attempt, CancellationToken cancellation)
    {
        using Socket socket = await _egress.ConnectAsync(settings.Host, settings.Port, cancellation);
        using var client = new SmtpClient
        {
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CheckCertificateRevocation = false,
            ServerCertificateValidationCallback = (_, certificate, chain, errors) => _trust.Accepts(certificate, chain, errors),
        };
        await client.ConnectAsync(socket, settings.Host, settings.Port, Option(settings.Security), cancellation);
        if (settings.Login is { } login)
        {
            await client.AuthenticateAsync(login, cancellation);
        }

        using MimeMessage mail = Mail(message, attempt);
        await client.SendAsync(FormatOptions.Default, mail, settings.From, [settings.To], cancellation);
        try
        {
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception failure) when (Reason(failure) is not null)
        {
            // The server has answered for the message; how it says goodbye changes nothing.
        }
    }

    private MimeMessage Mail(ChannelMessage message, int attempt)
    {
        string text = message.Text + "\n\nReference: " + message.Reference + "\n";
        if (message.Headline is { } headline)
        {
            text = $"{headline.Banner}\n\n{message.Text}\n\n{Line("Title", headline.Title)}{Line("Country", headline.Country)}Reference: {message.Reference}\n\n{headline.Banner}\n";
        }

        var mail = new MimeMessage
        {
            Subject = message.Text,
            Date = message.At,
            MessageId = $"{message.Id}.{settings.Name}@{settings.From.Domain}",
            Body = new TextPart("plain") { Text = text },
        };
        mail.From.Add(settings.From);
        mail.To.Add(settings.To);
        mail.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834 §5: no out-of-office answers
        mail.Headers.Add("Gateway-Attempt", attempt.ToString(CultureInfo.InvariantCulture));
        return mail;
    }

    /// <summary>One line; what could start another, or hide one, is left out.</summary>
    private static string Line(string name, string value)
    {
        var text = new StringBuilder(name).Append(": ");
        foreach (Rune rune in value.EnumerateRunes().Where(rune => !IsHidden(rune)))
        {
            text.Append(rune.ToString());
        }

        return value.Length == 0 ? "" : text.Append('\n').ToString();
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>In a few words of our own; null for what is no failure of the way.</summary>
    private static string? Reason(Exception failure) => failure switch
    {
        EgressRefusedException => "address not allowed",
        SocketException or IOException => "no connection",
        SslHandshakeException or System.Security.Authentication.AuthenticationException => "certificate refused",
        MailKit.Security.AuthenticationException => "login refused",
        SmtpCommandException command => string.Create(CultureInfo.InvariantCulture, $"status {(int)command.StatusCode}"),
        SmtpProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException => "protocol broken",
        NotSupportedException => "TLS or login not offered",
        OperationCanceledException => "no answer in time",
        _ => null,
    };

    private static SecureSocketOptions Option(MailSecurity security) => security switch
    {
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
    };
}
