using Gateway.Core.Assessments;

namespace Gateway.Core.Partners;

/// <summary>How much of a field class a stage lets through.</summary>
public enum StageScope
{
    /// <summary>Nothing.</summary>
    Nothing = 1,

    /// <summary>Only what the originator reworded for a wider audience.</summary>
    TearLinesOnly = 2,

    /// <summary>The whole portion.</summary>
    Whole = 3,
}

/// <summary>
/// The stages of sharing, from first step to full exchange. Each releases exactly its field set and contains the one before.
/// <code>
/// stage  adds
/// 0      metadata
/// 1      judgement, as tear lines only
/// 2      judgement, confidence, dissent
/// 3      factor, indicator, population, location, actor, scenario, option, model, determination, designation
/// 4      evidence, sources-and-methods (which no default policy gives)
/// </code>
/// </summary>
public static class Stages
{
    /// <summary>The first stage.</summary>
    public const int Lowest = 0;

    /// <summary>Full exchange.</summary>
    public const int Highest = 4;

    /// <summary>The lowest stage at which the whole portion may pass.</summary>
    public static int WholeFrom(FieldClass fieldClass) => fieldClass switch
    {
        FieldClass.Metadata => 0,
        FieldClass.Judgement => 2,
        FieldClass.Confidence => 2,
        FieldClass.Dissent => 2,
        FieldClass.Factor => 3,
        FieldClass.Indicator => 3,
        FieldClass.Population => 3,
        FieldClass.Location => 3,
        FieldClass.Actor => 3,
        FieldClass.Scenario => 3,
        FieldClass.Option => 3,
        FieldClass.Model => 3,
        FieldClass.Determination => 3,
        FieldClass.Designation => 3,
        FieldClass.Evidence => 4,
        FieldClass.SourcesAndMethods => 4,
    };

    /// <summary>What a stage lets through of a field class. Numbers outside 0–4 and undefined classes let nothing through.</summary>
    public static StageScope Scope(int stage, FieldClass fieldClass)
    {
        if (stage is < Lowest or > Highest || !Enum.IsDefined(fieldClass))
        {
            return StageScope.Nothing;
        }

        if (stage >= WholeFrom(fieldClass))
        {
            return StageScope.Whole;
        }

        return stage == 1 && fieldClass == FieldClass.Judgement ? StageScope.TearLinesOnly : StageScope.Nothing;
    }
}
