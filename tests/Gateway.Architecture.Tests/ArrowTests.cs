using System.Reflection;
using System.Xml.Linq;

namespace Gateway.Architecture.Tests;

/// <summary>The arrows of the architecture, read from what was compiled and from what the projects say.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Gateway.Core"] = [],
        ["Gateway.Protocol"] = ["Gateway.Core"],
        ["Gateway.Storage"] = ["Gateway.Core"],
        ["Gateway.Identity"] = [],
        ["Gateway.Web"] = ["Gateway.Core", "Gateway.Protocol"],
        ["Gateway.DevKeys"] = ["Gateway.Core"],
        ["Gateway.Client"] = ["Gateway.Core", "Gateway.Protocol"],
        ["Gateway.Cli"] = ["Gateway.Client", "Gateway.Core", "Gateway.Protocol", "Gateway.Storage", "Gateway.DevKeys"],
        ["Gateway.Node"] = ["Gateway.Core", "Gateway.Protocol", "Gateway.Storage", "Gateway.Identity", "Gateway.Web"],
    };

    private static readonly Assembly[] Assemblies =
    [
        typeof(Core.Partners.PartnerCode).Assembly, typeof(Protocol.Translation).Assembly, typeof(Storage.Sqlite.SqliteNodeStore).Assembly,
        Assembly.Load("Gateway.Client"), Assembly.Load("Gateway.Node"), Assembly.Load("gatewayctl"),
    ];

    public static TheoryData<string> Projects =>
        [.. Repository.Files.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal) && !path.StartsWith("tests/", StringComparison.Ordinal)
            && !path.StartsWith("benchmarks/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_what_its_arrows_allow(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        Assert.True(Arrows.ContainsKey(name), $"{name} has no arrows");
        IEnumerable<string> references = XDocument.Parse(Repository.Text(project)).Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));
        Assert.Subset(Arrows[name].ToHashSet(), references.ToHashSet());
    }

    [Fact]
    public void An_assembly_uses_what_its_arrows_allow() => Assert.All(Assemblies, assembly =>
    {
        string name = Project(assembly);
        Assert.Subset(
            Arrows[name].ToHashSet(),
            assembly.GetReferencedAssemblies().Select(used => used.Name!).Where(used => used.StartsWith("Gateway", StringComparison.Ordinal)).ToHashSet());
    });

    [Fact]
    public void Core_stands_on_the_platform_and_two_packages()
    {
        string[] packages = ["BouncyCastle.Cryptography", "Superpower"];
        Assert.Subset(
            packages.ToHashSet(),
            Assemblies[0].GetReferencedAssemblies().Select(used => used.Name!).Where(used => !used.StartsWith("System.", StringComparison.Ordinal)).ToHashSet());
        string[] forbidden = ["System.Net.Http", "System.Net.Sockets", "System.IO.FileSystem", "System.Diagnostics.Process", "System.Data.Common"];
        Assert.DoesNotContain(Assemblies[0].GetReferencedAssemblies(), used => forbidden.Contains(used.Name));
    }

    [Fact]
    public void The_build_knows_the_same_arrows()
    {
        Dictionary<string, string[]> build = XDocument.Parse(Repository.Text("Directory.Build.targets")).Descendants("Arrow")
            .ToDictionary(arrow => (string)arrow.Attribute("Include")!, arrow => ((string)arrow.Attribute("To")!).Split(';', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(Arrows.Keys.Order(), build.Keys.Order());
        Assert.All(Arrows, arrow => Assert.Equal(arrow.Value, build[arrow.Key]));
    }

    private static string Project(Assembly assembly) => assembly.GetName().Name is "gatewayctl" ? "Gateway.Cli" : assembly.GetName().Name!;
}
