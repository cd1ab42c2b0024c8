using Gateway.Core.HorizonScanning;
using Gateway.Core.Markings;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Holdings;
using Gateway.Node.HorizonScanning;
using Gateway.Node.Hosting;
using Gateway.Node.Tests.Federation;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using DigestItem = Gateway.Core.HorizonScanning.DigestItem;
using DigestSection = Gateway.Core.HorizonScanning.DigestSection;
using HorizonDigest = Gateway.Core.HorizonScanning.HorizonDigest;
using HorizonScan = Gateway.Core.HorizonScanning.HorizonScan;
using Mode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Tests.HorizonScanning;

/// <summary>Digests over what nodes really hold.</summary>
public sealed class ScannedHoldingsTests : IAsyncDisposable
{
    private static readonly LocalCaller Cleared = new("ministry@test", Role.Ministry, Level.Secret, "TEST");
    private static readonly LocalCaller Barely = new("desk@test", Role.Ministry, Level.Unclassified, "TEST");

    private readonly NodeFolders _folders = new();
    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task What_arrived_is_new_a_warning_waits_and_the_banner_is_that_of_the_lines()
    {
        await using NodeState usa = await OpenAsync("USA", _began);
        await using NodeState fra = await OpenAsync("FRA", _began);
        await Line.SubmitAsync(usa, "assessment");
        await SubmitAsync(usa, Samples.WarningRequest("warning"));
        await new Line(usa, fra).RunAsync();
        HorizonDigest digest = Digest(fra, Cleared);
        Assert.Equal(
            [(DigestSection.New, ScannedKind.Warning, "EXERCISE: test warning"), (DigestSection.New, ScannedKind.Assessment, "EXERCISE: test assessment"), (DigestSection.Unanswered, ScannedKind.Warning, "EXERCISE: test warning")],
            digest.Items.Select(item => (item.Section, item.Kind, item.Title)));
        Assert.All(digest.Items, item => Assert.Equal("BFA", item.Iso3));

        // Title and country are unclassified, whatever else is in the products.
        Assert.StartsWith("UNCLASSIFIED", Assert.Single(digest.Banners).Text, StringComparison.Ordinal);
        Assert.Empty(Digest(fra, Cleared, Mode.Actual).Items);
        Assert.DoesNotContain(Digest(usa, Cleared).Items, item => item.Section == DigestSection.Unanswered);
    }

    [Fact]
    public async Task Nothing_changes_in_a_digest_when_something_withheld_changes()
    {
        var seen = new List<string>();
        foreach (string words in (string[])["one", "another, and longer"])
        {
            await using var folders = new NodeFolders();
            await using NodeState usa = await NodeStartup.OpenAsync(folders.Settings("USA"), new FakeTimeProvider(_began), Cancellation);
            await using NodeState fra = await NodeStartup.OpenAsync(folders.Settings("FRA"), new FakeTimeProvider(_began), Cancellation);
            SubmitRequest request = Samples.WarningRequest("warning");
            request.Warning.Grounds[0].Text = words;
            request.Warning.Danger[0].Statement = words;
            request.Warning.Danger[0].Urgency = words == "one" ? Urgency.Immediate : Urgency.Future;
            if (words != "one")
            {
                request.Warning.Grounds.Add(request.Warning.Grounds[0].Clone());
                request.Warning.Grounds[1].Portion.Id = "g2";
            }

            await SubmitAsync(usa, request);
            await new Line(usa, fra).RunAsync();
            seen.Add(Words(Digest(fra, Barely)));
        }

        Assert.NotEmpty(seen[0]);
        Assert.Equal(seen[0], seen[1]);
    }

    [Fact]
    public async Task A_product_that_took_long_on_its_way_is_new_when_it_arrives()
    {
        await using NodeState usa = await OpenAsync("USA", _began);
        await using NodeState fra = await OpenAsync("FRA", _began.AddDays(3));
        await SubmitAsync(usa, Samples.WarningRequest("warning"));
        await new Line(usa, fra).RunAsync();
        Assert.Contains(Digest(fra, Cleared, since: _began.AddDays(2), until: _began.AddDays(4)).Items, item => item.Section == DigestSection.New);
        Assert.Empty(Digest(fra, Cleared, since: _began.AddDays(-1), until: _began.AddDays(2)).Items);
    }

    [Fact]
    public async Task Partners_that_lie_apart_are_disputed_and_a_later_edition_that_says_more_is_rising()
    {
        await using NodeState usa = await OpenAsync("USA", _began);
        await using NodeState fra = await OpenAsync("FRA", _began);
        await Line.SubmitAsync(usa, "likely");
        await new Line(usa, fra).RunAsync();
        SubmitResponse first = await SubmitAsync(fra, French("first", 0.1, 0.2, "2025"));
        SubmitRequest second = French("second", 0.2, 0.3, "2026");
        second.LineageId = first.LineageId;
        await SubmitAsync(fra, second);
        HorizonDigest digest = Digest(fra, Cleared);
        DigestItem rising = Assert.Single(digest.Items, item => item.Section == DigestSection.Rising);
        Assert.Equal(("BFA", "FRA"), (rising.Iso3, Assert.Single(rising.Partners).Value));
        Assert.Contains("as published then", rising.Fact, StringComparison.Ordinal);
        DigestItem disputed = Assert.Single(digest.Items, item => item.Section == DigestSection.Disputed);
        Assert.Equal(["FRA", "USA"], disputed.Partners.Select(partner => partner.Value));
        Assert.Contains("“likely” (55 % to 80 %)", disputed.Fact, StringComparison.Ordinal);
        Assert.Contains("25 points apart", disputed.Fact, StringComparison.Ordinal);
        Assert.Contains(disputed.Markings, banner => banner.Text.Contains("SECRET", StringComparison.Ordinal));
        Assert.DoesNotContain(Digest(fra, Barely).Items, item => item.Section is DigestSection.Rising or DigestSection.Disputed);
    }

    [Fact]
    public async Task The_same_question_has_the_same_answer()
    {
        await using NodeState usa = await OpenAsync("USA", _began);
        for (int i = 0; i < 5; i++)
        {
            await Line.SubmitAsync(usa, $"p{i}");
        }

        Assert.Equal(Words(Digest(usa, Cleared)), Words(Digest(usa, Cleared)));
        Assert.Equal(5, Digest(usa, Cleared).Items.Length);
    }

    private static string Words(HorizonDigest digest) => string.Join('\n', digest.Items.Select(Words)) + string.Join(' ', digest.Banners.Select(banner => banner.Text));

    private static string Words(DigestItem item) =>
        $"{item.Section} {item.Kind} {item.Iso3} {item.Title} {item.Fact} {item.IssuedAt:O} {item.DueAt:O} {item.Overdue} {item.Unconfirmed} {string.Join(' ', item.Markings.Select(mark => mark.Text))}";

    private static Task<SubmitResponse> SubmitAsync(NodeState node, SubmitRequest request) =>
        new Submissions(node, NullLogger<Submissions>.Instance).SubmitAsync(request, NodeFolders.Liaison, Cancellation);

    private static SubmitRequest French(string id, double low, double high, string edition)
    {
        SubmitRequest request = Samples.Request(id);
        request.Assessment.Sources.Clear();
        request.Assessment.Header[0].Edition = edition;
        request.Assessment.Judgements.RemoveAt(1);
        request.Assessment.Judgements[0].Likelihood = new Likelihood { PLow = low, PHigh = high };
        return request;
    }

    private HorizonDigest Digest(NodeState node, LocalCaller caller, Mode mode = Mode.Exercise, DateTimeOffset? since = null, DateTimeOffset? until = null)
    {
        DateTimeOffset from = since ?? _began.AddDays(-1);
        return HorizonScan.Build(
            new ScannedHoldings(node, new HoldingsIndex(node)).Of(caller, mode, from), from, until ?? _began.AddDays(1), node.Model.Self, node.Model.Markings);
    }

    private Task<NodeState> OpenAsync(string code, DateTimeOffset at) => NodeStartup.OpenAsync(_folders.Settings(code), new FakeTimeProvider(at), Cancellation);
}
