using System.Net;
using System.Security.Authentication;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Channels;
using Gateway.Node.Configuration;
using Gateway.Node.Courier;
using Gateway.Node.Desk;
using Gateway.Node.Errors;
using Gateway.Node.Federation;
using Gateway.Node.Logs;
using Gateway.Node.Policies;
using Gateway.Node.Searching;
using Gateway.Node.Warnings;
using Gateway.Node.Watching;
using Gateway.Node.Witnessing;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Node.Hosting;

/// <summary>Puts the node together: one listener, mutual TLS 1.3, gRPC and tiles. Reads as a table of contents.</summary>
internal static class NodeHost
{
    public static WebApplication Build(WebApplicationBuilder builder, NodeState node)
    {
        Listen(builder, node.Settings);
        builder.Services.AddSingleton(node);
        builder.Services.AddSingleton(node.Settings);
        builder.Services.AddSingleton(node.Clock);
        builder.Services.AddSingleton<CallerResolver>();
        builder.Services.AddSingleton(new CallQuota(node.Settings.Quota));
        builder.Services.AddSingleton<SharedView>();
        builder.Services.AddSingleton<Holdings.HoldingsIndex>();
        builder.Services.AddHostedService<Holdings.HoldingsWarmUp>();
        builder.Services.AddSingleton<Forecasting.ForecastLookup>();
        builder.Services.AddSingleton<Comparing.Comparisons>();
        builder.Services.AddSingleton<Submissions>();
        builder.Services.AddSingleton<Previews>();
        builder.Services.AddSingleton<Holds>();
        builder.Services.AddSingleton<Drafts>();
        builder.Services.AddSingleton<FeedPublisher>();
        builder.Services.AddSingleton<FeedStreams>();
        builder.Services.AddSingleton<ReceiptDesk>();
        builder.Services.AddSingleton<FeedExport>();
        builder.Services.AddSingleton<FeedImport>();
        builder.Services.AddSingleton<StatusDesk>();
        builder.Services.AddSingleton<Notices.HolderReport>();
        builder.Services.AddSingleton<GrantDesk>();
        builder.Services.AddSingleton(services => new GrantAsker(
            node,
            GrantAsker.Network(node),
            new ForeignHeads(node, ForeignHeads.AskThem(node), services.GetRequiredService<ILogger<ForeignHeads>>()),
            services.GetRequiredService<ILogger<GrantAsker>>()));
        builder.Services.AddSingleton<Inquiries.InquiryBook>();
        builder.Services.AddSingleton<Inquiries.InquiryDesk>();
        builder.Services.AddSingleton<Joint.JointDesk>();
        builder.Services.AddSingleton<PolicyDesk>();
        builder.Services.AddSingleton<PolicyInbox>();
        builder.Services.AddHostedService<PolicyWatch>();
        builder.Services.AddHostedService<Reconsideration>();
        builder.Services.AddHostedService<FederationWorker>();
        builder.Services.AddHostedService<ConfirmationWorker>();
        builder.Services.AddHostedService<InternalHeadClock>();
        builder.Services.AddWatching();
        builder.Services.AddWitness();
        builder.Services.AddChannels();
        builder.Services.AddSingleton<HorizonScanning.ScannedHoldings>();
        builder.Services.AddSearch(node);
        builder.Services.AddWarnings();
        builder.Services.AddHostedService<DiskWatch>();
        builder.Services.AddGrpcHealthChecks().AddCheck("record", () => Readable(node));
        builder.Services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<CallGuard>();
            grpc.MaxReceiveMessageSize = Limits.Package + (64 * 1024);
            grpc.EnableDetailedErrors = false;
        });

        WebApplication app = builder.Build();
        app.UseMiddleware<CallDoor>();
        app.MapGrpcService<AssessmentService>();
        app.MapGrpcService<Comparing.ComparisonService>();
        app.MapGrpcService<FederationService>();
        app.MapGrpcService<OnwardService>();
        app.MapGrpcService<LogService>();
        app.MapGrpcService<CourierService>();
        app.MapGrpcService<ReleaseDeskService>();
        app.MapGrpcService<Notices.NoticeService>();
        app.MapGrpcService<Forecasting.ForecastingService>();
        app.MapGrpcService<PolicyService>();
        app.MapGrpcService<Inquiries.InquiryService>();
        app.MapGrpcService<Joint.JointService>();
        app.MapGrpcService<WatchingService>();
        app.MapGrpcService<ChannelService>();
        app.MapGrpcService<HorizonScanning.HorizonScanService>();
        app.MapGrpcService<SearchService>();
        app.MapGrpcService<WarningService>();
        app.MapGrpcHealthChecksService();
        app.MapTiles();
        app.MapWitness();
        return app;
    }

    /// <summary>The node serves while its record can be read.</summary>
    private static HealthCheckResult Readable(NodeState node)
    {
        try
        {
            _ = node.Read.Head(LogName.Release);
            return node.Commit.InDoubt ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy();
        }
        catch (StoreUnavailableException)
        {
            return HealthCheckResult.Unhealthy();
        }
    }

    private static void Listen(WebApplicationBuilder builder, NodeSettings settings) => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = Limits.Package + (64 * 1024);
        kestrel.Limits.Http2.MaxStreamsPerConnection = 64;
        kestrel.Limits.MaxConcurrentConnections = 1024;
        kestrel.Listen(settings.Listen, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = settings.Certificate;
            https.SslProtocols = SslProtocols.Tls13;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;

            // TLS proves possession of the key; who the key is, CallerResolver says, call by call. No authority is asked.
            https.ClientCertificateValidation = (_, _, _) => true;
        }));
    });
}
