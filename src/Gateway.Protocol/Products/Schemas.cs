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
    private static readonly FrozenDictionary<string, (ProductSchema Schema, PortionPlan Plan)> ByName;
    private static readonly FrozenDictionary<MessageDescriptor, PortionPlan> Plans;

    static Schemas()
    {
        Plans = ProductKind.All.ToFrozenDictionary(kind => kind.Message, kind => new PortionPlan(kind.Message));
        All = [.. ProductKind.All.SelectMany(Of)];
        ByName = All.ToFrozenDictionary(
            schema => schema.Name,
            schema => (schema, Plans.First(plan => schema.Name.StartsWith(plan.Key.FullName + "/", StringComparison.Ordinal)).Value));
    }

    /// <summary>
    /// All schemas, kind by kind as <see cref="ProductKind.All"/> has them, and by commitment count: <c>gateway.v1.RiskAssessment/32</c> (the
    /// forecast class), 128, 256, 512, <c>gateway.v1.Warning/32</c> …
    /// </summary>
    public static ImmutableArray<ProductSchema> All { get; }

    /// <summary>How products of a kind are cut.</summary>
    internal static PortionPlan PlanOf(MessageDescriptor kind) => Plans[kind];

    /// <summary>The plan of the schema's message. Throws <see cref="ArgumentException"/> for schemas not of <see cref="All"/>.</summary>
    internal static PortionPlan RootOf(ProductSchema schema) =>
        ByName.TryGetValue(schema.Name, out (ProductSchema, PortionPlan Plan) found)
            ? found.Plan
            : throw new ArgumentException("Not a schema that this node can read.", nameof(schema));

    /// <summary>The schema of that name, as it stands in manifests. False when this node cannot read it.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out ProductSchema? schema)
    {
        schema = ByName.TryGetValue(name, out (ProductSchema Schema, PortionPlan) found) ? found.Schema : null;
        return schema is not null;
    }

    /// <summary>The schema of a kind and size class. False when the kind does not come in that size.</summary>
    public static bool TryGet(ProductKind kind, SizeClass size, [NotNullWhen(true)] out ProductSchema? schema) =>
        TryGet($"{kind.Name}/{(int)size}", out schema);

    /// <summary>The schema of a risk assessment of that size class. False when the class is unspecified or unknown.</summary>
    public static bool TryGet(SizeClass size, [NotNullWhen(true)] out ProductSchema? schema) => TryGet(ProductKind.All[0], size, out schema);

    /// <summary>The largest schema of a kind.</summary>
    public static ProductSchema Largest(ProductKind kind) =>
        TryGet(kind, (SizeClass)kind.Sizes[^1], out ProductSchema? schema) ? schema : throw new ArgumentException("Not a kind of product.", nameof(kind));

    private static IEnumerable<ProductSchema> Of(ProductKind kind)
    {
        ImmutableArray<PortionType> types = [.. Types(Plans[kind.Message], "")];
        return kind.Sizes.Select(count => new ProductSchema(kind.Name, count, types, kind.Lane));
    }

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
