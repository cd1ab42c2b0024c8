using System.CommandLine;
using System.Security.Cryptography;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Products;

/// <summary><c>gatewayctl product</c>: what local callers do at a running node.</summary>
internal static class ProductCommands
{
    public static Verb Build(Surface surface) => new(
        "product", "Submits and reads products at a node.", [Submit(surface), Desk.PreviewCommand.Build(surface), List(surface), Show(surface), ProductPull.Build(surface), ProductHandOn.Build(surface), .. NoticeCommands.Build(surface), .. Assessments.AssessmentCommands.Build(surface)])
    {
        Examples = ["product list --mode exercise --data demo/FRA --as ministry"],
    };

    private static Verb Submit(Surface surface)
    {
        var size = new Option<int>("--size") { Description = "Commitments in the manifest: 32, 128, 256, 512", DefaultValueFactory = _ => 128 };
        size.AcceptOnlyFromAmong("32", "128", "256", "512");
        var id = new Option<string?>("--submission-id") { Description = "The same id with the same content submits once; otherwise made from the content" };
        var lineage = new Option<string?>("--lineage") { Description = "Lineage of the product that this one replaces", HelpName = "HEX" };
        var json = Json();
        var node = new NodeOptions();
        var file = new Argument<FileInfo>("ASSESSMENT") { Description = "A risk assessment as protobuf JSON" };
        return new Verb("submit", "Submits an assessment: the node seals it, decides for every partner, and releases.", [size, id, lineage, json, file, .. node.All])
        {
            Examples = ["product submit samples/assessments/SDN-exercise.json --data demo/USA"],
        }.Does(async (parsed, cancel) =>
        {
            var sizeClass = (SizeClass)parsed.GetValue(size);
            FileInfo source = parsed.GetRequiredValue(file);
            if (Hex.TryRead(parsed.GetValue(lineage) ?? "", out byte[] previous) is false)
            {
                return surface.Misuse("--lineage is 64 hex digits");
            }

            if (AssessmentFile.Read(source, sizeClass) is not AssessmentFile.Usable usable)
            {
                return ((AssessmentFile.Unusable)AssessmentFile.Read(source, sizeClass)).Say(surface, source.Name);
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                string submission = parsed.GetValue(id) ?? "file-" + Convert.ToHexStringLower(SHA256.HashData(usable.Assessment.ToByteArray()).AsSpan(0, 16));
                SubmitResponse answer = await client.Assessments.SubmitAsync(
                    new SubmitRequest { SubmissionId = submission, Assessment = usable.Assessment, SizeClass = sizeClass, LineageId = ByteString.CopyFrom(previous) },
                    cancellationToken: cancel);
                ProductReport.Show(surface, answer, parsed.GetValue(json));
                return ExitCode.Done;
            });
        });
    }

    private static Verb List(Surface surface)
    {
        Option<string> mode = ModeOption.Create();
        var iso3 = new Option<string[]>("--iso3") { Description = "Only about these countries", HelpName = "CODE", AllowMultipleArgumentsPerToken = true };
        var originator = new Option<string?>("--originator") { Description = "Only of this partner", HelpName = "CODE" };
        var json = Json();
        var node = new NodeOptions();
        return new Verb("list", "Lists the products that reached the node, as far as the caller may see them.", [mode, iso3, originator, json, .. node.All])
        {
            Examples = ["product list --mode exercise --data demo/FRA --as ministry", "product list --mode actual --iso3 SDN --originator SWE --data demo/USA --json"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            var request = new ListRequest { Mode = ModeOption.Read(parsed, mode), Originator = parsed.GetValue(originator) ?? "", PageSize = 1000 };
            request.Iso3.AddRange(parsed.GetValue(iso3) ?? []);
            List<ListedProduct> products = [];
            do
            {
                ListResponse page = await client.Assessments.ListAsync(request, cancellationToken: cancel);
                products.AddRange(page.Products);
                request.Cursor = page.NextCursor;
            }
            while (!request.Cursor.IsEmpty);

            ProductReport.Show(surface, products, parsed.GetValue(json));
            return ExitCode.Done;
        }));
    }

    private static Verb Show(Surface surface)
    {
        var package = new Option<FileInfo?>("--package") { Description = "Write the package there, for 'gatewayctl verify'", HelpName = "FILE" };
        var json = Json();
        var node = new NodeOptions();
        var product = new Argument<string>("PRODUCT") { Description = "Product id, 64 hex digits" };
        return new Verb("show", "Shows one product, portion by portion.", [package, json, product, .. node.All])
        {
            Examples = ["product show 7b0c3f0a1d2e4f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c --data demo/FRA --as ministry"],
        }.Does(async (parsed, cancel) =>
        {
            if (!Hex.TryRead(parsed.GetRequiredValue(product), out byte[] id) || id.Length == 0)
            {
                return surface.Misuse("a product id is 64 hex digits");
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                FileInfo? target = parsed.GetValue(package);
                SharedProduct shared = await client.Assessments.GetAsync(
                    new GetRequest { ProductId = ByteString.CopyFrom(id), IncludePackage = target is not null }, cancellationToken: cancel);
                if (target is not null && shared.Package.IsEmpty)
                {
                    return surface.Refuse("there is no package for this caller: the product was sealed here, or the caller may not see all of it");
                }

                if (target is not null)
                {
                    await PrivateFile.WriteAsync(target.FullName, shared.Package.ToByteArray(), cancel);
                }

                ProductReport.Show(surface, shared, parsed.GetValue(json));
                return ExitCode.Done;
            });
        });
    }

    private static Option<bool> Json() => new("--json") { Description = "JSON, one object a line" };
}
