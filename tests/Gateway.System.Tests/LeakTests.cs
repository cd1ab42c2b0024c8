using System.Collections.Concurrent;
using Gateway.Core.ReleaseLog;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.System.Tests;

/// <summary>
/// Looks for what was withheld in every place that a partner, an operator or a caller without right can see; and for secrets in every
/// place at all. Canaries that may be seen are looked for as well: the search itself must find.
/// </summary>
public sealed class LeakTests
{
    // In portions that nobody abroad gets.
    private static readonly string[] Home =
    [
        "canary-source-41aa", "canary-method-52bb", "canary-evidence-63cc", "canary-option-74dd", "canary-opaque-85ee", "canary-place-96ff",
        "canary-org-07ab", "cl-source-18bc", "TS//OC/NF",
    ];

    // About the submission, not of the product.
    private static readonly string[] Submission = ["canary-submission-29cd", "liaison@usa", "L03-judgements-france", "M03-national-only"];

    private const string FranceOnly = "canary-judgement-3ade";
    private const string Everybody = "canary-title-4bef";

    [Fact]
    public async Task What_is_withheld_is_nowhere_outside_and_secrets_are_nowhere()
    {
        var wire = new ConcurrentDictionary<string, byte[]>();
        string[] failures;
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode[] running = await Task.WhenAll(nodes.StartAsync("USA"), nodes.StartAsync("FRA"), nodes.StartAsync("SWE"));
        (RunningNode usa, RunningNode fra, RunningNode swe) = (running[0], running[1], running[2]);
        SubmitResponse submitted = await usa.SubmitAsync(Canaries());
        wire["FRA"] = await Record(fra, usa);
        wire["SWE"] = await Record(swe, usa);
        byte[] atFra = (await fra.ArrivesAsync(submitted.ProductId, "liaison")).ToByteArray();
        await swe.ArrivesAsync(submitted.ProductId);
        usa.ExpectedErrors.Add("ALARM");
        failures = await BadCalls(usa, fra, submitted.ProductId);
        Assert.All(await Task.WhenAll(running.Select(node => node.StopAsync())), code => Assert.Equal(0, code));

        Assert.True(Leak.In(wire["FRA"], FranceOnly), "the search finds what is there");
        Assert.True(Leak.In(atFra, FranceOnly) && Leak.In(Files(nodes, "FRA"), FranceOnly) && Leak.In(Files(nodes, "SWE"), Everybody));
        foreach (string canary in (string[])[.. Home, .. Submission])
        {
            Assert.False(Leak.In(wire["FRA"], canary), $"{canary} on the wire to FRA");
            Assert.False(Leak.In(atFra, canary), $"{canary} in an answer at FRA");
            Assert.False(Leak.In(Files(nodes, "FRA", IsRecord), canary), $"{canary} in the files of FRA");
            Assert.DoesNotContain(failures, failure => failure.Contains(canary, StringComparison.Ordinal));
        }

        foreach (string canary in (string[])[.. Home, .. Submission, FranceOnly])
        {
            Assert.False(Leak.In(wire["SWE"], canary), $"{canary} on the wire to SWE");
            Assert.False(Leak.In(Files(nodes, "SWE", IsRecord), canary), $"{canary} in the files of SWE");
        }

        foreach (RunningNode node in running)
        {
            byte[] written = [.. node.Lines.SelectMany(line => global::System.Text.Encoding.UTF8.GetBytes(line + "\n"))];
            Assert.All([.. Home, .. Submission[..2], FranceOnly, Everybody], canary => Assert.False(Leak.In(written, canary), $"{canary} in what {node.Folder} wrote"));
            foreach ((string name, byte[] secret) in Secrets(nodes))
            {
                Assert.False(Leak.In(written, secret), $"{name} in what {node.Folder} wrote");
                Assert.False(Leak.In(Files(nodes, Path.GetFileName(node.Folder), IsRecord), secret), $"{name} in the record of {node.Folder}");
            }
        }
    }

    private static SubmitRequest Canaries()
    {
        SubmitRequest request = Samples.Request(Submission[0]);
        RiskAssessment assessment = request.Assessment;
        assessment.Header.Insert(0, assessment.Header[0].Clone());
        assessment.Header[0].Portion.Marking.Text = "(S//NF)";
        assessment.Header[0].OrgUnit = Home[6];
        assessment.Header[1].Title = Everybody;
        assessment.Judgements[0].Statement = FranceOnly;
        assessment.Subject[0].Place.Add(new Place { Portion = Mark("(S//NF)"), Name = Home[5] });
        assessment.Options.Add(new Option { Portion = Mark("(S//NF)", "o1"), Text = Home[3], DoNothing = true });
        assessment.Evidence.Add(new Evidence { Portion = Mark("(S//NF)", "e1"), Text = Home[2], OpaqueRef = Home[4] });
        assessment.Sources[0].Description = Home[0];
        assessment.Sources[0].Method = Home[1];
        assessment.Sources[0].Portion = Mark($"({Home[8]})", Home[7]);
        assessment.Sources[0].EvidenceRefs.Add("e1");
        return request;
    }

    private static Portion Mark(string text, string id = "") => new() { Id = id, Marking = new Marking { Policy = "US", Text = text } };

    /// <summary>What a partner's own node is sent, byte for byte as messages.</summary>
    private static async Task<byte[]> Record(RunningNode partner, RunningNode publisher)
    {
        using NodeCaller peer = SharedNodes.As(partner, publisher);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var request = new FeedRequest { Schemas = { Schemas.All.Select(schema => schema.Name) } };
        using AsyncServerStreamingCall<FeedItem> call = peer.Federation.Subscribe(request, cancellationToken: late.Token);
        var bytes = new List<byte>();
        do
        {
            Assert.True(await call.ResponseStream.MoveNext(late.Token));
            bytes.AddRange(call.ResponseStream.Current.ToByteArray());
        }
        while (call.ResponseStream.Current.ItemCase != FeedItem.ItemOneofCase.Package);
        return [.. bytes];
    }

    /// <summary>All that callers see of calls that must fail.</summary>
    private static async Task<string[]> BadCalls(RunningNode usa, RunningNode fra, ByteString product)
    {
        using var liaison = new NodeCaller(usa, "liaison");
        using var ministry = new NodeCaller(usa, "ministry");
        using var auditor = new NodeCaller(usa, "auditor");
        using NodeCaller peer = SharedNodes.As(fra, usa);
        SubmitRequest reused = Canaries();
        reused.Assessment.Header[0].OrgUnit = "another";
        ByteString zero = ByteString.CopyFrom(new byte[32]);
        return
        [
            .. (await Task.WhenAll(
                Calls.FailureAsync(liaison.Assessments.SubmitAsync(reused)),
                Calls.FailureAsync(ministry.Assessments.SubmitAsync(Canaries())),
                Calls.FailureAsync(peer.Assessments.GetAsync(new GetRequest { ProductId = product })),
                Calls.FailureAsync(peer.Log.SearchAsync(new SearchRequest { Log = LogName.Internal })),
                Calls.FailureAsync(auditor.Assessments.GetAsync(new GetRequest { ProductId = product })),
                Calls.FailureAsync(ministry.Assessments.GetAsync(new GetRequest { ProductId = zero })),
                Calls.FailureAsync(ministry.Assessments.GetAsync(new GetRequest { ProductId = product.Length == 0 ? zero : ByteString.CopyFrom(product.Span[1..]) })),
                Calls.FailureAsync(ministry.Assessments.Pull(new PullRequest { Mode = Mode.Exercise, Cursor = zero })),
                Calls.FailureAsync(auditor.Log.GetAsync(new GetEntryRequest { Log = LogName.Release, Index = 1 << 30 })),
                Calls.FailureAsync(auditor.Log.SearchAsync(new SearchRequest { Log = LogName.Release, Recipient = "?", Page = zero })),
                Calls.FailureAsync(peer.Federation.Subscribe(new FeedRequest { Held = new Head { Size = 2, Root = zero } })),
                Calls.FailureAsync(peer.Federation.Subscribe(
                    new FeedRequest { Positions = { new LanePosition { Lane = Lane.Products, LastSeq = 99 } } })))).Select(Calls.Visible),
        ];
    }

    private static bool IsRecord(string path) =>
        path.Contains("gateway.db", StringComparison.Ordinal) || path.Contains($"{Path.DirectorySeparatorChar}logs{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static byte[] Files(NodeSet nodes, string code, Func<string, bool>? which = null) =>
    [
        .. Directory.EnumerateFiles(nodes.Folder(code), "*", SearchOption.AllDirectories).Where(which ?? IsRecord).SelectMany(File.ReadAllBytes),
    ];

    private static List<(string Name, byte[] Secret)> Secrets(NodeSet nodes)
    {
        var secrets = new List<(string, byte[])>();
        foreach (string path in Directory.EnumerateFiles(nodes.Directory, "*.key*", SearchOption.AllDirectories))
        {
            if (path.EndsWith(".keys", StringComparison.Ordinal))
            {
                Assert.True(KeyFile.TryParse(File.ReadAllText(path), out KeyFile? file, out _));
                secrets.AddRange(file.Keys.Select(key => (path, key.ExportSeed())));
            }
            else if (Path.GetFileName(path) == "courier.key")
            {
                string seed = File.ReadAllLines(path).Single(line => line.StartsWith("x-wing ", StringComparison.Ordinal))[7..];
                secrets.Add((path, Convert.FromBase64String(seed)));
            }
            else if (Path.GetFileName(path) == "cursor.key")
            {
                secrets.Add((path, File.ReadAllBytes(path)));
            }
            else
            {
                string[] lines = [.. File.ReadAllLines(path).Where(line => line.Length > 0 && line[0] is not ('-' or '#'))];
                secrets.AddRange(lines.Where(line => line.Length >= 24).Select(line => (path, global::System.Text.Encoding.ASCII.GetBytes(line))));
                secrets.Add((path, Convert.FromBase64String(string.Concat(lines))));
            }
        }

        Assert.True(secrets.Count > 20);
        return secrets;
    }
}
