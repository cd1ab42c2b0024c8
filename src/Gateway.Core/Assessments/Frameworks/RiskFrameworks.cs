using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Assessments.Frameworks;

/// <summary>The frameworks that are loaded as data. Each row says how far it was compared with its source. Immutable and thread-safe.</summary>
public static class RiskFrameworks
{
    private static readonly FrozenDictionary<string, RiskFramework> ById;

    static RiskFrameworks()
    {
        All = FrameworkData.Frameworks();
        ById = All.ToFrozenDictionary(framework => framework.Id);
    }

    /// <summary>All frameworks: <c>un-framework-of-analysis</c>, <c>araf</c>, <c>ewp</c>.</summary>
    public static ImmutableArray<RiskFramework> All { get; }

    /// <summary>The framework of an id, ordinal. False for any other text.</summary>
    public static bool TryGet(string id, [NotNullWhen(true)] out RiskFramework? framework) => ById.TryGetValue(id, out framework);
}
