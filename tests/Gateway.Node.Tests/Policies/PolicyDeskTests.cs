using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Activation;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Configuration;
using Gateway.Node.Hosting;
using Gateway.Node.Policies;
using Gateway.Testing.Stores;
using NodeState = Gateway.Node.Hosting.NodeState;

namespace Gateway.Node.Tests.Policies;

/// <summary>A policy comes into force whole or not at all, and only with two signatures.</summary>
public sealed class PolicyDeskTests : IAsyncDisposable
{
    private readonly NodeFolders _folders = new();
    private readonly InMemoryNodeStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public async Task What_two_signed_is_recorded_with_one_POLICY_and_decides_from_then_on()
    {
        await using NodeState node = Open(_folders.Settings("USA"));
        using var desk = new PolicyDesk(node);
        await desk.TakeUnsignedAsync(Bundle(), Cancellation);
        PolicyBundle change = Signed(node, Second(node));
        PolicyActivation set = Assert.IsType<PolicyAnswer.Activated>(await desk.ActivateAsync(change, "tester", Cancellation)).Set;
        Assert.Equal((2L, "policy-author@usa", "policy-approver@usa"), (set.Number, set.Author, set.Approver));
        Assert.Equal(set.Digest, node.Model.Policy.Digest);
        Assert.Equal(2, Policies(node));
        Assert.Equal(set.Number, Assert.IsType<PolicyAnswer.InForce>(await desk.ActivateAsync(change, "tester", Cancellation)).Set.Number);
        Assert.Equal(2, Policies(node));
    }

    [Theory]
    [InlineData("BeginWrite")]
    [InlineData("AddEntry")]
    [InlineData("AddPolicy")]
    [InlineData("SetHead")]
    [InlineData("Commit")]
    public async Task A_store_that_fails_at_any_step_leaves_the_old_policy_whole_and_the_change_can_be_brought_again(string step)
    {
        await using NodeState node = Open(_folders.Settings("USA"));
        using var desk = new PolicyDesk(node);
        await desk.TakeUnsignedAsync(Bundle(), Cancellation);
        PolicySet before = node.Model.Policy;
        PolicyBundle change = Signed(node, Second(node));
        _store.FailsAt = name => name == step;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => desk.ActivateAsync(change, "tester", Cancellation));
        Assert.Same(before, node.Model.Policy);
        _store.FailsAt = _ => false;
        Assert.Equal((1L, 1), (node.Read.ActivePolicy()!.Number, Policies(node)));
        Assert.IsType<PolicyAnswer.Activated>(await desk.ActivateAsync(change, "tester", Cancellation));
        Assert.Equal(2, Policies(node));
    }

    [Fact]
    public async Task A_change_that_turns_out_to_be_durable_decides_whatever_its_caller_was_told()
    {
        await using NodeState node = Open(_folders.Settings("USA"));
        using var desk = new PolicyDesk(node);
        await desk.TakeUnsignedAsync(Bundle(), Cancellation);
        PolicyBundle change = Signed(node, Second(node));
        _store.FailsAt = name => name == "Committed";
        await Assert.ThrowsAsync<StoreUnavailableException>(() => desk.ActivateAsync(change, "tester", Cancellation));
        _store.FailsAt = _ => false;
        Assert.Equal(2, node.Read.ActivePolicy()!.Number);
        Assert.Equal(node.Read.ActivePolicy()!.Digest, node.Model.Policy.Digest);
        Assert.IsType<PolicyAnswer.InForce>(await desk.ActivateAsync(change, "tester", Cancellation));
    }

    [Fact]
    public async Task Every_reason_against_a_change_is_told_at_once_and_the_old_policy_stays()
    {
        await using NodeState node = Open(_folders.Settings("USA"));
        using var desk = new PolicyDesk(node);
        await desk.TakeUnsignedAsync(Bundle(), Cancellation);
        PolicySet before = node.Model.Policy;
        PolicyBundle change = Signed(node, Second(node));
        change = change with { Files = [.. change.Files.Select(file => file with { Text = file.Text + "\nnonsense\n" })] };
        var refused = Assert.IsType<PolicyAnswer.Refused>(await desk.ActivateAsync(change, "tester", Cancellation));
        Assert.Contains(refused.Faults, fault => fault.Field.StartsWith("outbound.relpol:", StringComparison.Ordinal));

        refused = Assert.IsType<PolicyAnswer.Refused>(await desk.ActivateAsync(change with { Approval = default }, "tester", Cancellation));
        Assert.Equal(["not-signed"], refused.Faults.Select(fault => fault.Rule));
        Assert.Same(before, node.Model.Policy);
        Assert.Equal(1, Policies(node));
    }

    [Fact]
    public async Task A_change_that_lets_something_else_flow_than_what_was_signed_is_signed_again()
    {
        await using NodeState node = Open(_folders.Settings("USA"));
        using var desk = new PolicyDesk(node);
        await desk.TakeUnsignedAsync(Bundle(), Cancellation);
        PolicyBundle change = Signed(node, Second(node), diff: new string('0', 64));
        var refused = Assert.IsType<PolicyAnswer.Refused>(await desk.ActivateAsync(change, "tester", Cancellation));
        Assert.Equal(["diff-changed"], refused.Faults.Select(fault => fault.Rule));
    }

    [Fact]
    public async Task Outside_development_a_first_policy_without_two_real_signatures_is_no_policy()
    {
        NodeSettings service = _folders.Settings("USA") with { Development = false };
        await using NodeState node = Open(service);
        Assert.Contains("two persons", Assert.Throws<NodeRefusedException>(() => new PolicyStart(node).Look()).Message, StringComparison.Ordinal);
        using var desk = new PolicyDesk(node);
        await Assert.ThrowsAsync<InvalidOperationException>(() => desk.TakeUnsignedAsync(Bundle(), Cancellation));

        // Two signatures, by certificates that were made for development.
        var refused = Assert.IsType<PolicyAnswer.Refused>(await desk.ActivateAsync(Signed(node, First), "tester", Cancellation));
        Assert.Equal(["development", "development"], refused.Faults.Select(fault => fault.Rule));
        Assert.Null(node.Read.ActivePolicy());
        Assert.Empty(node.Model.Policy.Files);
    }

    [Fact]
    public async Task Outside_development_a_node_starts_with_a_first_policy_that_two_signed()
    {
        _folders.AddCaller("USA", "anna", "policy-author");
        _folders.AddCaller("USA", "ben", "policy-approver");
        await using NodeState node = Open(_folders.Settings("USA") with { Development = false });
        PolicyBundle change = Signed(node, First, "anna", "ben");
        await File.WriteAllBytesAsync(Path.Combine(node.Settings.Policies, PolicyBundle.ApprovalName), change.Approval.ToArray(), Cancellation);
        var start = new PolicyStart(node);
        start.Look();
        await start.DecideAsync(Cancellation);
        Assert.Equal((1L, "anna", "ben"), (node.Read.ActivePolicy()!.Number, node.Read.ActivePolicy()!.Author, node.Read.ActivePolicy()!.Approver));
        Assert.Equal(node.Read.ActivePolicy()!.Digest, node.Model.Policy.Digest);
    }

    private PolicySource[] First =>
    [
        .. Directory.GetFiles(Path.Combine(_folders.Folder("USA"), "policies"), "*.relpol").Order()
            .Select(path => new PolicySource(Path.GetFileName(path), File.ReadAllText(path))),
    ];

    private PolicyBundle Bundle() => new([.. First], default);

    /// <summary>The first files, one of them as the next version.</summary>
    private PolicySource[] Second(NodeState node)
    {
        PolicyVersion known = node.Read.NewestPolicies().Single(version => version.Name == "outbound");
        string header = FormattableString.Invariant($"policy outbound version {known.Version}");
        return
        [
            .. First.Select(file => file.Name == "outbound.relpol"
                ? file with { Text = file.Text.Replace(header, FormattableString.Invariant($"policy outbound version {known.Version + 1} supersedes {known.Version} {known.Digest}"), StringComparison.Ordinal) }
                : file),
        ];
    }

    private PolicyBundle Signed(NodeState node, PolicySource[] files, string author = "policy-author", string approver = "policy-approver", string? diff = null)
    {
        PolicySet set = Assert.IsType<PolicyLoading.Loaded>(PolicyLoader.Load(files, node.Model.Surroundings)).Policy;
        PolicyPlan plan = PolicyPlan.Of(node.Read, node.Model, set, node.Clock.GetUtcNow());
        var proposal = PolicyProposal.Of(node.Model.Self, set, plan.Past.Active, diff ?? plan.Diff.Digest, plan.Diff.CorpusRoot, node.Clock.GetUtcNow(), "test");
        using X509Certificate2 one = Caller(author), other = Caller(approver);
        return new PolicyBundle([.. files], PolicyApproval.Propose(proposal, one).Approve(other).Bytes);
    }

    private X509Certificate2 Caller(string name)
    {
        string path = Path.Combine(_folders.Folder("USA"), "callers", name);
        return X509Certificate2.CreateFromPemFile(path + ".crt", path + ".key");
    }

    private static int Policies(NodeState node) =>
        node.Read.Search(new LogQuery(LogName.Internal, StatementKind.Policy, null, null, null, null, -1, 100)).Count;

    private NodeState Open(NodeSettings settings)
    {
        Assert.Equal(LogFault.None, TransparencyLog.TryLoad(_store.Read, LogName.Release, settings.Self, settings.ReleaseSigner, RandomSource.System, out TransparencyLog release));
        Assert.Equal(LogFault.None, TransparencyLog.TryLoad(_store.Read, LogName.Internal, settings.Self, settings.InternalSigner, RandomSource.System, out TransparencyLog @internal));
        return new NodeState(settings, _store, release, @internal, CursorCodec.Open(Path.Combine(_folders.Folder("USA"), "cursor.key")), TimeProvider.System);
    }
}
