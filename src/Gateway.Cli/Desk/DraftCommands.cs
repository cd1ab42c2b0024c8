using System.CommandLine;
using System.Text;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Cli.Desk;

/// <summary><c>gatewayctl draft</c>: assessments in the making, kept at the node.</summary>
internal static class DraftCommands
{
    public static Verb Build(Surface surface) => new(
        "draft", "Keeps assessments in the making at a node.", Save(surface), Show(surface), List(surface), Delete(surface), Submit(surface))
    {
        Examples = ["draft list --data demo/USA"],
    };

    private static Verb Save(Surface surface)
    {
        Option<string> mode = ModeOption.Create();
        var expect = new Option<ulong>("--expect") { Description = "The version that this one replaces; 0 begins a new draft", HelpName = "VERSION" };
        var size = new Option<int>("--size") { Description = "Commitments in the manifest: 32, 128, 256, 512", DefaultValueFactory = _ => 128 };
        size.AcceptOnlyFromAmong("32", "128", "256", "512");
        var lineage = new Option<string?>("--lineage") { Description = "Lineage of the product that it will replace", HelpName = "HEX" };
        var json = Json();
        var node = new NodeOptions();
        Argument<string> name = Name();
        var file = new Argument<FileInfo>("ASSESSMENT") { Description = "A risk assessment as protobuf JSON, complete or not" };
        return new Verb("save", "Stores a draft and lists what submitting it would refuse.", [mode, expect, size, lineage, json, name, file, .. node.All])
        {
            Examples = ["draft save sahel-october draft.json --mode exercise --data demo/USA", "draft save sahel-october draft.json --mode exercise --expect 1 --data demo/USA"],
        }.Does(async (parsed, cancel) =>
        {
            if (!Hex.TryRead(parsed.GetValue(lineage) ?? "", out byte[] previous))
            {
                return surface.Misuse("--lineage is 64 hex digits");
            }

            FileInfo source = parsed.GetRequiredValue(file);
            if (!AssessmentFile.TryParse(source, out RiskAssessment? assessment, out AssessmentFile.Unusable? fault))
            {
                return fault.Say(surface, source.Name);
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                var request = new SaveDraftRequest
                {
                    DraftId = parsed.GetRequiredValue(name),
                    ExpectedVersion = parsed.GetValue(expect),
                    Assessment = assessment,
                    Mode = ModeOption.Read(parsed, mode),
                    SizeClass = (SizeClass)parsed.GetValue(size),
                    LineageId = ByteString.CopyFrom(previous),
                };
                SavedDraft saved = await client.Desk.SaveDraftAsync(request, cancellationToken: cancel);
                return Say(surface, parsed.GetValue(json), saved, () => DeskReport.Show(surface, saved.Row, saved.Faults));
            });
        });
    }

    private static Verb Show(Surface surface)
    {
        var owner = new Option<string?>("--owner") { Description = "Whose draft; otherwise the caller's", HelpName = "CALLER" };
        var target = new Option<FileInfo?>("--out") { Description = "Write the assessment there", HelpName = "FILE" };
        var json = Json();
        var node = new NodeOptions();
        Argument<string> name = Name();
        return new Verb("show", "Shows a draft, and what submitting it would refuse.", [owner, target, json, name, .. node.All])
        {
            Examples = ["draft show sahel-october --data demo/USA --out draft.json"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            var asked = new DraftName { DraftId = parsed.GetRequiredValue(name), Owner = parsed.GetValue(owner) ?? "" };
            Draft draft = await client.Desk.GetDraftAsync(new GetDraftRequest { Name = asked }, cancellationToken: cancel);
            if (parsed.GetValue(target) is { } file)
            {
                await PrivateFile.WriteAsync(file.FullName, Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(draft.Assessment)), cancel);
            }

            return Say(surface, parsed.GetValue(json), draft, () => DeskReport.Show(surface, draft.Row, draft.Faults));
        }));
    }

    private static Verb List(Surface surface)
    {
        var json = Json();
        var node = new NodeOptions();
        return new Verb("list", "Lists the caller's drafts; for a release officer, all complete ones within clearance.", [json, .. node.All])
        {
            Examples = ["draft list --data demo/USA", "draft list --data demo/USA --as officer --json"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            ListDraftsResponse list = await client.Desk.ListDraftsAsync(new ListDraftsRequest(), cancellationToken: cancel);
            if (parsed.GetValue(json))
            {
                list.Drafts.ToList().ForEach(draft => surface.Out.WriteLine(JsonFormatter.Default.Format(draft)));
            }
            else
            {
                DeskReport.Show(surface, list.Drafts);
            }

            return ExitCode.Done;
        }));
    }

    private static Verb Delete(Surface surface)
    {
        var expect = new Option<ulong>("--expect") { Description = "Only this version; otherwise whatever it is by now", HelpName = "VERSION" };
        var node = new NodeOptions();
        Argument<string> name = Name();
        return new Verb("delete", "Erases a draft of the caller.", [expect, name, .. node.All])
        {
            Examples = ["draft delete sahel-october --data demo/USA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            await client.Desk.DeleteDraftAsync(
                new DeleteDraftRequest { DraftId = parsed.GetRequiredValue(name), ExpectedVersion = parsed.GetValue(expect) }, cancellationToken: cancel);
            return ExitCode.Done;
        }));
    }

    private static Verb Submit(Surface surface)
    {
        var expect = new Option<ulong>("--expect") { Required = true, Description = "The version that you looked at", HelpName = "VERSION" };
        var json = Json();
        var node = new NodeOptions();
        Argument<string> name = Name();
        return new Verb("submit", "Submits a draft as 'product submit' does a file; the same version twice is one product.", [expect, json, name, .. node.All])
        {
            Examples = ["draft submit sahel-october --expect 3 --data demo/USA"],
        }.Does((parsed, cancel) => node.WithAsync(parsed, surface, async client =>
        {
            SubmitResponse answer = await client.Desk.SubmitDraftAsync(
                new SubmitDraftRequest { DraftId = parsed.GetRequiredValue(name), ExpectedVersion = parsed.GetValue(expect) }, cancellationToken: cancel);
            ProductReport.Show(surface, answer, parsed.GetValue(json));
            return ExitCode.Done;
        }));
    }

    private static ExitCode Say(Surface surface, bool json, IMessage message, Action show)
    {
        if (json)
        {
            surface.Out.WriteLine(JsonFormatter.Default.Format(message));
        }
        else
        {
            show();
        }

        return ExitCode.Done;
    }

    private static Argument<string> Name() => new("NAME") { Description = "The draft's name, 1 to 64 characters" };

    private static Option<bool> Json() => new("--json") { Description = "JSON, one object a line" };
}
