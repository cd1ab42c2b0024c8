using System.Reflection;
using System.Xml.Linq;

namespace Gateway.Architecture.Tests;

/// <summary>What is public is public on purpose.</summary>
public sealed class SurfaceTests
{
    private static readonly Assembly Core = typeof(Core.Partners.PartnerCode).Assembly;

    [Theory]
    [InlineData("Gateway.Node")]
    [InlineData("gatewayctl")]
    public void A_program_has_nothing_public(string assembly) =>
        Repository.HasNone(Assembly.Load(assembly).GetExportedTypes().Where(type => type.Name != "Program").Select(type => type.FullName));

    [Fact]
    public void Classes_of_our_own_are_sealed_abstract_or_static_unless_somebody_derives_from_them()
    {
        Type[] all =
        [
            .. new[] { Core, typeof(Storage.Sqlite.SqliteNodeStore).Assembly, Assembly.Load("Gateway.Node"), Assembly.Load("gatewayctl") }
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => type.IsClass && !type.Name.Contains('<') && !typeof(Delegate).IsAssignableFrom(type)
                    && type.Namespace?.StartsWith("Gateway", StringComparison.Ordinal) == true && !(type.DeclaringType?.Name.Contains('<') ?? false)),
        ];
        HashSet<Type> bases = [.. all.Select(type => type.BaseType).OfType<Type>().Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type)];
        Repository.HasNone(all.Where(type => !type.IsSealed && !type.IsAbstract && !bases.Contains(type)).Select(type => type.FullName));
    }

    [Fact]
    public void Everything_public_in_core_is_documented()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Gateway.Core.xml");
        Assert.True(File.Exists(path), "The documentation file travels with the assembly.");
        HashSet<string> documented =
        [
            .. XDocument.Load(path).Descendants("member")
                .Where(member => member.Value.Trim().Length > 0 || member.Descendants("inheritdoc").Any())
                .Select(member => (string)member.Attribute("name")!),
        ];
        Repository.HasNone(Core.GetExportedTypes().Select(type => "T:" + type.FullName!.Replace('+', '.')).Where(name => !documented.Contains(name)));
    }
}
