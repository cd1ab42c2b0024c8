using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Partners;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.Client.Tests;

public sealed class LiaisonClientTests : IAsyncLifetime
{
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    private static readonly RetryPolicy Quick = new() { First = TimeSpan.FromMilliseconds(20), Longest = TimeSpan.FromMilliseconds(200) };
    private readonly NodeSet _nodes = NodeSet.Prepare();
    private RunningNode _usa = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _usa = await _nodes.StartAsync("USA");

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task The_example_of_the_readme_runs_and_stands_there_as_it_is_run()
    {
        RunningNode fra = await _nodes.StartAsync("FRA");
        foreach ((RunningNode node, string code) in ((RunningNode, string)[])[(_usa, "USA"), (fra, "FRA")])
        {
            string folder = Directory.CreateDirectory(Path.Combine(_nodes.Directory, "liaison", code)).FullName;
            File.Copy(Path.Combine(node.Folder, "roster.note"), Path.Combine(folder, "roster.note"));
            File.Copy(Path.Combine(node.Folder, "callers", "liaison.crt"), Path.Combine(folder, "liaison.crt"));
            File.Copy(Path.Combine(node.Folder, "callers", "liaison.key"), Path.Combine(folder, "liaison.key"));
        }

        string home = Path.Combine(_nodes.Directory, "liaison", "USA"), partner = Path.Combine(_nodes.Directory, "liaison", "FRA");
        using var output = new StringWriter();
        RiskAssessment assessment = Samples.Request("readme").Assessment;
        Assert.Equal(1, await LiaisonSystem.RunAsync(home, Usa, _usa.Address, assessment, output, Cancellation));
        Assert.Equal(0, await LiaisonSystem.RunAsync(home, Usa, _usa.Address, assessment, output, Cancellation));
        Assert.Contains("FRA: Released", output.ToString(), StringComparison.Ordinal);
        using var ministry = new NodeCaller(fra, "ministry");
        await Eventually.Holds("the release at FRA", async () =>
            (await ministry.Assessments.ListAsync(new ListRequest { Mode = Mode.Exercise }, cancellationToken: Cancellation)).Products.Count == 1);
        Assert.Equal(2, await LiaisonSystem.RunAsync(partner, Fra, fra.Address, Samples.Request("answer").Assessment, output, Cancellation));
        Assert.DoesNotContain("REFUSED", output.ToString(), StringComparison.Ordinal);

        string source = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "LiaisonSystem.cs"), Cancellation);
        string readme = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "README.md"), Cancellation);
        int begin = source.IndexOf("// README: begin", StringComparison.Ordinal), end = source.IndexOf("// README: end", StringComparison.Ordinal);
        string[] lines = source[begin..end].Split('\n')[1..^1];
        string example = string.Join('\n', lines.Select(line => line.Length > 8 ? line[8..] : ""));
        Assert.Contains(example, readme, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_submission_that_meets_a_node_which_restarts_is_answered_and_is_one_product()
    {
        using LiaisonClient client = Connect(Quick);
        SubmitResponse first = await client.SubmitAsync(Samples.Request("one"), Cancellation);
        Uri address = _usa.Address;
        await _usa.KillAsync();
        Task<SubmitResponse> second = client.SubmitAsync(Samples.Request("two"), Cancellation);
        Task<SubmitResponse> again = client.SubmitAsync(Samples.Request("one"), Cancellation);
        _usa = await _nodes.StartAsync("USA");
        Assert.Equal(address, _usa.Address);
        Assert.Equal(first.ProductId, (await again).ProductId);
        Assert.Equal((await second).ProductId, (await client.SubmitAsync(Samples.Request("two"), Cancellation)).ProductId);
    }

    [Fact]
    public async Task What_asking_again_cannot_mend_is_thrown_at_once_with_its_reason()
    {
        using LiaisonClient client = Connect(Quick with { GiveUpAfter = TimeSpan.FromMinutes(10) });
        RpcException wrong = await Assert.ThrowsAsync<RpcException>(() => client.SubmitAsync("", new RiskAssessment(), cancellation: Cancellation));
        Assert.Equal((StatusCode.InvalidArgument, ErrorReason.InvalidFields), (wrong.StatusCode, RichStatus.ReasonOf(wrong)));
        Assert.Throws<ArgumentException>(() => new LiaisonClient(Roster(), PartnerCode.Of("XXX"), Certificate()));
    }

    [Fact]
    public async Task A_node_that_stays_away_is_given_up_and_another_ones_key_is_never_trusted()
    {
        using LiaisonClient nobody = new(Roster(), Usa, Certificate(), new Uri($"https://127.0.0.1:{RunningNode.FreePort()}"), Quick with { GiveUpAfter = TimeSpan.Zero });
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => nobody.SubmitAsync(Samples.Request("x"), Cancellation))).StatusCode);
        using LiaisonClient foreign = new(Roster(), Fra, Certificate(), _usa.Address, Quick with { GiveUpAfter = TimeSpan.Zero });
        await Assert.ThrowsAsync<RpcException>(() => foreign.SubmitAsync(Samples.Request("x"), Cancellation));
    }

    [Fact]
    public async Task A_subscription_outlives_the_node_and_a_reader_that_stops_within_a_product_gets_it_again()
    {
        using LiaisonClient client = Connect(Quick);
        var cursor = new FileCursorStore(Path.Combine(_nodes.Directory, "cursor"));
        SubmitResponse one = await client.SubmitAsync(Samples.Request("one"), Cancellation);
        await foreach (SharedProduct product in client.SubscribeAsync(Mode.Exercise, cursor, cancellation: Cancellation))
        {
            Assert.Equal(one.ProductId, product.ProductId);
            break;
        }

        Assert.True(cursor.Load().IsEmpty);
        List<ByteString> seen = [];
        ByteString? last = null;
        await foreach (SharedProduct product in client.SubscribeAsync(Mode.Exercise, cursor, cancellation: Cancellation))
        {
            seen.Add(product.ProductId);
            if (product.ProductId == last)
            {
                break;
            }

            if (last is null)
            {
                await _usa.KillAsync();
                _usa = await _nodes.StartAsync("USA");
                last = (await client.SubmitAsync(Samples.Request("two"), Cancellation)).ProductId;
            }
        }

        Assert.Equal([one.ProductId, last!], seen);
        Assert.False(cursor.Load().IsEmpty);
    }

    private static X509Certificate2 Load(string folder) => X509Certificate2.CreateFromPemFile(
        Path.Combine(folder, "callers", "liaison.crt"), Path.Combine(folder, "callers", "liaison.key"));

    private X509Certificate2 Certificate() => Load(_usa.Folder);

    private Roster Roster() => PinnedRoster.Read(Path.Combine(_usa.Folder, "roster.note"));

    private LiaisonClient Connect(RetryPolicy retry) => new(Roster(), Usa, Certificate(), _usa.Address, retry);
}
