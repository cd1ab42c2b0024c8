using System.Text.Json.Nodes;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Grpc.Core;

namespace Gateway.Node.Tests.Channels;

/// <summary>A node process and the servers that it calls people through.</summary>
public sealed class ChannelNodeTests : IAsyncLifetime
{
    private readonly NodeSet _nodes = NodeSet.Prepare();
    private WebhookReceiver _receiver = null!;
    private MailReceiver _mail = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _mail = MailReceiver.Start(_receiver.Certificate, login: true);
        string folder = _nodes.Folder("USA");
        File.WriteAllText(Path.Combine(folder, "duty.secret"), Given.Key + "\n");
        File.WriteAllText(Path.Combine(folder, "mail.password"), MailReceiver.Password + "\n");
        File.WriteAllText(Path.Combine(folder, "authority.pem"), _receiver.Certificate.ExportCertificatePem());
        _nodes.Configure("USA", gateway => gateway["Channels"] = new JsonArray(
            new JsonObject
            {
                ["Name"] = "duty", ["Kind"] = "webhook", ["Address"] = _receiver.Address.ToString(), ["Secret"] = "duty.secret", ["Authority"] = "authority.pem",
                ["Networks"] = new JsonArray("127.0.0.0/8", "::1/128"),
            },
            new JsonObject
            {
                ["Name"] = "board", ["Kind"] = "mail", ["Server"] = $"localhost:{_mail.Port}", ["User"] = MailReceiver.User, ["Password"] = "mail.password",
                ["From"] = "gateway@node.example", ["To"] = "duty@ministry.example", ["Authority"] = "authority.pem", ["Networks"] = new JsonArray("127.0.0.0/8", "::1/128"),
            }));
    }

    public async ValueTask DisposeAsync()
    {
        await _nodes.DisposeAsync();
        await _mail.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task A_trial_goes_out_over_every_channel_and_its_reference_is_found()
    {
        RunningNode node = await _nodes.StartAsync("USA");
        using var officer = new NodeCaller(node, "officer");
        Assert.Equal(["duty", "board"], (await officer.Channels.TryAsync(new TryChannelsRequest(), cancellationToken: Cancellation)).Channels);
        await Eventually.Holds("both channels took it", async () =>
            (await officer.Channels.StatusAsync(new ChannelStatusRequest(), cancellationToken: Cancellation)).Channels.All(channel => channel is { Delivered: 1, Waiting: 0 }));
        Posted posted = Assert.Single(_receiver.Posts);
        Mailed mailed = Assert.Single(_mail.Mails);
        string reference = posted.Id["summons-".Length..];
        Assert.Contains(reference, mailed.Text, StringComparison.Ordinal);
        Assert.StartsWith("{\"text\":\"TEST TEST TEST: ", System.Text.Encoding.UTF8.GetString(posted.Body), StringComparison.Ordinal);
        using var reader = new NodeCaller(node, "ministry");
        Assert.Equal(SummonsKind.Trial, (await reader.Channels.FindAsync(new FindSummonsRequest { Reference = reference.ToLowerInvariant() }, cancellationToken: Cancellation)).Kind);
        RpcException absent = await Assert.ThrowsAsync<RpcException>(() => reader.Channels.FindAsync(new FindSummonsRequest { Reference = "00000-00000" }, cancellationToken: Cancellation).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, absent.StatusCode);
        Assert.DoesNotContain(node.Lines, line => line.Contains(Given.Key) || line.Contains(MailReceiver.Password) || line.Contains(reference));
    }

    [Fact]
    public async Task Nothing_of_a_warning_is_in_any_byte_that_leaves_for_people()
    {
        RunningNode node = await _nodes.StartAsync("USA");
        SubmitRequest request = Samples.WarningRequest("canaries");
        request.Warning.Header[0].Title = "EXERCISE canary-title-81c0";
        request.Warning.Header[0].RuleId = "canary-rule-92d1";
        request.Warning.Danger[0].Instruction = "canary-instruction-a3e2";
        using var liaison = new NodeCaller(node, "liaison");
        SubmitResponse submitted = await liaison.Assessments.SubmitAsync(request, cancellationToken: Cancellation);
        await Eventually.Holds("both channels took it", () => !_receiver.Posts.IsEmpty && !_mail.Mails.IsEmpty);
        byte[] everything = [.. _receiver.Posts.SelectMany(post => post.Bytes), .. _mail.Mails.SelectMany(mail => mail.Message)];
        Assert.True(Leak.In(everything, "A warning was raised here."), "the search finds what is there");
        foreach (string word in (string[])[Samples.NeverLeaves, Samples.OnlyFrance, "canary-title-81c0", "canary-rule-92d1", "canary-instruction-a3e2", "BFA", "Burkina", "tear line", "NOFORN", "//REL", "FRA,"])
        {
            Assert.False(Leak.In(everything, word), word);
        }

        Assert.False(Leak.In(everything, submitted.ProductId.ToByteArray()));
        Assert.False(Leak.In(everything, submitted.LineageId.ToByteArray()));
        Assert.StartsWith("{\"text\":\"EXERCISE EXERCISE EXERCISE: ", System.Text.Encoding.UTF8.GetString(_receiver.Posts.Single().Body), StringComparison.Ordinal);
        Assert.Contains("Subject: EXERCISE EXERCISE EXERCISE: ", _mail.Mails.Single().Text, StringComparison.Ordinal);
        using var reader = new NodeCaller(node, "ministry");
        FindSummonsResponse found = await reader.Channels.FindAsync(
            new FindSummonsRequest { Reference = _receiver.Posts.Single().Id["summons-".Length..] }, cancellationToken: Cancellation);
        Assert.Equal(submitted.ProductId, found.ProductId);
    }

    [Theory]
    [InlineData("summons-tried")]
    [InlineData("summons-sent")]
    [InlineData("before-commit:8")]
    [InlineData("after-commit:8")]
    public async Task A_node_killed_while_it_calls_people_loses_nothing_and_repeats_only_under_the_same_id(string point)
    {
        _nodes.Configure("USA", gateway => gateway["Channels"]!.AsArray().RemoveAt(1));
        RunningNode? node = await _nodes.StartArmedAsync("USA", point);
        Assert.NotNull(node);
        ulong answered = 0;
        using (var officer = new NodeCaller(node, "officer"))
        {
            for (int trial = 0; trial < 8; trial++)
            {
                try
                {
                    await officer.Channels.TryAsync(new TryChannelsRequest(), cancellationToken: Cancellation);
                    answered++;
                }
                catch (RpcException)
                {
                    break;
                }
            }
        }

        Assert.Equal(137, await node.EndedAsync());
        node = await _nodes.StartAsync("USA");
        using var after = new NodeCaller(node, "officer");
        await after.Channels.TryAsync(new TryChannelsRequest(), cancellationToken: Cancellation);
        ChannelStatus status = new();
        await Eventually.Holds("everything was taken", async () =>
        {
            status = (await after.Channels.StatusAsync(new ChannelStatusRequest(), cancellationToken: Cancellation)).Channels[0];
            return status.Waiting == 0 && status.Delivered > answered && (ulong)_receiver.Posts.DistinctBy(post => post.Id).Count() == status.Delivered;
        });
        Assert.Equal(0u, status.GivenUp);
        Assert.Equal(status.Delivered, (ulong)_receiver.Posts.DistinctBy(post => post.Id).Count());
        Assert.All(_receiver.Posts.GroupBy(post => post.Id), same => Assert.Single(same.Select(post => Convert.ToHexString(post.Body)).Distinct()));
        Assert.InRange(_receiver.Posts.Count - (int)status.Delivered, 0, 1);
    }
}
