using System.CommandLine;
using System.Security.Cryptography;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Warnings;

/// <summary><c>warning raise|list|show|watch|ack|status|cancel</c>: what a duty officer does about warnings.</summary>
internal static class WarningCommands
{
    private const string Sample = "7b0c3f0a1d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c";

    public static Command Build(Surface surface) => new("warning", "Raises warnings, answers for them, and shows whom they reached.")
    {
        Raise(surface), List(surface), Show(surface), Watch(surface), Acknowledge(surface), Status(surface), Cancel(surface), CapCommand.Build(surface),
    };

    private static Verb Raise(Surface surface)
    {
        var size = new Option<int>("--size") { Description = "Commitments in the manifest: 32 or 128", DefaultValueFactory = _ => 32 };
        size.AcceptOnlyFromAmong("32", "128");
        var id = new Option<string?>("--submission-id") { Description = "The same id with the same content submits once; otherwise made from the content" };
        var lineage = new Option<string?>("--lineage") { Description = "Lineage of the warning that this one updates or cancels", HelpName = "HEX" };
        var to = new Option<string[]>("--to") { Description = "Only for these partners; otherwise for all who may have it", HelpName = "CODE", AllowMultipleArgumentsPerToken = true };
        Option<bool> json = Json();
        var node = new NodeOptions();
        var file = new Argument<FileInfo>("WARNING") { Description = "A warning as protobuf JSON" };
        return new Verb("raise", "Raises a warning, or updates one: it goes ahead of all else in every feed.", [size, id, lineage, to, json, file, .. node.All])
        {
            Examples = ["warning raise warning.json --data demo/USA", $"warning raise update.json --lineage {Sample} --data demo/USA"],
        }.Does(async (parsed, cancel) =>
        {
            if (!Hex.TryRead(parsed.GetValue(lineage) ?? "", out byte[] previous))
            {
                return surface.Misuse("--lineage is 64 hex digits");
            }

            if (!WarningFile.TryRead(parsed.GetRequiredValue(file), out Warning? warning, out string fault))
            {
                return surface.Refuse(fault);
            }

            var request = new SubmitRequest { Warning = warning, SizeClass = (SizeClass)parsed.GetValue(size), LineageId = ByteString.CopyFrom(previous) };
            request.Audience.AddRange(parsed.GetValue(to) ?? []);
            request.SubmissionId = parsed.GetValue(id) ?? Id("warning-", request);
            return await node.WithAsync(parsed, surface, client => SubmitAsync(client, surface, request, parsed.GetValue(json), cancel));
        });
    }

    private static Verb List(Surface surface)
    {
        Option<string> mode = ModeOption.Create();
        var all = new Option<bool>("--all") { Description = "Also those that are acknowledged, cancelled or taken back" };
        Option<bool> json = Json();
        var node = new NodeOptions();
        return new Verb("list", "Lists warnings that somebody still has to look at.", [mode, all, json, .. node.All])
        {
            Examples = ["warning list --mode exercise --data demo/FRA --as officer", "warning list --mode actual --all --data demo/FRA --json"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            var request = new ListWarningsRequest { Mode = ModeOption.Read(parsed, mode), All = parsed.GetValue(all), PageSize = 1000 };
            List<ListedWarning> warnings = [];
            do
            {
                ListWarningsResponse page = await client.Warnings.ListAsync(request, cancellationToken: cancel);
                warnings.AddRange(page.Warnings);
                request.Cursor = page.NextCursor;
            }
            while (!request.Cursor.IsEmpty);

            WarningReport.Show(surface, warnings, parsed.GetValue(json));
            return ExitCode.Done;
        }));
    }

    private static Verb Show(Surface surface)
    {
        var parts = new Parts("liaison");
        return new Verb("show", "Shows a warning and the editions before it, newest first.", [parts.Json, parts.Product, .. parts.Node.All])
        {
            Examples = [$"warning show {Sample} --data demo/FRA --as ministry"],
        }.Does((parsed, cancel) => parts.WithAsync(parsed, surface, async (client, id) =>
        {
            GetWarningResponse chain = await client.Warnings.GetAsync(new GetWarningRequest { ProductId = id }, cancellationToken: cancel);
            WarningReport.Show(surface, chain, parsed.GetValue(parts.Json));
            return ExitCode.Done;
        }));
    }

    private static Verb Watch(Surface surface)
    {
        Option<string> mode = ModeOption.Create();
        var cursor = new Option<string>("--after") { Description = "Cursor of the last event that was seen, as --json gives it", HelpName = "BASE64", DefaultValueFactory = _ => "" };
        Option<bool> json = Json();
        var node = new NodeOptions();
        return new Verb("watch", "Shows what happens to warnings, as it happens, until it is stopped.", [mode, cursor, json, .. node.All])
        {
            Examples = ["warning watch --mode actual --data demo/FRA --as officer"],
        }.Does(async (parsed, cancel) =>
        {
            var request = new WatchWarningsRequest { Mode = ModeOption.Read(parsed, mode) };
            try
            {
                request.Cursor = ByteString.FromBase64(parsed.GetValue(cursor) ?? "");
            }
            catch (FormatException)
            {
                return surface.Misuse("--after is a cursor in base64");
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                using var call = client.Warnings.Watch(request, cancellationToken: cancel);
                while (await call.ResponseStream.MoveNext(cancel))
                {
                    WarningReport.Show(surface, call.ResponseStream.Current, parsed.GetValue(json));
                }

                return ExitCode.Done;
            });
        });
    }

    private static Verb Acknowledge(Surface surface)
    {
        var parts = new Parts("officer");
        var response = new Option<string>("--response") { Description = "seen, no-action or acting", DefaultValueFactory = _ => "seen" };
        response.AcceptOnlyFromAmong("seen", "no-action", "acting");
        return new Verb("ack", "Answers for the node; whoever sent the warning is told, with proof.", [response, parts.Json, parts.Product, .. parts.Node.All])
        {
            Examples = [$"warning ack {Sample} --data demo/FRA", $"warning ack {Sample} --response acting --data demo/FRA"],
        }.Does((parsed, cancel) => parts.WithAsync(parsed, surface, async (client, id) =>
        {
            WarningResponse said = parsed.GetValue(response) switch
            {
                "acting" => WarningResponse.Acting,
                "no-action" => WarningResponse.NoAction,
                _ => WarningResponse.Seen,
            };
            AcknowledgeWarningResponse answer = await client.Warnings.AcknowledgeAsync(
                new AcknowledgeWarningRequest { ProductId = id, Response = said }, cancellationToken: cancel);
            WarningReport.Show(surface, answer, parsed.GetValue(parts.Json));
            return ExitCode.Done;
        }));
    }

    private static Verb Status(Surface surface)
    {
        var parts = new Parts("officer");
        return new Verb("status", "For who released it: whom a warning reached, and who answered.", [parts.Json, parts.Product, .. parts.Node.All])
        {
            Examples = [$"warning status {Sample} --data demo/USA"],
        }.Does((parsed, cancel) => parts.WithAsync(parsed, surface, async (client, id) =>
        {
            WarningStatus status = await client.Warnings.StatusAsync(new WarningStatusRequest { ProductId = id }, cancellationToken: cancel);
            WarningReport.Show(surface, status, parsed.GetValue(parts.Json));
            return ExitCode.Done;
        }));
    }

    private static Verb Cancel(Surface surface)
    {
        var parts = new Parts("liaison");
        var reason = new Option<string>("--reason") { Description = "What every holder reads in place of the danger", HelpName = "TEXT", DefaultValueFactory = _ => "The danger has passed, or was none." };
        return new Verb("cancel", "Ends a warning: its header, subject and danger go out once more, as cancelled, to the same readers.", [reason, parts.Json, parts.Product, .. parts.Node.All])
        {
            Examples = [$"warning cancel {Sample} --data demo/USA"],
        }.Does((parsed, cancel) => parts.WithAsync(parsed, surface, async (client, id) =>
        {
            SharedProduct shared = await client.Assessments.GetAsync(new GetRequest { ProductId = id }, cancellationToken: cancel);
            if (shared.ContentCase != SharedProduct.ContentOneofCase.Warning || shared.ReceivedFrom.Length > 0)
            {
                return surface.Refuse("only an own warning can be cancelled");
            }

            var request = new SubmitRequest
            {
                Warning = WarningFile.Cancellation(shared, parsed.GetValue(reason) ?? ""),
                SizeClass = shared.Schema.EndsWith("/128", StringComparison.Ordinal) ? SizeClass._128 : SizeClass._32,
                LineageId = shared.LineageId,
            };
            request.SubmissionId = Id("cancel-", request);
            return await SubmitAsync(client, surface, request, parsed.GetValue(parts.Json), cancel);
        }));
    }

    private static async Task<ExitCode> SubmitAsync(NodeClient client, Surface surface, SubmitRequest request, bool json, CancellationToken cancel)
    {
        SubmitResponse answer = await client.Assessments.SubmitAsync(request, cancellationToken: cancel);
        ProductReport.Show(surface, answer, json);
        return ExitCode.Done;
    }

    private static string Id(string use, SubmitRequest request) =>
        use + Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray()).AsSpan(0, 16));

    private static Option<bool> Json() => new("--json") { Description = "JSON, one object a line" };

    /// <summary>What the commands about one warning take.</summary>
    private sealed class Parts(string role)
    {
        public Option<bool> Json { get; } = WarningCommands.Json();

        public Argument<string> Product { get; } = new("PRODUCT") { Description = "Product id, 64 hex digits" };

        public NodeOptions Node { get; } = new(role);

        public async Task<ExitCode> WithAsync(ParseResult parsed, Surface surface, Func<NodeClient, ByteString, Task<ExitCode>> run) =>
            Hex.TryRead(parsed.GetRequiredValue(Product), out byte[] id) && id.Length > 0
                ? await Node.WithAsync(parsed, surface, client => run(client, ByteString.CopyFrom(id)))
                : surface.Misuse("a product id is 64 hex digits");
    }
}
