namespace Gateway.Protocol.Tests.Contracts;

/// <summary>
/// Other nodes and clients are built against the contracts: what was once accepted stays. accepted.txt is written by this test, with
/// GATEWAY_ACCEPT_PROTO=1, and only additions are.
/// </summary>
public class AcceptedContractTests
{
    private static readonly string Accepted = Path.Combine(Root(), "proto", "gateway", "v1", "accepted.txt");

    [Fact]
    public void Nothing_accepted_is_removed_renumbered_or_retyped() =>
        Assert.Empty(File.ReadAllLines(Accepted).Except(ContractText.Lines()));

    [Fact]
    public void Additions_are_accepted_by_hand()
    {
        string[] accepted = File.ReadAllLines(Accepted), now = [.. ContractText.Lines()];
        string[] added = [.. now.Except(accepted)];
        if (added.Length > 0 && Environment.GetEnvironmentVariable("GATEWAY_ACCEPT_PROTO") == "1" && !accepted.Except(now).Any())
        {
            File.WriteAllLines(Accepted, now);
            return;
        }

        Assert.Empty(added);
    }

    [Fact]
    public void Every_contract_file_is_covered() =>
        Assert.Equal(
            Directory.EnumerateFiles(Path.GetDirectoryName(Accepted)!, "*.proto").Select(file => $"gateway/v1/{Path.GetFileName(file)}").Order(),
            ContractText.Files.Select(file => file.Name).Order());

    [Fact]
    public void No_number_or_name_stands_twice() =>
        Assert.Equal(ContractText.Lines().Distinct(), ContractText.Lines());

    // From where the tests run, not from where they were compiled: reproducible builds do not say that.
    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
