using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Node.Tests.Channels;

/// <summary>What came in by one request.</summary>
internal sealed record Posted(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];

    /// <summary>Every byte of it, for those who look for a word.</summary>
    public byte[] Bytes => [.. System.Text.Encoding.UTF8.GetBytes(Path + string.Concat(Headers.Select(header => $"\n{header.Key}: {header.Value}")) + "\n\n"), .. Body];
}

/// <summary>A real receiver of webhooks: Kestrel, HTTPS, on loopback. Keeps everything that comes; answers as it is told.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebhookReceiver(WebApplication app, X509Certificate2 certificate) => (_app, Certificate) = (app, certificate);

    public X509Certificate2 Certificate { get; }

    public ConcurrentQueue<Posted> Posts { get; } = [];

    public Func<HttpContext, Task> Answer { get; set; } = context =>
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    };

    public Uri Address { get; private set; } = null!;

    public static async Task<WebhookReceiver> StartAsync(X509Certificate2? certificate = null, int port = 0)
    {
        X509Certificate2 shown = certificate ?? ServerCertificate.Make();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(shown)));
        var receiver = new WebhookReceiver(builder.Build(), shown);
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        int bound = new Uri(receiver._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        receiver.Address = new Uri($"https://localhost:{bound}/duty");
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        Posts.Enqueue(new Posted(context.Request.Path + context.Request.QueryString, headers, body.ToArray()));
        await Answer(context);
    }
}
