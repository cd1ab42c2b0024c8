using System.Text.RegularExpressions;
using Gateway.Cli.Tests.Shell;
using Gateway.Testing;

namespace Gateway.Cli.Tests.Markings;

/// <summary>The examples of docs/markings-wire.md, run as they stand.</summary>
public sealed partial class WireDocumentationTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Examples_print_what_the_page_shows()
    {
        await File.WriteAllTextAsync(_folder.File("report.txt"), "The risk rose within a month.");
        string page = await File.ReadAllTextAsync(PagePath());
        int commands = 0;
        foreach (Match block in Console().Matches(page))
        {
            foreach (string example in block.Groups["lines"].Value.Split("$ gatewayctl ", StringSplitOptions.RemoveEmptyEntries))
            {
                string[] lines = example.TrimEnd('\n').Split('\n');
                string[] words = [.. Word().Matches(lines[0]).Select(match => match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Value)];
                int redirect = Array.IndexOf(words, ">");
                CommandRun run = await CommandRun.Of([.. words[..(redirect < 0 ? words.Length : redirect)].Select(Located)]);
                Assert.True(run.Code == 0, $"{lines[0]}: {run.Error}");
                if (redirect >= 0)
                {
                    await File.WriteAllTextAsync(_folder.File(words[redirect + 1]), run.Out);
                }

                if (lines.Length > 1 || redirect < 0)
                {
                    Assert.Equal(string.Join('\n', lines[1..]), run.Out.ReplaceLineEndings("\n").TrimEnd('\n'));
                }

                commands++;
            }
        }

        Assert.Equal(9, commands);
    }

    [Fact]
    public async Task Every_rule_id_that_the_code_reports_stands_on_the_page()
    {
        string page = await File.ReadAllTextAsync(PagePath());
        HashSet<string> listed = [];
        foreach (Match row in Row().Matches(page))
        {
            string prefix = "";
            foreach (string id in row.Groups["ids"].Value.Split(',', StringSplitOptions.TrimEntries))
            {
                // "ISM-ID-00026, -00035": the second shares the beginning of the first.
                prefix = id.StartsWith('-') ? prefix : id[..(id.StartsWith("ISM-ID-", StringComparison.Ordinal) ? "ISM-ID".Length : id.IndexOf('-', StringComparison.Ordinal))];
                listed.Add(id.StartsWith('-') ? prefix + id : id);
            }
        }

        string source = string.Concat(Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => path.Contains("Wire", StringComparison.Ordinal) || path.Contains("Bindings", StringComparison.Ordinal) || path.EndsWith("MarkingImport.cs", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        string[] reported = [.. RuleId().Matches(source).Select(match => match.Groups["id"].Value).Distinct().Where(id => !listed.Contains(id)).Order(StringComparer.Ordinal)];
        Assert.Empty(reported);
    }

    private string Located(string word) => Path.Exists(_folder.File(word)) || word == "nodes" ? _folder.File(word) : word;

    private static string PagePath() => Path.Combine(Root(), "docs", "markings-wire.md");

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Gateway.sln is not above the tests.");
    }

    [GeneratedRegex("```console\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Console();

    [GeneratedRegex(@"'(?<quoted>[^']*)'|\S+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^\| (?<ids>[A-Z0-9]+-[A-Z0-9, -]+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("\"(?<id>(ISM|4774|4778|STIX|JSON|XML|WIRE)-[A-Z0-9-]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RuleId();
}
