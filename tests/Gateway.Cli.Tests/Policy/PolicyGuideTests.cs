using System.Text;
using System.Text.RegularExpressions;
using Gateway.Cli.Tests.Samples;
using Gateway.Cli.Tests.Shell;
using Gateway.Testing;

namespace Gateway.Cli.Tests.Policy;

/// <summary>
/// Does what docs/policy-guide.md says, line by line, and finds what it shows. In the page, a block <c>console</c> holds commands with their
/// output, where a line of … stands for any lines; a block <c>relpol FILE</c> holds paragraphs to write into a file, in the place of one that
/// begins the same.
/// </summary>
public sealed partial class PolicyGuideTests
{
    [Fact]
    public async Task The_guide_comes_out_as_it_says()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        var guide = new Guide(nodes.Directory);
        int commands = 0;
        foreach ((string kind, string text) in Blocks(await File.ReadAllTextAsync(Page(), TestContext.Current.CancellationToken)))
        {
            if (kind.StartsWith("relpol ", StringComparison.Ordinal))
            {
                guide.Write(kind["relpol ".Length..], text);
            }
            else if (kind is "console" or "sh")
            {
                commands += await guide.Run(text);
            }
        }

        Assert.True(commands > 15);
        Assert.Equal(0, await usa.StopAsync());
    }

    private static IEnumerable<(string Kind, string Text)> Blocks(string page) => Fence().Matches(page).Select(match => (match.Groups["kind"].Value, match.Groups["text"].Value));

    private static string Page()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "docs", "policy-guide.md");
    }

    [GeneratedRegex(@"^```(?<kind>[^\n]*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Fence();

    [GeneratedRegex("[0-9a-f]{64}|(?<=POLICY at )[0-9]+|(?<= )[0-9a-f]{12}$|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}Z", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Varying();

    [GeneratedRegex("""'[^']*'|"[^"]*"|[^\s]+""", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex Word();

    /// <summary>A folder in which the guide's <c>demo</c> is the nodes' folder.</summary>
    private sealed class Guide(string folder)
    {
        public void Write(string file, string text)
        {
            string path = At(file);
            string policy = File.ReadAllText(path);
            foreach (string paragraph in text.TrimEnd('\n').Split("\n\n"))
            {
                string first = paragraph.Split('\n')[0];
                string begins = "\n" + (first.StartsWith("example", StringComparison.Ordinal) ? first : string.Join(' ', first.Split(' ').Take(2)));
                int at = policy.IndexOf(begins, StringComparison.Ordinal) + 1;
                if (at == 0)
                {
                    policy = policy.TrimEnd('\n') + "\n\n" + paragraph + "\n";
                    continue;
                }

                int end = policy.IndexOf("\n\n", at, StringComparison.Ordinal);
                policy = policy[..at] + paragraph + (end < 0 ? "\n" : policy[end..]);
            }

            File.WriteAllText(path, policy);
        }

        /// <summary>Runs the commands of a block; answers with how many there were.</summary>
        public async Task<int> Run(string text)
        {
            int commands = 0;
            var shown = new List<string>();
            string? command = null;
            foreach (string line in text.TrimEnd('\n').Split('\n').Append("$ "))
            {
                bool begins = line.StartsWith("$ ", StringComparison.Ordinal) || line.StartsWith("gatewayctl ", StringComparison.Ordinal);
                if (!begins)
                {
                    shown.Add(line);
                    continue;
                }

                if (command is not null)
                {
                    // How the demo begins differs here: the test made the folders, and runs the node.
                    bool prepares = command.StartsWith("gatewayctl node ", StringComparison.Ordinal);
                    commands += prepares ? 0 : await Runs(command, shown, prepared: !text.StartsWith("$ ", StringComparison.Ordinal));
                }

                command = line.TrimStart('$', ' ');
                shown.Clear();
            }

            return commands;
        }

        private async Task<int> Runs(string command, List<string> shown, bool prepared)
        {
            CommandRun run = await CommandRun.Of(
                Word().Matches(command).Select(word => word.Value).Skip(1).SelectMany(Argument), "yes\n");
            if (prepared)
            {
                Assert.True(run.Code == 0, run.Error);
                return 1;
            }

            string expected = Plain(string.Join('\n', shown.Where(line => !line.StartsWith("Sign this?", StringComparison.Ordinal))));
            string found = Plain(run.Out + run.Error.Replace("Sign this? Type yes: ", "", StringComparison.Ordinal));
            bool same = Regex.IsMatch(
                found, "^" + string.Join(".*", expected.Split("…\n").Select(Regex.Escape)) + "$", RegexOptions.Singleline | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
            Assert.True(same, $"{command}\n--- the guide shows\n{expected}\n--- the tool says\n{run.Out}{run.Error}");
            return 1;
        }

        private IEnumerable<string> Argument(string word)
        {
            if (word[0] is '\'' or '"')
            {
                return [word[1..^1]];
            }

            return word.Contains('*', StringComparison.Ordinal)
                ? Directory.EnumerateFiles(At(Path.GetDirectoryName(word)!), Path.GetFileName(word)).Order(StringComparer.Ordinal)
                : [At(word)];
        }

        /// <summary>A path of the guide as one of this machine; any other word stays as it is.</summary>
        private string At(string word) => word.Split('/')[0] switch
        {
            "demo" => folder + word["demo".Length..],
            "samples" => SampleFiles.Of(word["samples/".Length..]),
            "draft" or "change" or "usa.index" => Path.Combine(folder, "desk-" + word),
            _ => word,
        };

        private static string Plain(string text)
        {
            var plain = new StringBuilder();
            foreach (string line in text.ReplaceLineEndings("\n").Replace("desk-", "", StringComparison.Ordinal).TrimEnd('\n').Split('\n'))
            {
                plain.Append(Varying().Replace(line.TrimEnd(), "#")).Append('\n');
            }

            return plain.ToString();
        }
    }
}
