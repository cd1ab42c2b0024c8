using System.Text.RegularExpressions;
using Gateway.Cli.Shell;
using Gateway.Core.Releasing;
using Gateway.Protocol.V1;
using Gateway.Storage.Sqlite;
using Gateway.Testing;
using PolicyVersion = Gateway.Core.Policy.Activation.PolicyVersion;

namespace Gateway.System.Tests;

/// <summary>Policy changes as officers make them: by gatewayctl, each with the keys of its own caller.</summary>
internal static partial class PolicyChanges
{
    /// <summary>The policy that a node of the set starts with.</summary>
    public static string FirstPolicy(this NodeSet nodes, string code) => File.ReadAllText(Path.Combine(nodes.Folder(code), "policies", "outbound.relpol"));

    /// <summary>Replaces the policy that a node will start with for the first time.</summary>
    public static void StartWith(this NodeSet nodes, string code, string text) =>
        File.WriteAllText(Path.Combine(nodes.Folder(code), "policies", "outbound.relpol"), text);

    /// <summary>A text as the version that follows the newest one of the node's record.</summary>
    public static string Next(this NodeSet nodes, string code, string text)
    {
        using SqliteNodeStore store = Books.Open(nodes, code);
        PolicyVersion newest = store.Read.NewestPolicies().Single(version => version.Name == "outbound");
        return Header().Replace(text, FormattableString.Invariant($"policy outbound version {newest.Version + 1} supersedes {newest.Version} {newest.Digest}"), 1);
    }

    /// <summary>A change that the author signed: a folder.</summary>
    public static async Task<string> ProposeAsync(this NodeSet nodes, string code, string text)
    {
        string change = Path.Combine(nodes.Directory, $"change-{Guid.NewGuid():n}"), file = Path.Combine(Directory.CreateDirectory(change + "-files").FullName, "outbound.relpol");
        await File.WriteAllTextAsync(file, nodes.Next(code, text), Calls.Cancellation);
        await DoneAsync("policy", "sign", file, "--reason", "a test", "--out", change, "--data", nodes.Folder(code));
        return change;
    }

    /// <summary>A change that two persons signed: a folder.</summary>
    public static async Task<string> SignAsync(this NodeSet nodes, string code, string text)
    {
        string change = await nodes.ProposeAsync(code, text);
        await DoneAsync("policy", "approve", change, "--yes", "--data", nodes.Folder(code));
        return change;
    }

    /// <summary>Leaves a signed change in the node's folder of policies.</summary>
    public static async Task DropPolicyAsync(this NodeSet nodes, string code, string text) =>
        await DoneAsync("policy", "activate", await nodes.SignAsync(code, text), "--drop", "--data", nodes.Folder(code));

    /// <summary>Brings a change into force at a running node.</summary>
    public static async Task ActivatePolicyAsync(this NodeSet nodes, string code, string text) =>
        await DoneAsync("policy", "activate", await nodes.SignAsync(code, text), "--data", nodes.Folder(code));

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

    [GeneratedRegex(@"\Apolicy outbound version [0-9]+( supersedes [0-9]+ sha256:[0-9a-f]+)?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Header();
}
