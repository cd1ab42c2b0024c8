using System.Text.Json.Nodes;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>Nodes that watch, and what they are given to see: exercises about Burkina Faso and Mali.</summary>
internal static class WatchWorld
{
    /// <summary>Words that stand in an observation and in nothing else.</summary>
    public const string Canary = "canary-indicator-51cc";

    public const string Everybody = "(U//REL TO USA, FRA, SWE)";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string Rules = """
        {"format": "gateway-warning-rules/1", "rules": [
          {"id": "lines", "kind": "threshold", "action": {"text": "Send observers.", "tool": "observers", "owner": "operations centre"}},
          {"id": "murders", "kind": "crossing", "indicator": "murders", "unit": "events", "at_least": 20}
        ]}
        """;

    /// <summary>
    /// Folders of three nodes that release what marks allow; USA keeps indicators about Mali from Sweden. USA watches and sends, FRA watches and
    /// lets people send, SWE does not watch.
    /// </summary>
    public static NodeSet Prepare()
    {
        NodeSet set = NodeSet.Prepare();
        set.SetPolicy("USA", OfficerNodes.Policy("all partners") + """

            limit L20-indicators
              because "Indicators about Mali are not for Sweden"
              field class indicator
              to nation SWE
              when region in (MLI)
              outcome withhold

            example "Sweden does not learn indicators about Mali"
              field class indicator marking TLP "TLP:CLEAR" region MLI
              to SWE at 2025-06-01
              expect withhold by L20-indicators

            """);
        set.SetPolicy("FRA", OfficerNodes.Policy("all partners"));
        Watch(set, "USA", "send");
        Watch(set, "FRA", "");
        return set;
    }

    /// <summary>Lets a node watch.</summary>
    public static void Watch(NodeSet set, string code, string publish, string clearance = "SECRET", string rules = Rules)
    {
        File.WriteAllText(Path.Combine(set.Folder(code), "rules.json"), rules);
        set.Configure(code, gateway => gateway["Watching"] = new JsonObject
        {
            ["Rules"] = "rules.json",
            ["Clearance"] = clearance,
            ["Organisation"] = code,
            ["Publish"] = publish,
        });
    }

    /// <summary>An assessment with observations of one indicator.</summary>
    public static SubmitRequest Observation(
        string id, string indicator, string mark, string iso3 = "BFA", Mode mode = Mode.Exercise, string? unit = "events", params double[] values)
    {
        var seen = new Indicator { Portion = Marked(mark), Name = indicator };
        seen.Observations.AddRange(values.Select((value, day) => new Observation { AtMs = 1_770_000_000_000 + (day * 86_400_000L), Value = value, Unit = unit, Text = Canary }));
        return new SubmitRequest
        {
            SubmissionId = id,
            SizeClass = SizeClass._32,
            Assessment = new RiskAssessment
            {
                Header = { new Header { Portion = Marked(Everybody), Title = "EXERCISE: what is seen", Type = AssessmentType.Field, Post = "BF-01", Mode = mode } },
                Subject = { new Subject { Portion = Marked(Everybody), Iso3 = iso3 } },
                Indicators = { seen },
            },
        };
    }

    /// <summary>A declared threshold.</summary>
    public static DeclareThresholdRequest Line(string id, string indicator, double value, string iso3 = "BFA", Mode mode = Mode.Exercise, Marking? marking = null)
    {
        Portion Mark() => marking is null ? Marked(Everybody) : new Portion { Marking = marking.Clone() };
        return new DeclareThresholdRequest
        {
            SubmissionId = id,
            Threshold = new Threshold
            {
                Header = { new ThresholdHeader { Portion = Mark(), Title = "EXERCISE: a line", Mode = mode } },
                Subject = { new Subject { Portion = Mark(), Iso3 = iso3 } },
                Line = { new RedLine { Portion = Mark(), Statement = "No further.", Indicator = indicator, Crossing = Crossing.AtLeast, Value = value, Unit = "events" } },
            },
        };
    }

    /// <summary>A French mark for all three.</summary>
    public static Marking French => new() { Policy = "FRA", Text = "DIFFUSION RESTREINTE//REL TO FRA, SWE, USA" };

    /// <summary>Warnings that a caller sees, newest last, as far as they satisfy.</summary>
    public static async Task<List<SharedProduct>> WarningsAsync(this NodeCaller caller, Func<Warning, bool> about, Mode mode = Mode.Exercise) =>
        [.. (await caller.PullAsync(new PullRequest { Mode = mode })).Where(product => product.Warning is { } warning && about(warning))];

    /// <summary>Waits until a caller sees so many warnings that satisfy.</summary>
    public static async Task<List<SharedProduct>> WarnedAsync(this RunningNode node, int count, Func<Warning, bool> about, string role = "ministry", Mode mode = Mode.Exercise)
    {
        using var caller = new NodeCaller(node, role);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Calls.Cancellation);
        late.CancelAfter(Patience);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        List<SharedProduct> found;
        while ((found = await caller.WarningsAsync(about, mode)).Count < count)
        {
            await pause.WaitForNextTickAsync(late.Token);
        }

        return found;
    }

    /// <summary>Waits until a node lists a finding that satisfies.</summary>
    public static async Task<FindingRow> FoundAsync(this RunningNode node, Func<FindingRow, bool> about, Mode mode = Mode.Exercise)
    {
        using var officer = new NodeCaller(node, "officer");
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Calls.Cancellation);
        late.CancelAfter(Patience);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            ListFindingsResponse list = await officer.Watching.ListFindingsAsync(new ListFindingsRequest { Mode = mode }, cancellationToken: late.Token);
            if (list.Findings.FirstOrDefault(about) is { } found)
            {
                return found;
            }

            await pause.WaitForNextTickAsync(late.Token);
        }
    }

    /// <summary>Whether a warning speaks of something.</summary>
    public static Func<Warning, bool> About(string words) => warning => warning.Danger.Any(danger => danger.Statement.Contains(words, StringComparison.Ordinal));

    public static async Task<SubmitResponse> DeclareAsync(this RunningNode node, DeclareThresholdRequest request)
    {
        using var liaison = new NodeCaller(node, "liaison");
        return await liaison.Watching.DeclareThresholdAsync(request, cancellationToken: Calls.Cancellation);
    }

    private static Portion Marked(string text) => new() { Marking = new Marking { Policy = "US", Text = text } };
}

/// <summary>Three running nodes that watch, shared by tests which stop none of them.</summary>
public sealed class WatchNodes : IAsyncLifetime
{
    private readonly NodeSet _set = WatchWorld.Prepare();

    public RunningNode Usa { get; private set; } = null!;

    public RunningNode Fra { get; private set; } = null!;

    public RunningNode Swe { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        RunningNode[] started = await Task.WhenAll(_set.StartAsync("USA"), _set.StartAsync("FRA"), _set.StartAsync("SWE"));
        (Usa, Fra, Swe) = (started[0], started[1], started[2]);
    }

    public ValueTask DisposeAsync() => _set.DisposeAsync();
}
