using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gateway.Testing;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Gateway.Node.Tests.Channels;

/// <summary>What came in by one transaction: envelope and message, byte for byte.</summary>
internal sealed record Mailed(string From, string[] To, bool Secure, byte[] Message)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Message);
}

/// <summary>A real mail server on loopback. Keeps everything that comes.</summary>
internal sealed class MailReceiver : IAsyncDisposable
{
    public const string User = "gateway";
    public const string Password = "correct horse battery";

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private MailReceiver(X509Certificate2? certificate, bool login, bool tlsFirst)
    {
        Port = RunningNode.FreePort();
        ISmtpServerOptions options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(endpoint =>
            {
                endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).AuthenticationRequired(login).AllowUnsecureAuthentication(false);
                if (certificate is not null)
                {
                    endpoint.Certificate(certificate).IsSecure(tlsFirst);
                }
            })
            .Build();
        var services = new ServiceProvider();
        services.Add(new Store(this));
        services.Add(new Users());
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    public int Port { get; }

    public ConcurrentQueue<Mailed> Mails { get; } = [];

    public SmtpResponse Answer { get; set; } = SmtpResponse.Ok;

    public static MailReceiver Start(X509Certificate2? certificate, bool login = false, bool tlsFirst = false) => new(certificate, login, tlsFirst);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }

        _stop.Dispose();
    }

    private sealed class Store(MailReceiver receiver) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            receiver.Mails.Enqueue(new Mailed(
                $"{transaction.From.User}@{transaction.From.Host}",
                [.. transaction.To.Select(mailbox => $"{mailbox.User}@{mailbox.Host}")],
                context.Pipe.IsSecure,
                buffer.ToArray()));
            return Task.FromResult(receiver.Answer);
        }
    }

    private sealed class Users : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
            Task.FromResult(user == User && password == Password);
    }
}
