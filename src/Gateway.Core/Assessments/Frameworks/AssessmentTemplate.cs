using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Core.Assessments.Frameworks;

/// <summary>A part of an assessment that a template may demand.</summary>
public enum TemplateBlock
{
    /// <summary>At least one group at risk.</summary>
    Populations,

    /// <summary>At least one actor.</summary>
    Actors,

    /// <summary>At least one judgement.</summary>
    Judgements,

    /// <summary>At least one factor of kind risk.</summary>
    RiskFactors,

    /// <summary>At least one factor of kind resilience.</summary>
    ResilienceFactors,

    /// <summary>At least one trigger.</summary>
    Triggers,

    /// <summary>Scenarios.</summary>
    Scenarios,

    /// <summary>Options, one of them to do nothing.</summary>
    Options,

    /// <summary>The statistical model.</summary>
    Model,
}

/// <summary>What an assessment that says it fills a template has to contain. Immutable.</summary>
/// <param name="Id">As it stands in <c>Header.template_id</c>: <c>araf</c>.</param>
/// <param name="Name">Name for readers.</param>
/// <param name="Framework">Id of the framework that it follows; empty for none.</param>
/// <param name="Blocks">What has to be there.</param>
public sealed record AssessmentTemplate(string Id, string Name, string Framework, ImmutableArray<TemplateBlock> Blocks);

/// <summary>The templates that are loaded as data. Immutable and thread-safe.</summary>
public static class AssessmentTemplates
{
    private static readonly FrozenDictionary<string, AssessmentTemplate> ById;

    static AssessmentTemplates()
    {
        All = FrameworkData.Templates();
        ById = All.ToFrozenDictionary(template => template.Id);
    }

    /// <summary>All templates, in the order of the data file.</summary>
    public static ImmutableArray<AssessmentTemplate> All { get; }

    /// <summary>The template of an id, ordinal. False for any other text.</summary>
    public static bool TryGet(string id, [NotNullWhen(true)] out AssessmentTemplate? template) => ById.TryGetValue(id, out template);
}
