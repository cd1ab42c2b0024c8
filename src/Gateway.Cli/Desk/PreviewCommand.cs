using System.CommandLine;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Desk;

/// <summary><c>product preview</c>: exactly what would be released, with reasons, before anything is sealed.</summary>
internal static class PreviewCommand
{
    public static Verb Build(Surface surface)
    {
        var to = new Option<string[]>("--to") { Description = "Only for these partners; once for each", HelpName = "CODE" };
        var draft = new Option<string?>("--draft") { Description = "A draft at the node instead of a file", HelpName = "NAME" };
        var owner = new Option<string?>("--owner") { Description = "Whose draft; otherwise the caller's", HelpName = "CALLER" };
        var size = new Option<int>("--size") { Description = "Commitments in the manifest: 32, 128, 256, 512", DefaultValueFactory = _ => 128 };
        size.AcceptOnlyFromAmong("32", "128", "256", "512");
        var json = new Option<bool>("--json") { Description = "JSON, one recipient a line" };
        var file = new Argument<FileInfo?>("ASSESSMENT") { Description = "A risk assessment as protobuf JSON", Arity = ArgumentArity.ZeroOrOne };
        var node = new NodeOptions();
        return new Verb(
            "preview",
            "Says what each partner would get of an assessment and why, portion by portion. Nothing is sealed, recorded or sent.",
            [to, draft, owner, size, json, file, .. node.All])
        {
            Examples =
            [
                "product preview samples/assessments/SDN-exercise.json --to FRA --data demo/USA",
                "product preview --draft sahel-october --to FRA --to SWE --data demo/USA --json",
            ],
        }.Does(async (parsed, cancel) =>
        {
            FileInfo? source = parsed.GetValue(file);
            string? name = parsed.GetValue(draft);
            if (source is null == name is null)
            {
                return surface.Misuse("name an assessment's file or a --draft, one of the two");
            }

            var request = new PreviewRequest { SizeClass = (SizeClass)parsed.GetValue(size) };
            request.Recipients.AddRange(parsed.GetValue(to) ?? []);
            if (source is null)
            {
                request.Draft = new DraftName { DraftId = name, Owner = parsed.GetValue(owner) ?? "" };
            }
            else if (AssessmentFile.TryParse(source, out RiskAssessment? assessment, out AssessmentFile.Unusable? fault))
            {
                request.Assessment = assessment;
            }
            else
            {
                return fault.Say(surface, source.Name);
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                PreviewResponse answer = await client.Desk.PreviewAsync(request, cancellationToken: cancel);
                foreach (RecipientPreview recipient in answer.Recipients)
                {
                    if (parsed.GetValue(json))
                    {
                        surface.Out.WriteLine(JsonFormatter.Default.Format(recipient));
                    }
                    else
                    {
                        DeskReport.Show(surface, recipient);
                    }
                }

                return ExitCode.Done;
            });
        });
    }
}
