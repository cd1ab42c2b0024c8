using System.Buffers;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gateway.Benchmarks.World;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Gateway.Benchmarks.Baselines;

/// <summary>
/// A gRPC server stream of bytes laid ready in memory, over the same listener settings as a node's: no store, no decision, no proof. The
/// naive one parses each message and writes it anew, as a relay that knows nothing of verbatim bytes would.
/// </summary>
internal sealed class BareStream : IAsyncDisposable
{
    /// <summary>Bytes as they are: no message is parsed on either side.</summary>
    public static readonly Marshaller<byte[]> Raw = Marshallers.Create(Write, context => context.PayloadAsReadOnlySequence().ToArray());

    public static readonly Method<byte[], byte[]> Bare = new(MethodType.ServerStreaming, "bench.Stream", "Bare", Raw, Raw);
    public static readonly Method<byte[], byte[]> Naive = new(MethodType.ServerStreaming, "bench.Stream", "Naive", Raw, Raw);

    private readonly WebApplication _host;

    private BareStream(WebApplication host)
    {
        _host = host;
        Address = NodePair.AddressOf(host);
    }

    public Uri Address { get; }

    public static async Task<BareStream> StartAsync(X509Certificate2 certificate, IReadOnlyList<byte[]> messages)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate;
            https.SslProtocols = SslProtocols.Tls13;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (_, _, _) => true;
        })));
        builder.Services.AddSingleton(new Service(messages));
        builder.Services.AddGrpc();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceMethodProvider<Service>, Provider>());
        WebApplication host = builder.Build();
        host.MapGrpcService<Service>();
        await host.StartAsync();
        return new BareStream(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
    }

    private static void Write(byte[] bytes, SerializationContext context)
    {
        context.SetPayloadLength(bytes.Length);
        context.GetBufferWriter().Write(bytes);
        context.Complete();
    }

    private sealed class Service(IReadOnlyList<byte[]> messages)
    {
        public async Task BareAsync(IServerStreamWriter<byte[]> stream)
        {
            for (int i = 0; i < messages.Count; i++)
            {
                // Not every message is flushed: the last of each sixteen is.
                stream.WriteOptions = i % 16 == 15 || i == messages.Count - 1 ? WriteOptions.Default : new WriteOptions(WriteFlags.BufferHint);
                await stream.WriteAsync(messages[i]);
            }
        }

        public async Task NaiveAsync(IServerStreamWriter<byte[]> stream)
        {
            foreach (byte[] message in messages)
            {
                FeedItem item = FeedItem.Parser.ParseFrom(message);
                if (item.Package is { } package)
                {
                    package.Package = Package.Parser.ParseFrom(package.Package).ToByteString();
                }

                await stream.WriteAsync(item.ToByteArray());
            }
        }
    }

    private sealed class Provider : IServiceMethodProvider<Service>
    {
        public void OnServiceMethodDiscovery(ServiceMethodProviderContext<Service> context)
        {
            context.AddServerStreamingMethod(Bare, [], (service, _, stream, _) => service.BareAsync(stream));
            context.AddServerStreamingMethod(Naive, [], (service, _, stream, _) => service.NaiveAsync(stream));
        }
    }
}
