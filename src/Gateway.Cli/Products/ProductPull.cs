using System.CommandLine;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Gateway.Cli.Products;

/// <summary>
/// <c>product pull</c>: everything new into a folder, one file a product. The cursor is moved after the file is there, so a pull that was
/// interrupted goes on where it stopped and loses nothing.
/// </summary>
internal static class ProductPull
{
    public static Verb Build(Surface surface)
    {
        Option<string> mode = ModeOption.Create();
        var target = new Option<DirectoryInfo>("--out") { Required = true, Description = "Folder for the products and the cursor", HelpName = "DIR" };
        var packages = new Option<bool>("--packages") { Description = "Also write each package, for 'gatewayctl verify'" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line" };
        var node = new NodeOptions("ministry");
        return new Verb("pull", "Fetches everything that is new since the last pull into a folder.", [mode, target, packages, json, .. node.All])
        {
            Examples = ["product pull --mode exercise --out inbox --packages --data demo/FRA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            string folder = parsed.GetRequiredValue(target).FullName;
            Directory.CreateDirectory(folder);
            string cursorFile = Path.Combine(folder, $"cursor-{parsed.GetRequiredValue(mode)}");
            var request = new PullRequest
            {
                Mode = ModeOption.Read(parsed, mode),
                IncludePackage = parsed.GetValue(packages),
                Cursor = File.Exists(cursorFile) ? ByteString.CopyFrom(await File.ReadAllBytesAsync(cursorFile, cancel)) : ByteString.Empty,
            };
            int count = 0;
            using AsyncServerStreamingCall<SharedProduct> pull = client.Assessments.Pull(request, cancellationToken: cancel);
            await foreach (SharedProduct product in pull.ResponseStream.ReadAllAsync(cancel))
            {
                await SaveAsync(folder, product, cancel);
                await ReplaceAsync(cursorFile, product.Cursor.ToByteArray(), cancel);
                count++;
                if (parsed.GetValue(json))
                {
                    surface.Out.WriteLine($$"""{"product":"{{Convert.ToHexStringLower(product.ProductId.Span)}}"}""");
                }
            }

            if (!parsed.GetValue(json))
            {
                surface.Out.WriteLine($"{count} new products in {folder}");
            }

            return ExitCode.Done;
        }));
    }

    private static async Task SaveAsync(string folder, SharedProduct product, CancellationToken cancel)
    {
        string name = Path.Combine(folder, Convert.ToHexStringLower(product.ProductId.Span));
        if (!product.Package.IsEmpty)
        {
            await ReplaceAsync(name + ".package", product.Package.ToByteArray(), cancel);
            product.Package = ByteString.Empty;
        }

        await ReplaceAsync(name + ".json", System.Text.Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(product)), cancel);
    }

    // A half-written file never stands under its final name.
    private static async Task ReplaceAsync(string file, byte[] bytes, CancellationToken cancel)
    {
        await PrivateFile.WriteAsync(file + ".part", bytes, cancel);
        File.Move(file + ".part", file, overwrite: true);
    }
}
