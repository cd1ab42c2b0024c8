using System.CommandLine;
using System.Text;
using Gateway.Cli.Markings;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Shell;
using Gateway.Core.Markings;
using Gateway.Core.Warnings.Cap;
using Gateway.Protocol.V1;
using Gateway.Protocol.Warnings;
using Google.Protobuf;

namespace Gateway.Cli.Warnings;

/// <summary><c>warning cap</c>: a warning as a message of the Common Alerting Protocol, with what the caller may see and nothing besides.</summary>
internal static class CapCommand
{
    private const int MostBytes = 8 * 1024 * 1024;
    private const uint Page = 1000;

    public static Verb Build(Surface surface)
    {
        var product = new Argument<string?>("PRODUCT") { Description = "Product id, 64 hex digits", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<FileInfo?>("--file") { Description = "Instead: a warning that 'product pull' wrote; repeat for earlier editions with --earlier", HelpName = "JSON" };
        var earlier = new Option<FileInfo[]>("--earlier") { Description = "With --file: an earlier edition of the same warning", HelpName = "JSON" };
        var target = new Option<FileInfo?>("--out") { Description = "File to write, readable by its owner alone; otherwise standard output", HelpName = "XML" };
        var json = new Option<bool>("--json") { Description = "The message inside one JSON object" };
        var words = new RegistryOption();
        var node = new NodeOptions("ministry");
        return new Verb("cap", "Writes a warning as a CAP 1.2 message, with what the caller may see.", [product, file, earlier, target, json, words.Symbol, .. node.All])
        {
            Examples =
            [
                "warning cap 7b0c3f0a1d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c --data demo/FRA",
                "warning cap --file inbox/7b0c3f0a1d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c.json --out warning.xml",
            ],
        }.Does(async (parsed, cancel) =>
        {
            if (!words.TryRead(parsed, node.Folder(parsed), out MarkingRegistry? registry, out string? fault))
            {
                return surface.Refuse(fault);
            }

            var output = new Output(surface, parsed.GetValue(target), parsed.GetValue(json), registry, cancel);
            if (parsed.GetValue(file) is { } source)
            {
                SharedProduct? read = Read(source);
                SharedProduct?[] before = [.. (parsed.GetValue(earlier) ?? []).Select(Read)];
                return read is null || before.Contains(null)
                    ? surface.Refuse("the file is not a product as 'product pull' writes it")
                    : await output.WriteAsync(read, before.Where(one => one!.LineageId == read.LineageId).Select(one => WarningCap.TryEdition(one!.ProductId.Span, one.IssuedAtMs)));
            }

            if (!Hex.TryRead(parsed.GetValue(product) ?? "", out byte[] id) || id.Length == 0)
            {
                return surface.Misuse("name a product by its id, 64 hex digits, or a file with --file");
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                SharedProduct shown = await client.Assessments.GetAsync(new GetRequest { ProductId = ByteString.CopyFrom(id) }, cancellationToken: cancel);
                return await output.WriteAsync(shown, await EarlierAsync(client, shown, cancel));
            });
        });
    }

    private static async Task<List<CapEdition?>> EarlierAsync(NodeClient client, SharedProduct shown, CancellationToken cancel)
    {
        var found = new List<CapEdition?>();
        var request = new ListRequest { Mode = shown.Mode, Originator = shown.Originator, IssuedUntilMs = shown.IssuedAtMs, PageSize = Page };
        do
        {
            ListResponse page = await client.Assessments.ListAsync(request, cancellationToken: cancel);
            found.AddRange(page.Products.Where(listed => listed.LineageId == shown.LineageId).Select(listed => WarningCap.TryEdition(listed.ProductId.Span, listed.IssuedAtMs)));
            request.Cursor = page.NextCursor;
        }
        while (!request.Cursor.IsEmpty);
        return found;
    }

    private static SharedProduct? Read(FileInfo file)
    {
        try
        {
            return file.Length > MostBytes ? null : JsonParser.Default.Parse<SharedProduct>(File.ReadAllText(file.FullName));
        }
        catch (Exception e) when (e is InvalidJsonException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private sealed class Output(Surface surface, FileInfo? target, bool json, MarkingRegistry registry, CancellationToken cancel)
    {
        public async Task<ExitCode> WriteAsync(SharedProduct product, IEnumerable<CapEdition?> earlier)
        {
            if (!WarningCap.TryRead(product, earlier.OfType<CapEdition>(), registry, out CapSource? source))
            {
                return surface.Refuse("the product is not a warning");
            }

            if (CapExport.Export(source) is not CapOutcome.Written { Alert: var alert })
            {
                return surface.Refuse(((CapOutcome.Refused)CapExport.Export(source)).Message);
            }

            byte[] document = CapXml.Write(alert);
            if (target is not null)
            {
                await PrivateFile.WriteAsync(target.FullName, document, cancel);
            }
            else if (!json)
            {
                surface.Out.WriteLine(Encoding.UTF8.GetString(document));
            }

            if (json)
            {
                Render.JsonLine.WriteJson(surface.Out, writer =>
                {
                    writer.WriteString("identifier", alert.Identifier);
                    writer.WriteString("sent", CapXml.Time(alert.Sent));
                    writer.WriteString("msgType", alert.MessageType.ToString());
                    writer.WriteString("marking", source.Banner.Text);
                    writer.WriteString("xml", Encoding.UTF8.GetString(document));
                });
            }

            return ExitCode.Done;
        }
    }
}
