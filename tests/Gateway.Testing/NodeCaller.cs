using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Gateway.Protocol.V1;
using Grpc.Net.Client;

namespace Gateway.Testing;

/// <summary>A local caller of a running node, by the certificates in the node's folder.</summary>
public sealed class NodeCaller : IDisposable
{
    // A product holds its content as a message, as portions, and in its package: three times what was submitted.
    private const int LargestProduct = 16 * 1024 * 1024;

    private readonly GrpcChannel _channel;

    /// <summary>Connects as a role of the node.</summary>
    public NodeCaller(RunningNode node, string role)
        : this(node, Path.Combine(node.Folder, "callers", role + ".crt"), Path.Combine(node.Folder, "callers", role + ".key"))
    {
    }

    /// <summary>Connects with any certificate.</summary>
    public NodeCaller(RunningNode node, string certificate, string key)
        : this(node, X509Certificate2.CreateFromPemFile(certificate, key))
    {
    }

    /// <summary>Connects as a role of a node by its folder and address.</summary>
    public NodeCaller(string folder, Uri address, string role)
        : this(folder, address, X509Certificate2.CreateFromPemFile(
            Path.Combine(folder, "callers", role + ".crt"), Path.Combine(folder, "callers", role + ".key")))
    {
    }

    private NodeCaller(RunningNode node, X509Certificate2? own)
        : this(node.Folder, node.Address, own)
    {
    }

    private NodeCaller(string folder, Uri address, X509Certificate2? own)
    {
        Handler = Create(folder, own);
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = Handler, DisposeHttpClient = true, MaxReceiveMessageSize = LargestProduct });
        Assessments = new Assessment.AssessmentClient(_channel);
        Comparisons = new Comparison.ComparisonClient(_channel);
        Notices = new Notices.NoticesClient(_channel);
        Log = new ReleaseLog.ReleaseLogClient(_channel);
        Courier = new Courier.CourierClient(_channel);
        Federation = new Federation.FederationClient(_channel);
        Onward = new Onward.OnwardClient(_channel);
        Warnings = new Warnings.WarningsClient(_channel);
        Desk = new ReleaseDesk.ReleaseDeskClient(_channel);
        Watching = new Watching.WatchingClient(_channel);
        Channels = new Protocol.V1.Channels.ChannelsClient(_channel);
        HorizonScan = new HorizonScan.HorizonScanClient(_channel);
        Searches = new Search.SearchClient(_channel);
        Http = new HttpClient(Create(folder, own)) { BaseAddress = address };
    }

    /// <summary>Connects without a certificate.</summary>
    public static NodeCaller WithoutCertificate(RunningNode node) => new(node, (X509Certificate2?)null);

    /// <summary>Assessments.</summary>
    public Assessment.AssessmentClient Assessments { get; }

    /// <summary>Comparisons.</summary>
    public Comparison.ComparisonClient Comparisons { get; }

    /// <summary>The logs.</summary>
    public ReleaseLog.ReleaseLogClient Log { get; }

    /// <summary>Feed files.</summary>
    public Courier.CourierClient Courier { get; }

    /// <summary>Drafts, previews, and what waits for a release officer.</summary>
    public ReleaseDesk.ReleaseDeskClient Desk { get; }

    /// <summary>Watchlists, thresholds and findings.</summary>
    public Watching.WatchingClient Watching { get; }

    /// <summary>Words over what the caller may see.</summary>
    public Search.SearchClient Searches { get; }

    /// <summary>Notices and holders.</summary>
    public Notices.NoticesClient Notices { get; }

    /// <summary>What only partners may call.</summary>
    public Federation.FederationClient Federation { get; }

    /// <summary>Handing on.</summary>
    public Onward.OnwardClient Onward { get; }

    /// <summary>Ways to people.</summary>
    public Protocol.V1.Channels.ChannelsClient Channels { get; }

    /// <summary>Digests.</summary>
    public HorizonScan.HorizonScanClient HorizonScan { get; }

    /// <summary>Warnings.</summary>
    public Warnings.WarningsClient Warnings { get; }

    /// <summary>Plain HTTP, for tiles.</summary>
    public HttpClient Http { get; }

    private SocketsHttpHandler Handler { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel.Dispose();
        Http.Dispose();
        Handler.Dispose();
    }

    private static SocketsHttpHandler Create(string folder, X509Certificate2? own) => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            LocalCertificateSelectionCallback = own is null ? null : (_, _, _, _, _) => own,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate?.GetRawCertDataString() == X509CertificateLoader.LoadCertificateFromFile(
                    Path.Combine(folder, "keys", "node.crt")).GetRawCertDataString(),
        },
    };
}
