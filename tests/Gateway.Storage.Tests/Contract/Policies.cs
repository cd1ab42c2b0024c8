using Gateway.Core.Policy.Activation;
using Gateway.Core.Releasing;

namespace Gateway.Storage.Tests.Contract;

public abstract partial class NodeStoreContract
{
    [Fact]
    public void A_set_that_came_into_force_comes_back_as_it_was()
    {
        Assert.Null(Store.Read.ActivePolicy());
        Assert.Empty(Store.Read.NewestPolicies());
        PolicyActivation first = Set(1, ("outbound", 1));
        Write(write => write.AddPolicy(first));
        Reopen();
        AssertSame(first, Store.Read.ActivePolicy());
    }

    [Fact]
    public void The_last_set_is_the_active_one_and_all_come_in_order_after_a_cursor()
    {
        PolicyActivation[] sets = [Set(1, ("outbound", 1)), Set(2, ("outbound", 2), ("france", 1)), Set(3, ("outbound", 2))];
        Write(write => Array.ForEach(sets, write.AddPolicy));
        Reopen();
        AssertSame(sets[2], Store.Read.ActivePolicy());
        Assert.Equal([1, 2, 3], Store.Read.Policies(0, 10).Select(set => set.Number));
        Assert.Equal([2], Store.Read.Policies(1, 1).Select(set => set.Number));
        AssertSame(sets[1], Store.Read.Policies(1, 1)[0]);
        Assert.Empty(Store.Read.Policies(3, 10));
    }

    [Fact]
    public void The_newest_version_of_a_name_is_kept_when_the_name_is_no_longer_in_force()
    {
        Write(write =>
        {
            write.AddPolicy(Set(1, ("outbound", 9), ("france", 10)));
            write.AddPolicy(Set(2, ("outbound", 10)));
        });
        Assert.Equal(
            [new PolicyVersion("france", 10, Digest("france", 10)), new PolicyVersion("outbound", 10, Digest("outbound", 10))],
            Store.Read.NewestPolicies());
    }

    [Fact]
    public void A_number_that_is_not_the_next_is_refused()
    {
        Write(write => write.AddPolicy(Set(1, ("outbound", 1))));
        Assert.Throws<ArgumentException>(() => Write(write => write.AddPolicy(Set(1, ("outbound", 2)))));
        Assert.Throws<ArgumentException>(() => Write(write => write.AddPolicy(Set(3, ("outbound", 2)))));
        Assert.Equal(1, Store.Read.ActivePolicy()!.Number);
    }

    [Fact]
    public void That_products_were_decided_again_is_remembered_for_its_set()
    {
        Write(write => write.AddPolicy(Set(1, ("outbound", 1))));
        Assert.Equal(0, Store.Read.ActivePolicy()!.ReconsideredAtMs);
        Write(write => write.SetPolicyReconsidered(1, 9_000, new byte[] { 7 }));
        Reopen();
        Assert.Equal(9_000, Store.Read.ActivePolicy()!.ReconsideredAtMs);
        Assert.Equal([7], Store.Read.ActivePolicy()!.ReconsideredWith.ToArray());
        Assert.Throws<ArgumentException>(() => Write(write => write.SetPolicyReconsidered(2, 9_000, default)));
    }

    [Fact]
    public void A_set_whose_transaction_is_undone_was_never_in_force()
    {
        using (INodeWrite write = Store.BeginWrite())
        {
            write.AddPolicy(Set(1, ("outbound", 1)));
            Assert.Equal(1, write.ActivePolicy()!.Number);
            Assert.Null(Store.Read.ActivePolicy());
        }

        Assert.Null(Store.Read.ActivePolicy());
        Assert.Empty(Store.Read.NewestPolicies());
    }

    private static PolicyActivation Set(long number, params (string Name, int Version)[] files) => new()
    {
        Number = number,
        Digest = Convert.ToHexStringLower(Rows.Hash($"set {number}")),
        ActivatedAtMs = 1_000 * number,
        LogIndex = 5 + number,
        Author = "author@test",
        Approver = "approver@test",
        Approval = Rows.Hash($"approval {number}"),
        Files =
        [
            .. files.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => new PolicyText(
                file.Name + ".relpol", new PolicyVersion(file.Name, file.Version, Digest(file.Name, file.Version)), $"policy {file.Name} version {file.Version}\n# é\n")),
        ],
    };

    private static string Digest(string name, int version) => PolicyDigests.Prefix + Convert.ToHexStringLower(Rows.Hash($"{name} {version}"));

    private static void AssertSame(PolicyActivation expected, PolicyActivation? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(
            expected with { Files = [], Approval = default, ReconsideredWith = default }, actual with { Files = [], Approval = default, ReconsideredWith = default });
        Assert.Equal(expected.Files.AsEnumerable(), actual.Files);
        Same.Bytes(expected.Approval, actual.Approval);
        Same.Bytes(expected.ReconsideredWith, actual.ReconsideredWith);
    }
}
