using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gateway.Cli.Nodes;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Protocol.V1;
using Spectre.Console;
using PolicyDigests = Gateway.Core.Policy.Activation.PolicyDigests;

namespace Gateway.Cli.Policy;

/// <summary><c>policy history</c>: which policy was in force when, and by whom.</summary>
internal static class PolicyHistory
{
    // Sets in one answer (policy.proto).
    private const int PageSize = 100;

    public static Verb Build(Surface surface)
    {
        var node = new NodeOptions("auditor");
        var files = new Option<DirectoryInfo?>("--files") { Description = "Also write the files in force to a folder, which must be new", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line" };
        return new Verb("history", "Lists the policy sets that were in force: since when, and who signed.", [files, json, .. node.All])
        {
            Examples = ["policy history --data demo/USA", "policy history --files now --data demo/USA"],
        }.Does(async (parsed, cancel) =>
        {
            if (parsed.GetValue(files) is { Exists: true } taken)
            {
                return surface.Misuse($"{taken.Name} exists already");
            }

            return await node.WithAsync(parsed, surface, async client =>
            {
                List<PolicySetRow> sets = await AllAsync(client, cancel);
                if (parsed.GetValue(files) is { } folder)
                {
                    ActivePolicy active = await client.Policies.GetActiveAsync(new GetActivePolicyRequest(), cancellationToken: cancel);
                    folder.Create();
                    foreach (PolicyText file in active.Files)
                    {
                        File.WriteAllText(Path.Combine(folder.FullName, Path.GetFileName(file.File)), file.Text);
                    }
                }

                if (parsed.GetValue(json))
                {
                    sets.ForEach(set => surface.Out.WriteJson(line => Write(line, set)));
                }
                else
                {
                    Show(surface, sets);
                }

                return ExitCode.Done;
            });
        });
    }

    private static async Task<List<PolicySetRow>> AllAsync(NodeClient client, CancellationToken cancellation)
    {
        var sets = new List<PolicySetRow>();
        PolicyHistoryResponse page;
        do
        {
            page = await client.Policies.HistoryAsync(new PolicyHistoryRequest { After = sets.LastOrDefault()?.Number ?? 0 }, cancellationToken: cancellation);
            sets.AddRange(page.Sets);
        }
        while (page.Sets.Count == PageSize);
        return sets;
    }

    /// <summary>A set as members of a JSON object.</summary>
    public static void Write(Utf8JsonWriter line, PolicySetRow set)
    {
        line.WriteNumber("number", set.Number);
        line.WriteString("digest", Convert.ToHexStringLower(set.Digest.Span));
        line.WriteNumber("activated_at_ms", set.ActivatedAtMs);
        line.WriteNumber("log_index", set.LogIndex);
        line.WriteString("author", set.Author);
        line.WriteString("approver", set.Approver);
        line.WriteString("reason", set.Reason);
        line.WriteString("diff", Convert.ToHexStringLower(set.Diff.Span));
        line.WriteString("corpus", Convert.ToHexStringLower(set.Corpus.Span));
        line.WriteNumber("reconsidered_at_ms", set.ReconsideredAtMs);
        line.WriteTexts("files", set.Files.Select(Text));
    }

    private static void Show(Surface surface, List<PolicySetRow> sets)
    {
        Table table = Page.Table(">set", "in force since", "author", "approver", "digest");
        foreach (PolicySetRow set in sets)
        {
            table.Row(
                set.Number.ToString(CultureInfo.InvariantCulture),
                DateTimeOffset.FromUnixTimeMilliseconds(set.ActivatedAtMs).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
                set.Author.Length == 0 ? "unsigned" : set.Author,
                set.Approver.Length == 0 ? "unsigned" : set.Approver,
                Convert.ToHexStringLower(set.Digest.Span)[..12]);
        }

        surface.Console.Write(table);
        if (sets is [.., var now])
        {
            surface.Console.Say(string.Create(CultureInfo.InvariantCulture, $"in force: set {now.Number}, POLICY at {now.LogIndex} of the internal log"));
            surface.Console.Say($"{PolicyDigests.Prefix}{Convert.ToHexStringLower(now.Digest.Span)}");
            foreach (PolicyVersion file in now.Files)
            {
                surface.Console.Say(string.Create(CultureInfo.InvariantCulture, $"  {file.Name} version {file.Version}"));
                surface.Console.Say($"    {file.Digest}");
            }
        }
    }

    private static string Text(PolicyVersion file) => string.Create(CultureInfo.InvariantCulture, $"{file.Name} version {file.Version} {file.Digest}");
}
