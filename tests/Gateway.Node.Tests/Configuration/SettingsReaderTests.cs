using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Markings;
using Gateway.Node.Callers;
using Gateway.Node.Configuration;
using Microsoft.Extensions.Configuration;

namespace Gateway.Node.Tests.Configuration;

public sealed class SettingsReaderTests : IAsyncDisposable
{
    private readonly NodeFolders _folders = new();

    public ValueTask DisposeAsync() => _folders.DisposeAsync();

    [Fact]
    public void The_development_configuration_is_right()
    {
        NodeSettings settings = _folders.Settings("USA");
        Assert.Equal("USA", settings.Self.Value);
        Assert.Equal(["FRA", "SWE"], settings.Peers.Keys.Select(code => code.Value).Order(StringComparer.Ordinal));
        Assert.Equal(Level.Secret, settings.Callers.Values.Single(caller => caller.Role == Role.Ministry).Clearance);
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{ "Onward": [] }""", "")]
    [InlineData("""{ "Onward": ["FRA", "SWE"] }""", "FRA SWE")]
    public void Own_products_go_on_to_everybody_to_nobody_or_to_those_named(string section, string? expected)
    {
        var options = new NodeOptions();
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Gateway": {{section}} }"""));
        options.Take(new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("Gateway"));
        Assert.Equal(expected, options.Onward is { } named ? string.Join(' ', named) : null);
    }

    [Fact]
    public void Nothing_goes_on_to_a_partner_outside_the_roster() => Has("Gateway:Onward names DEU", options => options.Onward = ["DEU"]);

    [Fact]
    public void An_empty_configuration_names_every_missing_key()
    {
        Assert.False(SettingsReader.TryRead(new NodeOptions(), _folders.Folder("USA"), true, out _, out ImmutableArray<string> errors));
        Assert.All(
            ["Gateway:Partner", "Gateway:Listen", "Gateway:Data", "Gateway:Roster", "Gateway:Agreements", "Gateway:Policies", "Gateway:Keys"],
            key => Assert.Contains(errors, error => error.StartsWith(key, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("https://localhost:1")]
    [InlineData("127.0.0.1:1")]
    public void Listening_takes_https_and_an_ip(string listen) =>
        Only("Gateway:Listen", options => options.Listen = listen);

    [Theory]
    [InlineData("usa")]
    [InlineData("")]
    [InlineData("US A")]
    public void A_partner_code_has_a_shape(string code) => Has("Gateway:Partner", options => options.Partner = code);

    [Fact]
    public void A_partner_outside_the_roster_is_told() => Has("Gateway:Partner: DEU is not in the roster", options => options.Partner = "DEU");

    [Fact]
    public void Another_partners_keys_are_told() =>
        Assert.Equal(5, _folders.Errors("USA", options => options.Keys = Path.Combine(_folders.Folder("FRA"), "keys")).Length);

    [Fact]
    public void Missing_folders_are_told_together()
    {
        ImmutableArray<string> errors = _folders.Errors("USA", options =>
            (options.Data, options.Agreements, options.Policies, options.Keys, options.Roster) = ("none", "none", "none", "none", "none"));
        Assert.Equal(5, errors.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("emperor")]
    [InlineData("3")]
    [InlineData("liaison, ministry")]
    [InlineData("liaison,auditor")]
    [InlineData(" auditor")]
    public void A_role_is_one_of_the_named_roles(string role) => Only("Gateway:Callers:0:Role", options => options.Callers[0].Role = role);

    [Theory]
    [InlineData("")]
    [InlineData("AB")]
    public void A_thumbprint_is_sixty_four_lower_case_digits(string thumbprint) =>
        Only("Gateway:Callers:0:Thumbprint", options => options.Callers[0].Thumbprint = thumbprint);

    [Fact]
    public void A_thumbprint_in_upper_case_is_told() =>
        Only("Gateway:Callers:0:Thumbprint", options => options.Callers[0].Thumbprint = options.Callers[0].Thumbprint.ToUpperInvariant());

    [Fact]
    public void A_certificate_is_one_caller() =>
        Only("Gateway:Callers:1:Thumbprint", options => options.Callers[1].Thumbprint = options.Callers[0].Thumbprint);

    [Fact]
    public void A_name_is_one_caller_and_the_fault_names_both_entries()
    {
        string error = Assert.Single(_folders.Errors("USA", options => options.Callers[1].Name = options.Callers[0].Name));
        Assert.StartsWith("Gateway:Callers:1:Name", error, StringComparison.Ordinal);
        Assert.Contains("Gateway:Callers:0", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SECRETISH")]
    [InlineData("4")]
    public void A_clearance_is_a_level(string clearance) =>
        Only("Gateway:Callers:0:Clearance", options => options.Callers[0].Clearance = clearance);

    [Fact]
    public void A_name_is_neither_empty_nor_long()
    {
        Only("Gateway:Callers:0:Name", options => options.Callers[0].Name = "");
        Only("Gateway:Callers:0:Name", options => options.Callers[0].Name = new string('x', 65));
    }

    [Theory]
    [InlineData("FRA", "http://127.0.0.1", "Gateway:Peers:0:Address")]
    [InlineData("USA", "https://127.0.0.1", "Gateway:Peers:0:Partner")]
    [InlineData("DEU", "https://127.0.0.1", "Gateway:Peers:0:Partner")]
    [InlineData("?", "https://127.0.0.1", "Gateway:Peers:0:Partner")]
    public void A_peer_is_another_partner_at_an_https_address(string partner, string address, string key) =>
        Only(key, options => options.Peers.Add(new PeerOptions { Partner = partner, Address = address }));

    [Fact]
    public void A_registry_file_enables_tokens_for_the_whole_node()
    {
        NodeOptions options = WithRegistry("""{"format":"gateway-marking-registry/1","tokens":[{"policy":"US","category":"sci","banner":"SI"}]}""");
        Assert.True(SettingsReader.TryRead(options, _folders.Folder("USA"), true, out NodeSettings? settings, out _));
        var marking = new Marking { Policy = "US", Text = "(S//SI//NF)" };
        Assert.IsType<MarkingReading.Readable>(settings.Model.MarkingBook.Read(marking));
        Assert.Equal(["SI"], settings.Model.Markings.EnabledTokens.Keys);
        Assert.IsType<MarkingReading.Unreadable>(_folders.Settings("USA").Model.MarkingBook.Read(marking));
    }

    [Fact]
    public void Every_fault_of_a_registry_file_is_told()
    {
        NodeOptions options = WithRegistry("""{"format":"x","tokens":[{"policy":"US","category":"x","banner":"SI"}]}""");
        Assert.False(SettingsReader.TryRead(options, _folders.Folder("USA"), true, out _, out ImmutableArray<string> errors));
        Assert.Equal(2, errors.Length);
        Assert.All(errors, error => Assert.StartsWith("Gateway:Registry: registry.json: ", error, StringComparison.Ordinal));
    }

    [Fact]
    public void A_registry_file_that_is_not_there_is_told() => Only("Gateway:Registry", options => options.Registry = "none.json");

    [Fact]
    public void A_changed_roster_is_told()
    {
        string path = Path.Combine(_folders.Folder("USA"), "roster.note");
        File.WriteAllText(path, File.ReadAllText(path).Replace("Sweden", "Norway", StringComparison.Ordinal));
        Has("Gateway:Roster", _ => { });
    }

    [Fact]
    public void A_foreign_agreement_is_told()
    {
        File.Copy(Path.Combine(_folders.Folder("FRA"), "agreements", "FRA-SWE.note"), Path.Combine(_folders.Folder("USA"), "agreements", "FRA-SWE.note"));
        Only("Gateway:Agreements: FRA-SWE.note", _ => { });
    }

    [Theory]
    [InlineData("policies", "limits.RELPOL")]
    [InlineData("policies", "limits.relpol.txt")]
    [InlineData("policies", "limits")]
    [InlineData("agreements", "USA-DEU.NOTE")]
    [InlineData("agreements", "USA-DEU.json")]
    public void A_file_that_would_be_passed_over_is_told(string folder, string name)
    {
        File.WriteAllText(Path.Combine(_folders.Folder("USA"), folder, name), "limit nothing\n");
        Assert.Contains(name, Assert.Single(_folders.Errors("USA", _ => { })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policies", "more.relpol")]
    [InlineData("policies", "more")]
    [InlineData("agreements", "USA-DEU.note")]
    public void A_folder_or_a_link_to_nowhere_in_place_of_a_file_is_told(string folder, string name)
    {
        string path = Path.Combine(_folders.Folder("USA"), folder, name);
        Directory.CreateDirectory(path);
        Assert.Contains(name, Assert.Single(_folders.Errors("USA", _ => { })), StringComparison.Ordinal);
        Directory.Delete(path);
        File.CreateSymbolicLink(path, path + ".gone");
        Assert.Contains(name, Assert.Single(_folders.Errors("USA", _ => { })), StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_in_key_files_never_quote_them()
    {
        string path = Path.Combine(_folders.Folder("USA"), "keys", "release-log.keys");
        string[] lines = File.ReadAllLines(path);
        string secret = lines[2].Split(' ')[2];
        File.WriteAllText(path, string.Join('\n', lines).Replace(secret, secret + "=", StringComparison.Ordinal) + "\n");
        string error = Assert.Single(_folders.Errors("USA", _ => { }));
        Assert.DoesNotContain(secret, error, StringComparison.Ordinal);
        Assert.StartsWith("Gateway:Keys: release-log.keys: line 3", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_development_every_development_key_is_told() =>
        Assert.Equal(5, _folders.Errors("USA", _ => { }, development: false).Count(error => error.Contains("development", StringComparison.Ordinal)));

    [Theory]
    [InlineData("before-commit:0")]
    [InlineData("before-commit:-1")]
    [InlineData("before-commit:1:2")]
    [InlineData("before-commit:")]
    [InlineData("BeforeCommit")]
    [InlineData("at-lunch")]
    public void A_crash_point_is_a_known_name_and_a_count(string crashAt) => Only("Gateway:CrashAt must be", options => options.CrashAt = crashAt);

    [Fact]
    public void Outside_development_no_crash_point_is_armed() => Assert.Contains(
        _folders.Errors("USA", options => options.CrashAt = "before-commit:2", development: false),
        error => error.StartsWith("Gateway:CrashAt ends the node on purpose", StringComparison.Ordinal));

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1_000_001, 0)]
    public void Free_space_to_warn_below_has_a_range(int warn, int refuse) =>
        Has("Gateway:Disk:WarnBelowMegabytes", options => (options.Disk.WarnBelowMegabytes, options.Disk.RefuseBelowMegabytes) = (warn, refuse));

    [Theory]
    [InlineData(null, 2_000)]
    [InlineData(10, null)]
    [InlineData(10, 11)]
    public void The_warning_about_free_space_comes_before_the_refusal(int? warn, int? refuse) => Only(
        "Gateway:Disk:RefuseBelowMegabytes",
        options => (options.Disk.WarnBelowMegabytes, options.Disk.RefuseBelowMegabytes) = (warn, refuse));

    private void Has(string start, Action<NodeOptions> change) =>
        Assert.Contains(_folders.Errors("USA", change), error => error.StartsWith(start, StringComparison.Ordinal));

    private NodeOptions WithRegistry(string json)
    {
        File.WriteAllText(Path.Combine(_folders.Folder("USA"), "registry.json"), json);
        NodeOptions options = _folders.Options("USA");
        options.Registry = "registry.json";
        return options;
    }

    private void Only(string start, Action<NodeOptions> change) =>
        Assert.StartsWith(start, Assert.Single(_folders.Errors("USA", change)), StringComparison.Ordinal);
}
