using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gateway.Node.Channels;
using MimeKit;
using SmtpServer.Protocol;

namespace Gateway.Node.Tests.Channels;

/// <summary>Mail against a real server.</summary>
public sealed class MailChannelTests : IDisposable
{
    private readonly X509Certificate2 _certificate = ServerCertificate.Make();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _certificate.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_arrives_over_TLS_and_says_no_more_than_that_something_waits(bool tlsFirst)
    {
        await using MailReceiver receiver = MailReceiver.Start(_certificate, tlsFirst: tlsFirst);
        Assert.IsType<Attempt.Taken>(await SendAsync(Given.Mail(receiver.Port, _certificate, tlsFirst ? MailSecurity.Tls : MailSecurity.StartTls), attempt: 2));
        Mailed mailed = Assert.Single(receiver.Mails);
        Assert.Equal(("gateway@node.example", "duty@ministry.example", true), (mailed.From, Assert.Single(mailed.To), mailed.Secure));
        using MimeMessage mail = await MimeMessage.LoadAsync(new MemoryStream(mailed.Message), Cancellation);
        Assert.Equal("A warning waits. Sign in to read.", mail.Subject);
        Assert.Equal("A warning waits. Sign in to read.\n\nReference: 7K3F9-2QD6T", mail.TextBody!.ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Equal("summons-7K3F9-2QD6T.board@node.example", mail.MessageId);
        Assert.Equal(("auto-generated", "2"), (mail.Headers["Auto-Submitted"], mail.Headers["Gateway-Attempt"]));
        Assert.Equal(Given.Message.At, mail.Date);
        Assert.Equal(
            ["Auto-Submitted", "Content-Type", "Date", "From", "Gateway-Attempt", "MIME-Version", "Message-Id", "Subject", "To"],
            mail.Headers.Select(header => header.Field).Concat(mail.Body!.Headers.Select(header => header.Field)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_server_that_offers_no_TLS_gets_neither_message_nor_password()
    {
        await using MailReceiver receiver = MailReceiver.Start(certificate: null);
        Assert.Equal("TLS or login not offered", Reason(await SendAsync(Given.Mail(receiver.Port, _certificate) with { Login = Login })));
        Assert.Empty(receiver.Mails);
    }

    [Fact]
    public async Task A_server_that_nobody_vouches_for_gets_nothing()
    {
        await using MailReceiver receiver = MailReceiver.Start(_certificate);
        using X509Certificate2 stranger = ServerCertificate.Make();
        Assert.Equal("certificate refused", Reason(await SendAsync(Given.Mail(receiver.Port, stranger))));
        Assert.Equal("certificate refused", Reason(await SendAsync(Given.Mail(receiver.Port, null))));
        Assert.Empty(receiver.Mails);
    }

    [Fact]
    public async Task A_server_under_another_name_gets_nothing()
    {
        using X509Certificate2 other = ServerCertificate.Make("elsewhere.example");
        await using MailReceiver receiver = MailReceiver.Start(other);
        Assert.Equal("certificate refused", Reason(await SendAsync(Given.Mail(receiver.Port, other))));
        Assert.Empty(receiver.Mails);
    }

    [Fact]
    public async Task A_server_that_asks_who_sends_is_told()
    {
        await using MailReceiver receiver = MailReceiver.Start(_certificate, login: true);
        Assert.IsType<Attempt.Failed>(await SendAsync(Given.Mail(receiver.Port, _certificate)));
        Assert.Equal("login refused", Reason(await SendAsync(Given.Mail(receiver.Port, _certificate) with { Login = new NetworkCredential(MailReceiver.User, "wrong") })));
        Assert.Empty(receiver.Mails);
        Assert.IsType<Attempt.Taken>(await SendAsync(Given.Mail(receiver.Port, _certificate) with { Login = Login }));
        Assert.Single(receiver.Mails);
    }

    [Fact]
    public async Task A_server_that_refuses_is_told_by_its_number_alone()
    {
        await using MailReceiver receiver = MailReceiver.Start(_certificate);
        receiver.Answer = new SmtpResponse(SmtpReplyCode.TransactionFailed, "words of a stranger");
        Assert.Equal("status 554", Reason(await SendAsync(Given.Mail(receiver.Port, _certificate))));
    }

    [Fact]
    public async Task A_private_address_that_was_not_named_is_not_connected_to()
    {
        await using MailReceiver receiver = MailReceiver.Start(_certificate);
        Assert.Equal("address not allowed", Reason(await SendAsync(Given.Mail(receiver.Port, _certificate) with { Networks = [] })));
    }

    [Fact]
    public async Task Nobody_there_is_a_failure_like_another()
    {
        MailReceiver receiver = MailReceiver.Start(_certificate);
        await receiver.DisposeAsync();
        Assert.Equal("no connection", Reason(await SendAsync(Given.Mail(receiver.Port, _certificate))));
    }

    [Fact]
    public async Task A_headline_makes_no_header_and_no_line_of_its_own()
    {
        await using MailReceiver receiver = MailReceiver.Start(_certificate);
        var hostile = new Headline("UNCLASSIFIED", "Quiet\r\nBcc: spy@evil.example\r\n\r\n.\r\nMAIL FROM:<x@evil.example>\u2028\u202Eend", "MLI\r\nX: y");
        using var channel = new MailChannel(Given.Mail(receiver.Port, _certificate), TimeProvider.System);
        Assert.IsType<Attempt.Taken>(await channel.SendAsync(Given.Message with { Headline = hostile }, 1, Cancellation));
        Mailed mailed = Assert.Single(receiver.Mails);
        Assert.Equal("duty@ministry.example", Assert.Single(mailed.To));
        using MimeMessage mail = await MimeMessage.LoadAsync(new MemoryStream(mailed.Message), Cancellation);
        Assert.Null(mail.Headers["Bcc"]);
        Assert.Null(mail.Headers["X"]);
        string[] lines = mail.TextBody!.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal("UNCLASSIFIED", lines[0]);
        Assert.Equal("UNCLASSIFIED", lines[^1]);
        Assert.Contains("Title: QuietBcc: spy@evil.example.MAIL FROM:<x@evil.example>end", lines);
        Assert.Contains("Country: MLIX: y", lines);
    }

    private static NetworkCredential Login => new(MailReceiver.User, MailReceiver.Password);

    private static async Task<Attempt> SendAsync(ChannelSettings.Mail settings, int attempt = 1)
    {
        using var channel = new MailChannel(settings, TimeProvider.System);
        return await channel.SendAsync(Given.Message, attempt, Cancellation);
    }

    private static string Reason(Attempt attempt) => Assert.IsType<Attempt.Failed>(attempt).Reason;
}
