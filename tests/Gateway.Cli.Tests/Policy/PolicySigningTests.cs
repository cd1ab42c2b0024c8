using System.Text.Json;
using Gateway.Cli.Tests.Nodes;
using Gateway.Cli.Tests.Shell;
using Gateway.Core.Policy.Activation;

namespace Gateway.Cli.Tests.Policy;

/// <summary>Signing a policy change at the folder of a node that never ran.</summary>
public sealed class PolicySigningTests(DevelopmentFolder folder) : IClassFixture<DevelopmentFolder>
{
    private string[] Files => Directory.GetFiles(Path.Combine(folder.Usa, "policies"), "*.relpol");

    [Fact]
    public async Task Author_and_approver_sign_and_what_each_signs_is_shown_in_eighty_columns()
    {
        string change = New("both");
        CommandRun signed = await Sign(change, "--reason", "First policy");
        Assert.True(signed.Code == 0, signed.Error);
        CommandRun approved = await CommandRun.Of(["policy", "approve", change, "--data", folder.Usa], "yes\n");
        Assert.True(approved.Code == 0, approved.Error);
        foreach (CommandRun run in (CommandRun[])[signed, approved])
        {
            Assert.Contains("policy set 1 of USA: First policy", run.Out, StringComparison.Ordinal);
            Assert.Contains("replaces none", run.Out, StringComparison.Ordinal);
            Assert.All(run.Lines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        }

        Assert.True(PolicyApproval.TryRead(Approval(change), out PolicyApproval? approval, out _));
        Assert.Equal([PolicyPart.Author, PolicyPart.Approver], approval.Claims.Select(claim => claim.Part));
        Assert.Equal(Files.Select(Path.GetFileName).Append("approval.note").Order(), Directory.GetFiles(change).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Json_names_the_digests_that_were_signed()
    {
        string change = New("json");
        CommandRun run = await Sign(change, "--reason", "x", "--json");
        Assert.True(run.Code == 0, run.Error);
        JsonElement said = JsonDocument.Parse(run.Out).RootElement;
        Assert.True(PolicyApproval.TryRead(Approval(change), out PolicyApproval? approval, out _));
        Assert.Equal(approval.Proposal.Digest, said.GetProperty("digest").GetString());
        Assert.Equal((approval.Proposal.Diff, approval.Proposal.Corpus), (said.GetProperty("diff").GetString(), said.GetProperty("corpus").GetString()));
        Assert.Equal("author", said.GetProperty("signed").GetString());
    }

    [Fact]
    public async Task An_approver_who_does_not_say_yes_signs_nothing()
    {
        string change = New("no");
        await Sign(change, "--reason", "x");
        byte[] before = Approval(change);
        CommandRun run = await CommandRun.Of(["policy", "approve", change, "--data", folder.Usa], "\n");
        Assert.Equal(1, run.Code);
        Assert.Contains("not signed", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Approval(change));
    }

    [Fact]
    public async Task Files_that_changed_after_the_author_signed_are_not_approved()
    {
        string change = New("changed"), copy = Path.Combine(change, "outbound.relpol");
        await Sign(change, "--reason", "x");
        string text = await File.ReadAllTextAsync(copy, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(copy, text.Replace("review-by 2", "review-by 3", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.Of("policy", "approve", change, "--yes", "--data", folder.Usa);
        Assert.Equal(1, run.Code);
        Assert.Contains("(other-files)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_do_not_load_are_not_signed()
    {
        string broken = Path.Combine(folder.Root, "broken.relpol");
        await File.WriteAllTextAsync(broken, "policy outbound version 1\n", TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.Of("policy", "sign", broken, "--reason", "x", "--out", New("broken"), "--data", folder.Usa);
        Assert.Equal(1, run.Code);
        Assert.Contains("broken.relpol:1:1", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(New("broken")));
    }

    [Fact]
    public async Task A_change_is_dropped_with_its_approval_last_and_without_files_of_before()
    {
        string root = Path.Combine(folder.Root, "dropped");
        Assert.Equal(0, (await CommandRun.Of("node", "init", "--dir", root, "USA", "FRA", "SWE")).Code);
        string usa = Path.Combine(root, "USA"), change = New("dropped-change"), policies = Path.Combine(usa, "policies");
        CommandRun sign = await CommandRun.Of(["policy", "sign", .. Files, "--reason", "x", "--out", change, "--data", usa]);
        Assert.True(sign.Code == 0, sign.Error);
        await File.WriteAllTextAsync(Path.Combine(policies, "older.relpol"), "policy older version 1\n", TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.Of("policy", "activate", change, "--drop", "--data", usa);
        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(Files.Select(Path.GetFileName).Append("approval.note").Order(), Directory.GetFiles(policies).Select(Path.GetFileName).Order());
        Assert.Empty(Directory.GetFiles(usa, "*.partial"));
    }

    [Fact]
    public async Task A_wrong_call_says_what_is_wrong()
    {
        Assert.Equal(2, (await Sign(folder.Root, "--reason", "x")).Code);
        Assert.Equal(2, (await Sign(New("a"), "--reason", "")).Code);
        Assert.Equal(2, (await Sign(New("b"), "--reason", "x", "--as", "nobody")).Code);
        CommandRun run = await CommandRun.Of("policy", "activate", Path.Combine(folder.Usa, "policies"), "--data", folder.Usa);
        Assert.Equal(1, run.Code);
        Assert.Contains("policy sign", run.Error, StringComparison.Ordinal);
    }

    private Task<CommandRun> Sign(string change, params string[] more) =>
        CommandRun.Of(["policy", "sign", .. Files, "--out", change, "--data", folder.Usa, .. more]);

    private string New(string name) => Path.Combine(folder.Root, "change-" + name);

    private static byte[] Approval(string change) => File.ReadAllBytes(Path.Combine(change, PolicyBundle.ApprovalName));
}
