using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.DevKeys;
using Gateway.Node.Callers;
using Gateway.Node.Configuration;
using Gateway.Node.Federation;
using Gateway.Node.Hosting;
using Gateway.Protocol.Products;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using FederationClient = Gateway.Protocol.V1.Federation.FederationClient;

namespace Gateway.Benchmarks.World;

/// <summary>
/// Two real nodes in this process: USA listens on loopback (Kestrel, mutual TLS 1.3, SQLite), FRA follows its feed when told to. USA
/// releases all that is marked for FRA. Their folder is removed with them.
/// </summary>
internal sealed class NodePair : IAsyncDisposable
{
    private const string Policy = """
        policy bench version 1
        schema risk-assessment/1
        effective 2025-01-01 review-by 2035-01-01

        give G1-all
          because "bench"
          field class metadata, judgement, confidence, dissent, factor, indicator, scenario, option, model, population, actor, location, evidence, sources-and-methods
          to partner FRA
          when level <= SECRET
          outcome release

        example "All goes to France"
          field class evidence
          marking "(S//REL TO USA, FRA, GBR)"
          to FRA at 2026-01-01
          expect release by G1-all

        """;

    // What is measured is the work, not the limit on it.
    private static readonly QuotaSettings Unlimited = new(CallsPerSecond: 1_000_000, Burst: 1_000_000, Concurrent: 1_000);

    private readonly DirectoryInfo _folder;
    private readonly WebApplication _host;
    private readonly Sealer _sealer = new(RandomSource.System);
    private readonly ImmutableArray<DraftPortion> _drafts = BenchAssessment.Drafts();
    private long _published;

    private NodePair(DirectoryInfo folder, WebApplication host, NodeState usa, NodeState fra, Uri address)
    {
        (_folder, _host, Usa, Fra, Address) = (folder, host, usa, fra, address);
    }

    public static PartnerCode UsaCode { get; } = PartnerCode.Of("USA");

    public static PartnerCode FraCode { get; } = PartnerCode.Of("FRA");

    public NodeState Usa { get; }

    public NodeState Fra { get; }

    public Uri Address { get; }

    /// <summary>What the listening node is made of.</summary>
    public IServiceProvider Services => _host.Services;

    public static async Task<NodePair> StartAsync(string parent, int grown = 0)
    {
        DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(parent, "pair-" + Path.GetRandomFileName()));
        Generate(folder.FullName);
        NodeSettings settings = Settings(Path.Combine(folder.FullName, "USA"));
        NodeState usa = await OpenAsync(settings with { Peers = ImmutableDictionary<PartnerCode, Uri>.Empty, Quota = Unlimited });
        if (grown > 0)
        {
            await Preload.FillAsync(usa.Commit, FraCode, grown);
        }

        NodeState fra = await OpenAsync(Settings(Path.Combine(folder.FullName, "FRA")));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = folder.FullName });
        builder.Logging.ClearProviders();
        WebApplication host = NodeHost.Build(builder, usa);
        await host.StartAsync();
        return new NodePair(folder, host, usa, fra, AddressOf(host));
    }

    /// <summary>Makes the folders of both nodes.</summary>
    public static void Generate(string folder)
    {
        DevelopmentKeys.Generate(folder, TimeProvider.System, new DevPartner(UsaCode, 0), new DevPartner(FraCode, 0));
        string policies = Path.Combine(folder, "USA", "policies");
        Directory.Delete(policies, recursive: true);
        Directory.CreateDirectory(policies);
        File.WriteAllText(Path.Combine(policies, "outbound.relpol"), Policy);
    }

    public static NodeSettings Settings(string folder)
    {
        var options = new NodeOptions();
        new ConfigurationBuilder().AddJsonFile(Path.Combine(folder, "appsettings.json")).Build().GetSection("Gateway").Bind(options);
        return SettingsReader.TryRead(options, folder, development: true, out NodeSettings? settings, out ImmutableArray<string> errors)
            ? settings
            : throw new InvalidOperationException(string.Join('\n', errors));
    }

    public static Task<NodeState> OpenAsync(NodeSettings settings) => NodeStartup.OpenAsync(settings, TimeProvider.System, CancellationToken.None);

    public static Uri AddressOf(WebApplication host) =>
        new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>A connection to a listener that holds the key of USA, as the node of FRA.</summary>
    public GrpcChannel Connect(Uri address) => PartnerConnection.Open(PartnerOf(Fra, UsaCode), address, Fra.Settings.Certificate, Fra.Clock);

    /// <summary>A connection to USA as a liaison system at home.</summary>
    public GrpcChannel ConnectLiaison()
    {
        string path = Path.Combine(_folder.FullName, "USA", "callers", "liaison");
        var own = X509Certificate2.CreateFromPemFile(path + ".crt", path + ".key");
        return PartnerConnection.Open(PartnerOf(Fra, UsaCode), Address, own, Fra.Clock);
    }

    /// <summary>FRA's side of the feed of USA, for one connection.</summary>
    public Subscription Subscribe(GrpcChannel channel) =>
        new(Fra, PartnerOf(Fra, UsaCode), new FederationClient(channel), NullLogger.Instance);

    /// <summary>Seals and publishes at USA.</summary>
    public async Task PublishAsync(int products)
    {
        ProductSchema schema = Schemas.All[1];
        SealedProduct[] made =
        [
            .. Enumerable.Range(0, products).Select(_ => _sealer.Seal(
                _drafts,
                new SealTerms(UsaCode, RandomSource.System.Bytes(Limits.Hash), Usa.Clock.GetUtcNow().ToUnixTimeMilliseconds(), Mode.Exercise, schema))),
        ];
        Publication[] publications = await Task.WhenAll(made.Select(product => Usa.Gate.PublishAsync(
            product,
            new SubmissionRow("bench", $"{Interlocked.Increment(ref _published)}", RandomSource.System.Bytes(Limits.Hash), product.Id),
            CancellationToken.None)));
        if (!publications.All(publication => publication is Publication.Published))
        {
            throw new InvalidOperationException("A new product is published.");
        }
    }

    /// <summary>The last place of FRA's feed.</summary>
    public long LastReleased => Usa.Read.LastSequence(FraCode, Lane.Products);

    /// <summary>Waits until FRA holds everything released so far, and USA the receipts for it.</summary>
    public async Task ReceivedAsync()
    {
        while (Fra.Read.LastReceived(UsaCode, Lane.Products) < LastReleased || Fra.Read.Unacknowledged(UsaCode, 1).Count > 0)
        {
            await Task.Delay(1);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        await Usa.DisposeAsync();
        await Fra.DisposeAsync();
        _sealer.Dispose();
        _folder.Delete(recursive: true);
    }

    public static Partner PartnerOf(NodeState node, PartnerCode code) =>
        node.Model.Roster.TryFind(code, out Partner? partner) ? partner : throw new InvalidOperationException("The roster names both.");
}
