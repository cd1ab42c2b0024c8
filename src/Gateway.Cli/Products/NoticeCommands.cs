using System.CommandLine;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Products;

/// <summary><c>product recall|spill|correct|mark|status|erase</c>: what an officer does about a product that was released already.</summary>
internal static class NoticeCommands
{
    private const string Sample = "7b0c3f0a1d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c";

    public static IEnumerable<Verb> Build(Surface surface) =>
    [
        Issue(surface, "recall", "Recalls a product: holders erase it and answer.", NoticeAction.Recall, $"product recall {Sample} --reason \"Source withdrawn\" --data demo/USA --as officer"),
        Issue(surface, "spill", "Takes back a release that was a mistake: holders erase it and show nothing.", NoticeAction.Spill, $"product spill {Sample} --data demo/USA --as officer"),
        Correct(surface),
        Mark(surface),
        Status(surface),
        Erase(surface),
    ];

    private static Verb Issue(Surface surface, string name, string description, NoticeAction action, string example)
    {
        var parts = new Parts();
        return new Verb(name, description, [parts.Reason, parts.Json, parts.Product, .. parts.Node.All]) { Examples = [example] }
            .Does((parsed, cancel) => parts.SendAsync(parsed, surface, id => new IssueNoticeRequest { ProductId = id, Action = action }, cancel));
    }

    private static Verb Correct(Surface surface)
    {
        var parts = new Parts();
        var by = new Option<string>("--by") { Required = true, Description = "Product to use instead, 64 hex digits", HelpName = "PRODUCT" };
        var superseded = new Option<bool>("--superseded") { Description = "It was right and is out of date, not wrong" };
        return new Verb("correct", "Tells holders that another product says it right.", [by, superseded, parts.Reason, parts.Json, parts.Product, .. parts.Node.All])
        {
            Examples = [$"product correct {Sample} --by {new string('a', 64)} --data demo/USA --as officer"],
        }.Does((parsed, cancel) => Hex.TryRead(parsed.GetRequiredValue(by), out byte[] other) && other.Length > 0
            ? parts.SendAsync(
                parsed,
                surface,
                id => new IssueNoticeRequest
                {
                    ProductId = id,
                    Action = parsed.GetValue(superseded) ? NoticeAction.Supersession : NoticeAction.Correction,
                    ReplacedBy = ByteString.CopyFrom(other),
                },
                cancel)
            : Task.FromResult(surface.Misuse("--by is a product id, 64 hex digits")));
    }

    private static Verb Mark(Surface surface)
    {
        var parts = new Parts();
        var portion = new Option<string>("--portion") { Required = true, Description = "Path of the portion, as 'product show --json' gives it", HelpName = "PATH" };
        var mark = new Option<string>("--as-mark") { Required = true, Description = "Mark that counts beside the portion's own: \"(S//NF)\"", HelpName = "MARK" };
        var policy = new Option<string>("--policy") { Description = "Policy that the mark is written in: US, TLP, or a nation's code", DefaultValueFactory = _ => "US" };
        return new Verb("mark", "Raises the marking of a portion at every holder.", [portion, mark, policy, parts.Reason, parts.Json, parts.Product, .. parts.Node.All])
        {
            Examples = [$"product mark {Sample} --portion subject --as-mark \"(S//NF)\" --data demo/USA --as officer"],
        }.Does((parsed, cancel) => parts.SendAsync(
            parsed,
            surface,
            id => new IssueNoticeRequest
            {
                ProductId = id,
                Action = NoticeAction.RaisedMarking,
                Portions =
                {
                    new PortionMark
                    {
                        Path = parsed.GetRequiredValue(portion),
                        Floor = new Marking { Policy = parsed.GetValue(policy), Text = parsed.GetRequiredValue(mark) },
                    },
                },
            },
            cancel));
    }

    private static Verb Status(Surface surface)
    {
        var parts = new Parts();
        return new Verb("status", "Shows who holds a product, via whom, and who answered which notice.", [parts.Json, parts.Product, .. parts.Node.All])
        {
            Examples = [$"product status {Sample} --data demo/USA --as officer"],
        }.Does((parsed, cancel) => parts.WithAsync(parsed, surface, async (client, id) =>
        {
            NoticeStatus status = await client.Notices.StatusAsync(new NoticeStatusRequest { ProductId = id }, cancellationToken: cancel);
            NoticeReport.Show(surface, status, parsed.GetValue(parts.Json));
            return ExitCode.Done;
        }));
    }

    private static Verb Erase(Surface surface)
    {
        var parts = new Parts();
        return new Verb("erase", "Destroys what this node holds of a product that was recalled or spilled.", [parts.Product, .. parts.Node.All])
        {
            Examples = [$"product erase {Sample} --data demo/USA --as officer"],
        }.Does((parsed, cancel) => parts.WithAsync(parsed, surface, async (client, id) =>
        {
            await client.Notices.EraseAsync(new EraseRequest { ProductId = id }, cancellationToken: cancel);
            surface.Out.WriteLine("erased: portions and salts, decision records, seeds of releases; the logs keep their hashes");
            return ExitCode.Done;
        }));
    }

    /// <summary>What every one of these commands takes.</summary>
    private sealed class Parts
    {
        public Option<string> Reason { get; } = new("--reason")
        {
            Description = "For holders to read, at most 512 bytes; write nothing that not every holder may know",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };

        public Option<bool> Json { get; } = new("--json") { Description = "JSON, one object a line" };

        public Argument<string> Product { get; } = new("PRODUCT") { Description = "Product id, 64 hex digits" };

        public NodeOptions Node { get; } = new("officer");

        public async Task<ExitCode> WithAsync(ParseResult parsed, Surface surface, Func<NodeClient, ByteString, Task<ExitCode>> run) =>
            Hex.TryRead(parsed.GetRequiredValue(Product), out byte[] id) && id.Length > 0
                ? await Node.WithAsync(parsed, surface, client => run(client, ByteString.CopyFrom(id)))
                : surface.Misuse("a product id is 64 hex digits");

        public Task<ExitCode> SendAsync(ParseResult parsed, Surface surface, Func<ByteString, IssueNoticeRequest> make, CancellationToken cancel) =>
            WithAsync(parsed, surface, async (client, id) =>
            {
                IssueNoticeRequest request = make(id);
                request.Note = parsed.GetValue(Reason) ?? "";
                IssueNoticeResponse answer = await client.Notices.IssueAsync(request, cancellationToken: cancel);
                NoticeReport.Show(surface, answer, parsed.GetValue(Json));
                return ExitCode.Done;
            });
    }
}
