using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Partners;
using Grpc.Net.Client;

namespace Gateway.Client;

/// <summary>
/// Mutual TLS to one node. The node is whoever holds the key that the roster pins for its partner: no certificate authority is asked, so
/// a certificate that any authority in the world issued for the same name does not pass. Expiry counts. Thread-safe; dispose after use.
/// </summary>
public sealed class NodeConnection : IDisposable
{
    // A product travels as assessment, as portions and, when asked for, as package.
    private const int LargestMessage = 4 * Core.Sealing.Limits.Package;

    private readonly SocketsHttpHandler _handler;

    /// <summary>Connects when first used. <paramref name="caller"/> has its private key; it is not disposed.</summary>
    public NodeConnection(Uri address, Partner node, X509Certificate2 caller, TimeProvider clock)
    {
        Node = node;
        Address = address;
        _handler = NewHandler(node, caller, clock);
        Channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = _handler, MaxReceiveMessageSize = LargestMessage });
    }

    /// <summary>Whose node it is.</summary>
    public Partner Node { get; }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>For generated stubs.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>A handler with the same trust, for plain HTTP. A channel does not share its own.</summary>
    public static SocketsHttpHandler NewHandler(Partner node, X509Certificate2 caller, TimeProvider clock) => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            LocalCertificateSelectionCallback = (_, _, _, _, _) => caller,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => TlsPin.Speaks(node, certificate as X509Certificate2, clock.GetUtcNow()),
        },
        KeepAlivePingDelay = TimeSpan.FromSeconds(20),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Channel.Dispose();
        _handler.Dispose();
    }
}
