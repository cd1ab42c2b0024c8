using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Core.Watching;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Holdings;
using Gateway.Node.Hosting;
using Gateway.Node.Watching;
using Gateway.Protocol.Errors;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using CoreMode = Gateway.Core.Sealing.Mode;
using Lane = Gateway.Core.Sealing.Lane;
using Marking = Gateway.Protocol.V1.Marking;
using Mode = Gateway.Protocol.V1.Mode;
using NoticeAction = Gateway.Core.Sealing.NoticeAction;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Node.Tests.Watching;

/// <summary>The watch over a real record, with a clock of its own.</summary>
public sealed class WatchDeskTests : IAsyncDisposable
{
    private const string Everybody = "(U//REL TO USA, FRA, SWE)";
    private static readonly LocalCaller Officer = new("officer@test", Role.Officer, Level.Secret, "TEST");
    private readonly NodeFolders _folders = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task A_draft_whose_ground_was_taken_back_is_not_sent()
    {
        await using NodeState usa = await OpenAsync();
        Watcher watch = new(usa, sends: false);
        ProductId seen = await SubmitAsync(usa, Observation("a", 21));
        await watch.LookAsync();
        WatchRow waiting = Assert.Single(usa.Read.Watched(CoreMode.Exercise));
        Assert.Equal((WatchStep.Waiting, 1), (waiting.Step, waiting.Told.Revision));

        await usa.Gate.Notices.IssueAsync(new NoticeOrder(seen, NoticeAction.Recall, [], null, "", "officer@test"), Cancellation);
        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => watch.SendAsync(waiting.Told.Key, 1));
        Assert.Equal(ErrorReason.FindingChanged, RichStatus.ReasonOf(refused));
        Assert.Equal((WatchStep.Overtaken, ToldState.Cancelled), (Row(usa).Step, Row(usa).Told.State));
        Assert.Empty(Warnings(usa));
    }

    [Fact]
    public async Task A_draft_is_written_anew_when_it_would_say_something_else_and_only_what_was_looked_at_is_sent()
    {
        await using NodeState usa = await OpenAsync();
        Watcher watch = new(usa, sends: false);
        await SubmitAsync(usa, Observation("a", 21));
        await watch.LookAsync();
        await watch.LookAsync();
        Assert.Equal(1, Row(usa).Told.Revision);

        // Worth the same degree, but another number and another mark.
        await SubmitAsync(usa, Observation("b", 22, "(C//REL TO USA, FRA)", day: 1));
        RpcException refused = await Assert.ThrowsAsync<RpcException>(() => watch.SendAsync(Row(usa).Told.Key, 1));
        Assert.Equal(ErrorReason.FindingChanged, RichStatus.ReasonOf(refused));
        WatchRow renewed = Row(usa);
        Assert.Equal((WatchStep.Waiting, 2), (renewed.Step, renewed.Told.Revision));
        SubmitRequest request = SubmitRequest.Parser.ParseFrom(usa.Read.Watched(CoreMode.Exercise, renewed.Told.Key)!.Submission.Span);
        Assert.Equal(("FRA", "(C//REL TO USA, FRA)"), (Assert.Single(request.Audience), request.Warning.Header[0].Portion.Marking.Text));

        WatchRow sent = await watch.SendAsync(renewed.Told.Key, 2);
        Assert.Equal((WatchStep.Sent, "officer@test"), (sent.Step, sent.Officer));
        Assert.Single(Warnings(usa));
        await watch.LookAsync();
        Assert.Single(Warnings(usa));
    }

    [Fact]
    public async Task A_cancellation_reaches_whoever_was_told_anything_and_says_nothing_of_what_was_said()
    {
        await using NodeState usa = await OpenAsync();
        Watcher watch = new(usa, sends: true);
        await SubmitAsync(usa, Observation("a", 21, "(C//REL TO USA, FRA)"));
        await watch.LookAsync();
        await SubmitAsync(usa, Observation("b", 90, "(C//REL TO USA, SWE)", day: 1));
        await watch.LookAsync();
        await SubmitAsync(usa, Observation("c", 1, day: 2));
        await watch.LookAsync();

        (SealedProduct Product, Warning Warning)[] chain = Warnings(usa);
        Assert.Equal([WarningKind.Alert, WarningKind.Update, WarningKind.Cancel], chain.Select(one => one.Warning.Header[0].Kind));
        Assert.Equal(["FRA", "SWE", "FRA,SWE"], chain.Select(one => string.Join(',', one.Product.Audience)));
        Assert.Single(chain.Select(one => Convert.ToHexString(one.Product.Manifest.LineageId.Span)).Distinct());
        Warning cancel = chain[2].Warning;
        Assert.Equal(["(C//REL TO USA, FRA)", "(C//REL TO USA, SWE)"], cancel.Header.Select(header => header.Portion.Marking.Text).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("observes", cancel.ToString(), StringComparison.Ordinal);
        foreach (string partner in (string[])["FRA", "SWE"])
        {
            Assert.Contains(usa.Read.Feed(PartnerCode.Of(partner), Lane.Warnings, 0, 10), row => row.Product == chain[2].Product.Id && row.Opened.Length == 3);
        }
    }

    [Fact]
    public async Task The_watch_wakes_when_a_date_is_due_and_a_clock_that_jumps_changes_nothing_said()
    {
        await using NodeState usa = await OpenAsync();
        SubmitRequest election = Observation("election", null);
        election.Assessment.Triggers.Add(new Trigger
        {
            Portion = Marked(Everybody),
            Kind = "Election",
            ExpectedAtMs = _clock.GetUtcNow().AddDays(40).ToUnixTimeMilliseconds(),
            Precision = DatePrecision.Day,
        });
        await SubmitAsync(usa, election);
        Watcher watch = new(usa, sends: true);
        DateTimeOffset? wake = await watch.LookAsync();
        Assert.Equal(_clock.GetUtcNow().AddDays(10).Date, wake?.Date);
        Assert.Empty(Warnings(usa));

        DateTimeOffset before = _clock.GetUtcNow();
        _clock.SetUtcNow(wake!.Value);
        await watch.LookAsync();
        Warning warning = Assert.Single(Warnings(usa)).Warning;
        Assert.Contains("election", warning.Danger[0].Statement, StringComparison.Ordinal);
        Assert.True(warning.Header[0].ValidUntilMs > 0);
        foreach (DateTimeOffset jump in (DateTimeOffset[])[before.AddYears(50), before.AddDays(11), before.AddDays(12)])
        {
            _clock.AdjustTime(jump);
            await watch.LookAsync();
            Assert.Single(Warnings(usa));
        }
    }

    [Fact]
    public async Task A_worker_without_rules_ends_at_once()
    {
        await using NodeState usa = await OpenAsync();
        using var worker = new WatchWorker(usa, new Watcher(usa, sends: false).Desk, NullLogger<WatchWorker>.Instance);
        await worker.StartAsync(Cancellation);
        await worker.ExecuteTask!;
    }

    [Fact]
    public async Task A_flood_does_not_go_out_by_itself()
    {
        await using NodeState usa = await OpenAsync();
        Watcher watch = new(usa, sends: true);
        SubmitRequest flood = Observation("flood", null);
        flood.SizeClass = SizeClass._512;
        for (int i = 0; i < 130; i++)
        {
            flood.Assessment.Triggers.Add(new Trigger
            {
                Portion = Marked(Everybody),
                Kind = $"election {i}",
                ExpectedAtMs = _clock.GetUtcNow().AddDays(5).ToUnixTimeMilliseconds(),
            });
        }

        await SubmitAsync(usa, flood);
        await watch.LookAsync();
        Assert.Equal((100, 30), (Warnings(usa).Length, usa.Read.Watched(CoreMode.Exercise).Count(row => row.Step == WatchStep.Waiting)));
        await watch.LookAsync();
        Assert.Equal(100, Warnings(usa).Length);
    }

    [Fact]
    public async Task What_partners_wrote_is_one_plain_line_in_a_warning()
    {
        await using NodeState usa = await OpenAsync();
        Watcher watch = new(usa, sends: true);
        SubmitRequest hostile = Observation("hostile", null);
        hostile.Assessment.Triggers.Add(new Trigger
        {
            Portion = Marked(Everybody),
            Kind = "election\n\u001b[31mALL CLEAR\u202e" + new string('x', 5000),
            ExpectedAtMs = _clock.GetUtcNow().AddDays(5).ToUnixTimeMilliseconds(),
        });
        await SubmitAsync(usa, hostile);
        await watch.LookAsync();
        Warning warning = Assert.Single(Warnings(usa)).Warning;
        Assert.All([warning.Header[0].Title, warning.Danger[0].Statement, warning.Grounds[0].Text], text =>
        {
            Assert.DoesNotContain(text, c => char.IsControl(c) || c == '\u202e');
            Assert.True(text.Length <= 2000);
        });
    }

    [Fact]
    public async Task A_watch_of_low_clearance_does_not_see_and_does_not_say()
    {
        await using NodeState usa = await OpenAsync();
        await SubmitAsync(usa, Observation("secret", 500, "(S//REL TO USA, FRA)"));
        Watcher low = new(usa, sends: true, Level.Confidential);
        await low.LookAsync();
        Assert.Empty(Warnings(usa));
        await new Watcher(usa, sends: true).LookAsync();
        Assert.Single(Warnings(usa));
        await low.LookAsync();
        Assert.Single(Warnings(usa));
    }

    [Theory]
    [InlineData("""{"Rules": ""}""", "Gateway:Watching:Rules must name a file")]
    [InlineData("""{"Rules": "none.json"}""", "Gateway:Watching:Rules cannot be read: FileNotFoundException.")]
    [InlineData("""{"Clearance": "VERY SECRET"}""", "Gateway:Watching:Clearance must be a level")]
    [InlineData("""{"Publish": "now"}""", "Gateway:Watching:Publish must be draft")]
    [InlineData("""{"File": "{\"format\": \"gateway-warning-rules/1\", \"rules\": [{\"id\": \"a\", \"kind\": \"trigger\", \"days\": [-1]}]}"}""", "rules[0].days[0]")]
    public async Task Each_fault_of_the_configuration_is_named(string change, string error)
    {
        using var parsed = global::System.Text.Json.JsonDocument.Parse(change);
        string Value(string name, string otherwise) => parsed.RootElement.TryGetProperty(name, out var value) ? value.GetString()! : otherwise;
        await File.WriteAllTextAsync(
            Path.Combine(_folders.Folder("USA"), "rules.json"), Value("File", """{"format": "gateway-warning-rules/1", "rules": []}"""), Cancellation);
        ImmutableArray<string> errors = _folders.Errors("USA", options =>
            options.Watching = new() { Rules = Value("Rules", "rules.json"), Clearance = Value("Clearance", "SECRET"), Publish = Value("Publish", "draft") });
        Assert.Contains(errors, text => text.Contains(error, StringComparison.Ordinal));
    }

    private Task<NodeState> OpenAsync()
    {
        string policies = Path.Combine(_folders.Folder("USA"), "policies");
        Directory.Delete(policies, recursive: true);
        Directory.CreateDirectory(policies);
        File.WriteAllText(Path.Combine(policies, "outbound.relpol"), """
            policy outbound version 1
            schema risk-assessment/1 marking/1
            effective 2025-01-01T00:00Z review-by 2035-01-01

            give L01-all
              because "Everything that the marking admits"
              field any
              to all partners
              outcome release

            example "Sweden learns what there is"
              field class metadata marking TLP "TLP:CLEAR" region BFA
              to SWE at 2025-06-01
              expect release by L01-all

            """);
        return NodeStartup.OpenAsync(_folders.Settings("USA"), _clock, Cancellation);
    }

    private static WatchRow Row(NodeState node) => Assert.Single(node.Read.Watched(CoreMode.Exercise));

    private static (SealedProduct Product, Warning Warning)[] Warnings(NodeState node) =>
    [
        .. node.Read.Catalog(CoreMode.Exercise, 0, 1000).Where(row => row.Schema.StartsWith("gateway.v1.Warning", StringComparison.Ordinal))
            .Select(row => node.Read.Sealed(row.Product)!).Select(product => (product, OwnContent.Of<Warning>(product, node))),
    ];

    private static async Task<ProductId> SubmitAsync(NodeState node, SubmitRequest request)
    {
        SubmitResponse answer = await new Submissions(node, NullLogger<Submissions>.Instance).SubmitAsync(request, NodeFolders.Liaison, Cancellation);
        return ProductId.TryFrom(answer.ProductId.Span, out ProductId id) ? id : throw new InvalidOperationException();
    }

    private SubmitRequest Observation(string id, double? value, string mark = Everybody, int day = 0)
    {
        var request = new SubmitRequest
        {
            SubmissionId = id,
            SizeClass = SizeClass._32,
            Assessment = new RiskAssessment
            {
                Header = { new Header { Portion = Marked(Everybody), Title = "EXERCISE: seen", Type = AssessmentType.Field, Post = "BF-01", Mode = Mode.Exercise } },
                Subject = { new Subject { Portion = Marked(Everybody), Iso3 = "BFA" } },
            },
        };
        if (value is { } number)
        {
            request.Assessment.Indicators.Add(new Indicator
            {
                Portion = Marked(mark),
                Name = "murders",
                Observations = { new Observation { AtMs = 1_770_000_000_000 + (day * 86_400_000L), Value = number, Unit = "events" } },
            });
        }

        return request;
    }

    private static Portion Marked(string text) => new() { Marking = new Marking { Policy = "US", Text = text } };

    /// <summary>A watch over a node.</summary>
    private sealed class Watcher
    {
        private static readonly RuleSet Rules = Read(
            """
            {"format": "gateway-warning-rules/1", "rules": [
              {"id": "murders", "kind": "crossing", "indicator": "murders", "unit": "events", "at_least": 20},
              {"id": "elections", "kind": "trigger", "days": [30]}
            ]}
            """);

        private readonly WatchSettings _settings;

        public Watcher(NodeState node, bool sends, Level clearance = Level.Secret)
        {
            _settings = new WatchSettings(Rules, new LocalCaller(WatchSettings.CallerName, Role.Liaison, clearance, "TEST"), sends);
            Desk = new WatchDesk(
                node,
                new WatchSight(node, new HoldingsIndex(node), new SharedView(node)),
                new Submissions(node, NullLogger<Submissions>.Instance),
                NullLogger<WatchDesk>.Instance);
        }

        public WatchDesk Desk { get; }

        public Task<DateTimeOffset?> LookAsync() => Desk.LookAsync(_settings, CoreMode.Exercise, Cancellation);

        public Task<WatchRow> SendAsync(string key, int revision) => Desk.SendAsync(_settings, CoreMode.Exercise, key, revision, Officer, Cancellation);

        private static RuleSet Read(string json) =>
            RuleFile.TryRead(Encoding.UTF8.GetBytes(json), MarkingRegistry.Default, out RuleSet? rules, out _) ? rules! : throw new FormatException();
    }
}
