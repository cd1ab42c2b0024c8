using System.Collections.Immutable;

namespace Gateway.Core.Assessments.Frameworks;

/// <summary>An indicator under a factor.</summary>
/// <param name="No">Number under the factor, 1 upward.</param>
/// <param name="Name">Short name, paraphrased.</param>
public sealed record FrameworkIndicator(int No, string Name);

/// <summary>A factor of a framework.</summary>
/// <param name="No">Number in the framework, 1 upward.</param>
/// <param name="Set">Part of the framework that it belongs to: "common", "genocide".</param>
/// <param name="Name">Name, as the framework has it.</param>
/// <param name="Code">Name of the variable, for statistical models; otherwise empty.</param>
/// <param name="Indicators">Its indicators; empty where their numbers are not known here.</param>
/// <param name="Themes">What its indicators are about, where their numbers are not known here.</param>
public sealed record FrameworkFactor(
    int No, string Set, string Name, string Code, ImmutableArray<FrameworkIndicator> Indicators, ImmutableArray<string> Themes)
{
    /// <summary>
    /// Whether the indicator exists. Zero, the factor as a whole, always does. Where the framework has indicators whose numbers are not known
    /// here (<see cref="Themes"/>), none is contradicted.
    /// </summary>
    public bool HasIndicator(int no) => no == 0 || !Themes.IsEmpty || Indicators.Any(indicator => indicator.No == no);
}

/// <summary>A published framework of risk factors. Immutable and thread-safe.</summary>
/// <param name="Id">As it stands in <c>Factor.framework_id</c>: <c>un-framework-of-analysis</c>.</param>
/// <param name="Edition">As it stands in <c>Factor.framework_edition</c>: <c>2014</c>.</param>
/// <param name="Name">Name for readers.</param>
/// <param name="Verification">How far the factors were compared with the source.</param>
/// <param name="Indicators">How far the indicators were compared with the source.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Factors">By number, without gaps.</param>
public sealed record RiskFramework(
    string Id, string Edition, string Name, Verification Verification, Verification Indicators, string Source, ImmutableArray<FrameworkFactor> Factors)
{
    /// <summary>The factor of a number; null when there is none.</summary>
    public FrameworkFactor? Factor(int no) => no >= 1 && no <= Factors.Length ? Factors[no - 1] : null;

    /// <summary>Whether factor and indicator exist.</summary>
    public bool Has(FactorRef factor) =>
        factor.Framework == Id && Factor(factor.Factor) is { } found && found.HasIndicator(factor.Indicator);
}

/// <summary>Names a factor or indicator of a framework.</summary>
/// <param name="Framework">Id of the framework.</param>
/// <param name="Factor">Number of the factor, 1 upward.</param>
/// <param name="Indicator">Number of the indicator under it, 1 upward; 0 = the factor as a whole.</param>
public readonly record struct FactorRef(string Framework, int Factor, int Indicator)
{
    /// <summary>"un-framework-of-analysis 7.14", or "7" for the factor as a whole.</summary>
    public override string ToString() => Indicator == 0
        ? FormattableString.Invariant($"{Framework} {Factor}")
        : FormattableString.Invariant($"{Framework} {Factor}.{Indicator}");
}
