using System.Globalization;
using Gateway.Node.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Node.Tests.Channels;

/// <summary>Webhooks against a real HTTPS server.</summary>
public sealed class WebhookChannelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_arrives_signed_and_can_be_checked()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        Assert.IsType<Attempt.Taken>(await SendAsync(Given.Webhook(receiver.Address, receiver.Certificate), attempt: 3));
        Posted posted = Assert.Single(receiver.Posts);
        long at = long.Parse(posted.Headers["webhook-timestamp"], CultureInfo.InvariantCulture);
        Assert.Equal("/duty", posted.Path);
        Assert.Equal("summons-7K3F9-2QD6T", posted.Id);
        Assert.Equal("3", posted.Headers["gateway-attempt"]);
        Assert.Equal("application/json", posted.Headers["content-type"]);
        Assert.Equal(Given.Message.ToJson(), posted.Body);
        Assert.Equal(Given.Secret(Given.Key).Sign(posted.Id, at, posted.Body), posted.Headers["webhook-signature"]);
        Assert.NotEqual(Given.Secret(Given.OtherKey).Sign(posted.Id, at, posted.Body), posted.Headers["webhook-signature"]);
        Assert.NotEqual(Given.Secret(Given.Key).Sign(posted.Id, at + 1, posted.Body), posted.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task While_keys_change_over_both_sign()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        await SendAsync(Given.Webhook(receiver.Address, receiver.Certificate) with { Secrets = [Given.Secret(Given.OtherKey), Given.Secret(Given.Key)] });
        Posted posted = Assert.Single(receiver.Posts);
        string[] signatures = posted.Headers["webhook-signature"].Split(' ');
        long at = long.Parse(posted.Headers["webhook-timestamp"], CultureInfo.InvariantCulture);
        Assert.Equal([Given.Secret(Given.OtherKey).Sign(posted.Id, at, posted.Body), Given.Secret(Given.Key).Sign(posted.Id, at, posted.Body)], signatures);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using WebhookReceiver elsewhere = await WebhookReceiver.StartAsync();
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = elsewhere.Address.ToString();
            return Task.CompletedTask;
        };
        Assert.Equal($"status {status}", Reason(await SendAsync(Given.Webhook(receiver.Address, receiver.Certificate))));
        Assert.Empty(elsewhere.Posts);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(410)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Only_success_counts_as_taken(int status)
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("words of a stranger");
        };
        Assert.Equal($"status {status}", Reason(await SendAsync(Given.Webhook(receiver.Address, receiver.Certificate))));
    }

    [Fact]
    public async Task A_server_that_nobody_vouches_for_gets_nothing()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        using var stranger = ServerCertificate.Make();
        Assert.Equal("SecureConnectionError", Reason(await SendAsync(Given.Webhook(receiver.Address, stranger))));
        Assert.Equal("SecureConnectionError", Reason(await SendAsync(Given.Webhook(receiver.Address, null))));
        Assert.Empty(receiver.Posts);
    }

    [Fact]
    public async Task A_server_under_another_name_gets_nothing()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync(ServerCertificate.Make("elsewhere.example"));
        Assert.Equal("SecureConnectionError", Reason(await SendAsync(Given.Webhook(receiver.Address, receiver.Certificate))));
        Assert.Empty(receiver.Posts);
    }

    [Fact]
    public async Task A_private_address_that_was_not_named_is_not_connected_to()
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        Assert.Equal("address not allowed", Reason(await SendAsync(Given.Webhook(receiver.Address, receiver.Certificate) with { Networks = [] })));
        Assert.Empty(receiver.Posts);
    }

    [Fact]
    public async Task Nobody_there_is_a_failure_like_another()
    {
        WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        Uri address = receiver.Address;
        await receiver.DisposeAsync();
        Assert.Equal("ConnectionError", Reason(await SendAsync(Given.Webhook(address, receiver.Certificate))));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_left_after_a_while()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();
        var came = new TaskCompletionSource();
        receiver.Answer = context =>
        {
            came.TrySetResult();
            var never = new TaskCompletionSource();
            context.RequestAborted.Register(never.SetResult);
            return never.Task;
        };
        using var channel = new WebhookChannel(Given.Webhook(receiver.Address, receiver.Certificate), clock);
        Task<Attempt> sending = channel.SendAsync(Given.Message, 1, Cancellation);
        await came.Task;
        clock.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal("no answer in time", Reason(await sending));
    }

    private static async Task<Attempt> SendAsync(ChannelSettings.Webhook settings, int attempt = 1)
    {
        using var channel = new WebhookChannel(settings, TimeProvider.System);
        return await channel.SendAsync(Given.Message, attempt, Cancellation);
    }

    private static string Reason(Attempt attempt) => Assert.IsType<Attempt.Failed>(attempt).Reason;
}
