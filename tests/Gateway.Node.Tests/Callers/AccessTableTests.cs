using Gateway.Core.Partners;
using Gateway.Node.Callers;
using Gateway.Protocol.V1;
using Google.Protobuf.Reflection;

namespace Gateway.Node.Tests.Callers;

public sealed class AccessTableTests
{
    // Whatever the contracts have, so that a new service cannot be forgotten here.
    private static readonly ServiceDescriptor[] Services =
    [
        .. typeof(AssessmentServiceReflection).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(AssessmentServiceReflection).Namespace && type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => (FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!)
            .SelectMany(file => file.Services),
    ];

    [Fact]
    public void Every_method_that_is_served_has_a_row_and_every_row_a_method()
    {
        IEnumerable<string> served = Services.SelectMany(service => service.Methods.Select(method => $"/{service.FullName}/{method.Name}"));

        // Of the health service, Watch has no row: it is denied to everyone.
        Assert.Equal(
            served.Append("/grpc.health.v1.Health/Check").Order(StringComparer.Ordinal), AccessTable.Methods.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_service_of_the_node_is_one_of_the_contract()
    {
        string[] served =
        [
            .. typeof(AccessTable).Assembly.GetTypes()
                .Select(type => type.BaseType?.GetCustomAttributes(typeof(global::Grpc.Core.BindServiceMethodAttribute), false).FirstOrDefault())
                .OfType<global::Grpc.Core.BindServiceMethodAttribute>()
                .Select(attribute => attribute.BindType.Name),
        ];
        Assert.Equal(Services.Select(service => service.Name).Order(StringComparer.Ordinal), served.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nobody_may_call_everything_and_the_unknown_may_call_nothing()
    {
        Assert.All(AccessTable.Methods, method => Assert.False(AccessTable.Allows(new Caller.Unknown(), method)));
        foreach (Caller caller in Enum.GetValues<Role>().Select(role => (Caller)new Caller.Local(NodeFolders.Liaison with { Role = role }))
            .Append(new Caller.Peer(PartnerCode.Of("FRA"))))
        {
            Assert.Contains(AccessTable.Methods, method => !AccessTable.Allows(caller, method));
            Assert.False(AccessTable.Allows(caller, "/gateway.v1.Assessment/submit"));
            Assert.False(AccessTable.Allows(caller, "/grpc.health.v1.Health/Watch"));
        }
    }
}
