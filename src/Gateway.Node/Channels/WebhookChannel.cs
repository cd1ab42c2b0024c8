using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Gateway.Node.Channels;

/// <summary>
/// Posts messages to one address (Standard Webhooks 1.0). Only 2xx counts; redirects, cookies, proxies and answers' bodies are not looked at.
/// A repetition bears the id of the first attempt, by which the receiver knows it.
/// </summary>
internal sealed class WebhookChannel : IPeopleChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ChannelSettings.Webhook _settings;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    public WebhookChannel(ChannelSettings.Webhook settings, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        var egress = new Egress(settings.Networks);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxConnectionsPerServer = 1,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            SslOptions = new PeerTrust(settings.Authorities).Options(settings.Address.IdnHost),
            ConnectCallback = async (context, cancellation) =>
                new NetworkStream(await egress.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation), ownsSocket: true),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<Attempt> SendAsync(ChannelMessage message, int attempt, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            using HttpRequestMessage request = Request(message, attempt);
            using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return answer.IsSuccessStatusCode
                ? new Attempt.Taken()
                : new Attempt.Failed(string.Create(CultureInfo.InvariantCulture, $"status {(int)answer.StatusCode}"));
        }
        catch (HttpRequestException failure)
        {
            return new Attempt.Failed(failure.InnerException is EgressRefusedException ? "address not allowed" : failure.HttpRequestError.ToString());
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return new Attempt.Failed(failure is IOException ? "broken off" : "no answer in time");
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(ChannelMessage message, int attempt)
    {
        byte[] body = message.ToJson();
        long now = _clock.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, _settings.Address)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", now.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", string.Join(' ', _settings.Secrets.Select(secret => secret.Sign(message.Id, now, body))));
        request.Headers.Add("gateway-attempt", attempt.ToString(CultureInfo.InvariantCulture));
        return request;
    }
}
