using System.Text.Json;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Protocol.V1;
using Gateway.Storage.Sqlite;
using Gateway.Testing;
using Lane = Gateway.Core.Sealing.Lane;
using LogName = Gateway.Core.Sealing.LogName;
using ReleaseTerms = Gateway.Core.Sealing.ReleaseTerms;
using Statement = Gateway.Core.Sealing.Statement;

namespace Gateway.System.Tests;

/// <summary>Policy that changes while nodes run.</summary>
public sealed class PolicySwapTests
{
    private static readonly Core.Partners.PartnerCode Usa = Core.Partners.PartnerCode.Of("USA");
    private static readonly Core.Partners.PartnerCode Fra = Core.Partners.PartnerCode.Of("FRA");

    [Fact]
    public async Task A_tightened_policy_withdraws_what_waits_and_a_loosened_one_delivers_it_without_a_restart()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        (string, string)[] wide = nodes.FirstPolicy("USA");
        RunningNode usa = await nodes.StartAsync("USA");
        SubmitResponse waits = await usa.SubmitAsync(Samples.Request("waits"));
        await nodes.ActivatePolicyAsync("USA", PolicyChanges.Only(FederationTests.MetadataOnly));

        RunningNode fra = await nodes.StartAsync("FRA");
        SharedProduct narrow = await fra.ArrivesAsync(waits.ProductId);
        Assert.Empty(narrow.Assessment.Judgements);
        Assert.Contains(Kind.Withdrawn, await usa.KindsAsync(Gateway.Protocol.V1.LogName.Release, waits.ProductId, "FRA"));

        // The stream stays open over the change, and brings what was withheld until then.
        await nodes.ActivatePolicyAsync("USA", wide);
        await fra.ShowsAsync(waits.ProductId, product => product.Assessment.Judgements.Count > 0);
        Assert.Single(fra.Lines, line => line.Contains("Subscribed to USA", StringComparison.Ordinal));
        var work = new Workload(nodes);
        await Records.SoundAsync(nodes, work, "USA", "FRA");
    }

    [Fact]
    public async Task Every_decision_made_while_policies_are_swapped_matches_exactly_the_one_that_was_in_force()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        (string, string)[] wide = nodes.FirstPolicy("USA");
        RunningNode usa = await nodes.StartAsync("USA");
        RunningNode fra = await nodes.StartAsync("FRA");
        await fra.ArrivesAsync((await usa.SubmitAsync(Samples.Request("first"))).ProductId);
        int next = 0;
        (string, string)[] narrow = PolicyChanges.Only(FederationTests.MetadataOnly);
        foreach ((string, string)[] policy in ((string, string)[][])[narrow, wide, narrow, wide])
        {
            await AtRest(nodes, next + 1);
            string change = await nodes.SignAsync("USA", policy);
            Task<(int Code, string Out, string Error)> swapping = PolicyChanges.RunAsync("policy", "activate", change, "--data", nodes.Folder("USA"));
            do
            {
                // Before, beside and after the swap: nobody waits for it.
                await Books.SubmitMany(usa, next, 4);
                next += 4;
            }
            while (!swapping.IsCompleted);
            if ((await swapping).Code != 0)
            {
                // What came in between is part of what will flow, so it has to be signed again.
                Assert.Contains("Sign again", (await swapping).Error, StringComparison.Ordinal);
                await AtRest(nodes, next + 1);
                await nodes.ActivatePolicyAsync("USA", policy);
            }

            await Books.SubmitMany(usa, next++, 1);
        }

        await AtRest(nodes, next + 1);
        Assert.Equal(5, nodes.Sets("USA").Count);
        using SqliteNodeStore store = Books.Open(nodes, "USA");
        Assert.True(Decided(store.Read).All(pair => pair.Digest == pair.InForce), "each decision names the policy in force at its place in the log");
        Assert.Equal(nodes.Sets("USA").Select(set => set.Digest).Order(), Decided(store.Read).Select(pair => pair.Digest).Distinct().Order());
    }

    [Fact]
    public async Task Nothing_older_comes_back_by_call_by_folder_or_by_restart()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        (string, string)[] wide = nodes.FirstPolicy("USA");
        RunningNode usa = await nodes.StartAsync("USA");
        string second = await nodes.SignAsync("USA", PolicyChanges.Only(FederationTests.MetadataOnly));
        await PolicyChanges.DoneAsync("policy", "activate", second, "--data", nodes.Folder("USA"));
        await nodes.ActivatePolicyAsync("USA", wide);

        // The same change again, with its two good signatures.
        (int code, _, string error) = await PolicyChanges.RunAsync("policy", "activate", second, "--data", nodes.Folder("USA"));
        Assert.Equal(1, code);
        Assert.Contains("number 4 comes next", error, StringComparison.Ordinal);

        // The text of an older version cannot even be proposed.
        string old = Path.Combine(second, "outbound.relpol");
        (code, _, error) = await PolicyChanges.RunAsync("policy", "sign", old, "--reason", "back", "--out", second + "-again", "--data", nodes.Folder("USA"));
        Assert.Equal(1, code);
        Assert.Contains("(rolled-back)", error, StringComparison.Ordinal);

        Assert.Equal(0, await usa.StopAsync());
        await PolicyChanges.DoneAsync("policy", "activate", second, "--drop", "--data", nodes.Folder("USA"));
        usa = await nodes.StartAsync("USA");
        await usa.WroteAsync("is refused, and the policy of before stays in force");
        Assert.Equal(3, nodes.Sets("USA").Count);
        Assert.Equal(0, await usa.StopAsync());

        // Nor do plain files do anything once a policy was in force.
        File.Delete(Path.Combine(nodes.Folder("USA"), "policies", "approval.note"));
        await nodes.StartAsync("USA");
        string history = await PolicyChanges.DoneAsync("policy", "history", "--data", nodes.Folder("USA"), "--json");
        Assert.Equal([1, 2, 3], history.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task A_folder_that_is_half_written_brings_nothing_into_force()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        string change = await nodes.SignAsync("USA", PolicyChanges.Only(FederationTests.MetadataOnly)), policies = Path.Combine(nodes.Folder("USA"), "policies");
        byte[] approval = await File.ReadAllBytesAsync(Path.Combine(change, "approval.note"), Calls.Cancellation);

        // Half an approval, then a whole one over files that are not there yet.
        await File.WriteAllBytesAsync(Path.Combine(policies, "approval.note"), approval[..^40], Calls.Cancellation);
        await usa.WroteAsync("(not-a-note)");
        await File.WriteAllBytesAsync(Path.Combine(policies, "approval.note"), approval, Calls.Cancellation);
        await usa.WroteAsync("(other-files)");
        Assert.Single(nodes.Sets("USA"));

        foreach (string path in Directory.GetFiles(policies, "partner-*.relpol"))
        {
            File.Delete(path);
        }

        File.Copy(Path.Combine(change, "outbound.relpol"), Path.Combine(policies, "outbound.relpol"), overwrite: true);
        await usa.WroteAsync("Policy 2 is in force, by policy-author@usa and policy-approver@usa");
        Assert.Equal(2, nodes.Sets("USA").Count);
    }

    [Fact]
    public async Task What_two_persons_did_not_sign_is_refused()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        nodes.AddCaller("USA", "second-author", "policy-author", "SECRET");
        RunningNode usa = await nodes.StartAsync("USA");
        string change = await nodes.ProposeAsync("USA", PolicyChanges.Only(FederationTests.MetadataOnly)), data = nodes.Folder("USA");
        await Refused("The approver has not signed", "policy", "activate", change, "--data", data);
        await Refused("(same-person)", "policy", "approve", change, "--yes", "--data", data, "--as", "policy-author");
        await PolicyChanges.DoneAsync("policy", "approve", change, "--yes", "--data", data, "--as", "second-author");
        await Refused("may not sign as approver", "policy", "activate", change, "--data", data);
        await PolicyChanges.DoneAsync("policy", "approve", change, "--yes", "--data", data, "--as", "officer");
        await Refused("is no caller of this node", "policy", "activate", change, "--data", data);

        await PolicyChanges.DoneAsync("policy", "approve", change, "--yes", "--data", data);
        await Refused("may not do that", "policy", "activate", change, "--data", data, "--as", "officer");
        await PolicyChanges.DoneAsync("policy", "activate", change, "--data", data);
        Assert.Contains("was in force already", await PolicyChanges.DoneAsync("policy", "activate", change, "--data", data), StringComparison.Ordinal);

        static async Task Refused(string why, params string[] args)
        {
            (int code, _, string error) = await PolicyChanges.RunAsync(args);
            Assert.Equal(1, code);
            Assert.Contains(why, error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_signed_is_signed_again_when_something_else_would_flow()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        (string, string)[] wide = nodes.FirstPolicy("USA");
        nodes.SetPolicy("USA", FederationTests.MetadataOnly);
        RunningNode usa = await nodes.StartAsync("USA");
        string change = await nodes.SignAsync("USA", wide);
        await usa.SubmitAsync(Samples.Request("meanwhile"));
        (int code, _, string error) = await PolicyChanges.RunAsync("policy", "activate", change, "--data", nodes.Folder("USA"));
        Assert.Equal(1, code);
        Assert.Contains("Sign again", error, StringComparison.Ordinal);
        await nodes.ActivatePolicyAsync("USA", wide);
        Assert.Equal(2, nodes.Sets("USA").Count);
    }

    [Fact]
    public async Task A_policy_change_and_every_refusal_stand_in_the_internal_log_with_who_asked()
    {
        await using NodeSet nodes = NodeSet.Prepare();
        RunningNode usa = await nodes.StartAsync("USA");
        string change = await nodes.ProposeAsync("USA", PolicyChanges.Only(FederationTests.MetadataOnly));
        await PolicyChanges.RunAsync("policy", "activate", change, "--data", nodes.Folder("USA"));
        await PolicyChanges.DoneAsync("policy", "approve", change, "--yes", "--data", nodes.Folder("USA"));
        await PolicyChanges.DoneAsync("policy", "activate", change, "--data", nodes.Folder("USA"));
        await PolicyChanges.DoneAsync("policy", "history", "--data", nodes.Folder("USA"));
        using SqliteNodeStore store = Books.Open(nodes, "USA");
        string[] audits =
        [
            .. store.Read.Search(new LogQuery(LogName.Internal, StatementKind.Audit, null, null, null, null, -1, 100))
                .Select(row => Statement.TryDecode(row.Entry, out Statement? statement, out _) ? Gateway.Protocol.V1.AuditBody.Parser.ParseFrom(statement.Body.Span) : throw new FormatException())
                .Select(audit => $"{audit.Caller}: {audit.Query}"),
        ];
        Assert.Equal(
            [
                "policy-approver@usa: policy activate refused=not-signed",
                "policy-approver@usa: policy activate number=2 author=policy-author@usa approver=policy-approver@usa",
                "auditor@usa: policy history",
            ],
            audits);
        Assert.Equal(2, store.Read.Search(new LogQuery(LogName.Internal, StatementKind.Policy, null, null, null, null, -1, 100)).Count);
        Assert.Equal(0, await usa.StopAsync());
    }

    /// <summary>Nothing is on its way that would change what a policy change does: all is at FRA, and decided again.</summary>
    private static Task AtRest(NodeSet nodes, int products) => Eventually.Holds("nodes at rest", () =>
    {
        using SqliteNodeStore usa = Books.Open(nodes, "USA"), fra = Books.Open(nodes, "FRA");
        return usa.Read.ActivePolicy()!.ReconsideredAtMs > 0
            && fra.Read.Catalog(Core.Sealing.Mode.Exercise, 0, int.MaxValue).Count == products
            && fra.Read.LastReceived(Usa, Lane.Products) == usa.Read.LastSequence(Fra, Lane.Products);
    });

    /// <summary>
    /// Of each product's first decision for FRA: the policy that it names, and the last POLICY before the product's SEAL, which stands in one
    /// transaction with it.
    /// </summary>
    private static List<(string Digest, string InForce)> Decided(INodeRead read)
    {
        IReadOnlyList<LogRow> entries = read.Entries(LogName.Internal, 0, int.MaxValue);
        IReadOnlyList<PolicyActivation> sets = read.Policies(0, int.MaxValue);
        var pairs = new List<(string, string)>();
        foreach (LogRow seal in entries.Where(row => row.Kind == StatementKind.Seal))
        {
            FeedRow first = read.Releases(seal.Product!.Value).First(row => row.Partner == Fra && row.Lane == Lane.Products);
            Assert.True(ReleaseTerms.TryDecode(first.Terms.Span, out ReleaseTerms? terms, out _));
            pairs.Add((Convert.ToHexStringLower(terms.PolicyDigest.Span), sets.Last(set => set.LogIndex < seal.Index).Digest));
        }

        return pairs;
    }
}
