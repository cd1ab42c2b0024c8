using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Node.Configuration;
using Grpc.Net.Client;

namespace Gateway.Node.Federation;

/// <summary>
/// A gRPC channel to one partner's node over mutual TLS 1.3. The server is whoever holds the key that the roster pins for that partner;
/// names and certificate authorities are not asked, expiry is.
/// </summary>
internal static class PartnerConnection
{
    public static GrpcChannel Open(Partner partner, Uri address, X509Certificate2 own, TimeProvider clock)
    {
        SocketsHttpHandler handler = Handler(partner, own, clock);
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = Limits.Package + (64 * 1024),
        });
    }

    /// <summary>Plain HTTP over the same connection rules, for what C2SP defines over HTTP.</summary>
    public static HttpClient OpenHttp(Partner partner, Uri address, X509Certificate2 own, TimeProvider clock) =>
        new(Handler(partner, own, clock), disposeHandler: true) { BaseAddress = address };

    private static SocketsHttpHandler Handler(Partner partner, X509Certificate2 own, TimeProvider clock) => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = [own],
            EnabledSslProtocols = System.Security.Authentication.SslProtocols.Tls13,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => TlsPin.Speaks(partner, certificate as X509Certificate2, clock.GetUtcNow()),
        },
        KeepAlivePingDelay = TimeSpan.FromSeconds(20),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    };
}
