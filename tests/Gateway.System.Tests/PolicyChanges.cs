using System.Text.RegularExpressions;
using Gateway.Cli.Shell;
using Gateway.Core.Releasing;
using Gateway.Protocol.V1;
using Gateway.Storage.Sqlite;
using Gateway.Testing;

namespace Gateway.System.Tests;

/// <summary>Policy changes as officers make them: by gatewayctl, each with the keys of its own caller.</summary>
internal static partial class PolicyChanges
{
    /// <summary>The policy that a node of the set starts with, file by file.</summary>
    public static (string Name, string Text)[] FirstPolicy(this NodeSet nodes, string code) =>
        [.. Directory.GetFiles(Path.Combine(nodes.Folder(code), "policies"), "*.relpol").Order().Select(path => (Path.GetFileName(path), File.ReadAllText(path)))];

    /// <summary>One file as a policy.</summary>
    public static (string Name, string Text)[] Only(string text) => [("outbound.relpol", text)];

    /// <summary>A change that the author signed: a folder. Each file is written as the version that follows the newest one of its name.</summary>
    public static async Task<string> ProposeAsync(this NodeSet nodes, string code, params (string Name, string Text)[] policy)
    {
        string change = Path.Combine(nodes.Directory, $"change-{Guid.NewGuid():n}");
        List<string> files = [];
        foreach ((string name, string text) in policy)
        {
            files.Add(Path.Combine(Directory.CreateDirectory(change + "-files").FullName, name));
            await File.WriteAllTextAsync(files[^1], nodes.Next(code, text), Calls.Cancellation);
        }

        await DoneAsync(["policy", "sign", .. files, "--reason", "a test", "--out", change, "--data", nodes.Folder(code)]);
        return change;
    }

    /// <summary>A change that two persons signed: a folder.</summary>
    public static async Task<string> SignAsync(this NodeSet nodes, string code, params (string Name, string Text)[] policy)
    {
        string change = await nodes.ProposeAsync(code, policy);
        await DoneAsync("policy", "approve", change, "--yes", "--data", nodes.Folder(code));
        return change;
    }

    /// <summary>Leaves a signed change in the node's folder of policies.</summary>
    public static async Task DropPolicyAsync(this NodeSet nodes, string code, params (string Name, string Text)[] policy) =>
        await DoneAsync("policy", "activate", await nodes.SignAsync(code, policy), "--drop", "--data", nodes.Folder(code));

    /// <summary>Brings a change into force at a running node.</summary>
    public static async Task ActivatePolicyAsync(this NodeSet nodes, string code, params (string Name, string Text)[] policy) =>
        await DoneAsync("policy", "activate", await nodes.SignAsync(code, policy), "--data", nodes.Folder(code));

    /// <summary>The sets that were in force, from the node's record.</summary>
    public static IReadOnlyList<PolicyActivation> Sets(this NodeSet nodes, string code)
    {
        using SqliteNodeStore store = Books.Open(nodes, code);
        return store.Read.Policies(0, int.MaxValue);
    }

    /// <summary>One run of gatewayctl in this process.</summary>
    public static async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await CommandLine.RunAsync(args, new Surface(TextReader.Null, output, error, TimeProvider.System, terminal: false));
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>A run that must succeed; what it said.</summary>
    public static async Task<string> DoneAsync(params string[] args)
    {
        (int code, string output, string error) = await RunAsync(args);
        Assert.True(code == 0, $"{string.Join(' ', args)}: {error}");
        return output;
    }

    /// <summary>Waits until a product, as the ministry of a node sees it, is as expected.</summary>
    public static async Task ShowsAsync(this RunningNode node, Google.Protobuf.ByteString product, Func<SharedProduct, bool> expected)
    {
        using var ministry = new NodeCaller(node, "ministry");
        await Eventually.Holds(
            "the product as expected",
            () => ministry.PullAsync(new PullRequest { Mode = Mode.Exercise }).GetAwaiter().GetResult().Any(shown => shown.ProductId == product && expected(shown)));
    }

    private static string Next(this NodeSet nodes, string code, string text)
    {
        using SqliteNodeStore store = Books.Open(nodes, code);
        Match header = Header().Match(text);
        return store.Read.NewestPolicies().FirstOrDefault(version => version.Name == header.Groups["name"].Value) is { } newest
            ? text.Replace(header.Value, FormattableString.Invariant(
                $"policy {newest.Name} version {newest.Version + 1}{header.Groups["scope"].Value} supersedes {newest.Version} {newest.Digest}"))
            : text;
    }

    [GeneratedRegex(@"^policy (?<name>[^ \n]+) version [0-9]+(?<scope> for partner [A-Z]+)?( supersedes [0-9]+ sha256:[0-9a-f]+)?", RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Header();
}
