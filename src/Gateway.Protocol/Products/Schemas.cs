using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Sealing;
using Gateway.Protocol.V1;
using Google.Protobuf.Reflection;

namespace Gateway.Protocol.Products;

/// <summary>
/// The product schemas that this node can read, made from the descriptors of proto/gateway/v1. Immutable and thread-safe.
/// </summary>
public static class Schemas
{
    private static readonly FrozenDictionary<string, ProductSchema> ByName;

    static Schemas()
    {
        Root = new PortionPlan(RiskAssessment.Descriptor);
        ImmutableArray<PortionType> types = [.. Types(Root, "")];
        All = [.. new[] { 32, 128, 256, 512 }.Select(count => new ProductSchema(RiskAssessment.Descriptor.FullName, count, types))];
        ByName = All.ToFrozenDictionary(schema => schema.Name);
    }

    /// <summary>All schemas, by commitment count: <c>gateway.v1.RiskAssessment/32</c> (the forecast class), 128, 256, 512.</summary>
    public static ImmutableArray<ProductSchema> All { get; }

    internal static PortionPlan Root { get; }

    /// <summary>The plan of the schema's message. Throws <see cref="ArgumentException"/> for schemas not of <see cref="All"/>.</summary>
    internal static PortionPlan RootOf(ProductSchema schema) =>
        ByName.ContainsKey(schema.Name) ? Root : throw new ArgumentException("Not a schema that this node can read.", nameof(schema));

    /// <summary>The schema of that name, as it stands in manifests. False when this node cannot read it.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out ProductSchema? schema) => ByName.TryGetValue(name, out schema);

    /// <summary>The schema of a risk assessment of that size class. False when the class is unspecified or unknown.</summary>
    public static bool TryGet(SizeClass size, [NotNullWhen(true)] out ProductSchema? schema) =>
        TryGet($"{RiskAssessment.Descriptor.FullName}/{(int)size}", out schema);

    private static IEnumerable<PortionType> Types(PortionPlan plan, string prefix)
    {
        foreach (PortionField child in plan.Children)
        {
            MessageDescriptor message = child.Plan.Message;
            if (!message.FieldClass.TryToCore(out var fieldClass))
            {
                throw new InvalidOperationException($"{message.FullName} is a portion and has no field class.");
            }

            string pattern = prefix + child.Name + (child.Single ? "" : "/*");
            yield return new PortionType(pattern, message.FullName, fieldClass, child.Plan.Shape);
            foreach (PortionType nested in Types(child.Plan, pattern + "/"))
            {
                yield return nested;
            }
        }
    }
}
