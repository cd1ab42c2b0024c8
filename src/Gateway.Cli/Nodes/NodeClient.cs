using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Protocol.V1;
using Grpc.Net.Client;

namespace Gateway.Cli.Nodes;

/// <summary>
/// A caller's connection to a node: mutual TLS, and the node is the one whose key the roster pins. No certificate authority is asked:
/// a certificate that any authority in the world issued for the same name does not pass.
/// </summary>
internal sealed class NodeClient : IDisposable
{
    // A product travels as assessment, as portions and, when asked for, as package.
    private const int LargestMessage = 4 * Core.Sealing.Limits.Package;

    private readonly SocketsHttpHandler _handler;
    private readonly GrpcChannel _channel;
    private readonly NodeAccess.Known _access;
    private readonly TimeProvider _time;

    public NodeClient(NodeAccess.Known access, TimeProvider time)
    {
        _access = access;
        _time = time;
        _handler = Handler();
        _channel = GrpcChannel.ForAddress(access.Address, new GrpcChannelOptions { HttpHandler = _handler, MaxReceiveMessageSize = LargestMessage });
        Assessments = new Assessment.AssessmentClient(_channel);
        Log = new ReleaseLog.ReleaseLogClient(_channel);
        Onward = new Onward.OnwardClient(_channel);
    }

    public Assessment.AssessmentClient Assessments { get; }

    public ReleaseLog.ReleaseLogClient Log { get; }

    public Onward.OnwardClient Onward { get; }

    /// <summary>Whose node it is.</summary>
    public Core.Partners.Partner Partner => _access.Partner;

    /// <summary>The release log's checkpoint and tiles, over HTTP. A handler of its own, since a channel does not share one.</summary>
    public HttpClient ReleaseLogTiles() => new(Handler(), disposeHandler: true) { BaseAddress = new Uri(_access.Address, "log/") };

    public void Dispose()
    {
        _channel.Dispose();
        _handler.Dispose();
        _access.Caller.Dispose();
    }

    private SocketsHttpHandler Handler() => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            LocalCertificateSelectionCallback = (_, _, _, _, _) => _access.Caller,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => IsPinned(certificate as X509Certificate2),
        },
    };

    private bool IsPinned(X509Certificate2? certificate)
    {
        if (certificate is null)
        {
            return false;
        }

        DateTime now = _time.GetUtcNow().UtcDateTime;
        string pin = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        return certificate.NotBefore.ToUniversalTime() <= now && now < certificate.NotAfter.ToUniversalTime() && _access.Partner.TlsPins.Contains(pin);
    }
}
