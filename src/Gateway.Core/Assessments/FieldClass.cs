namespace Gateway.Core.Assessments;

/// <summary>
/// What kind of information a portion holds. Release policy speaks of these classes and an agreement's stage maps to a set of them.
/// Numbers equal <c>gateway.v1.FieldClass</c>.
/// </summary>
public enum FieldClass
{
    /// <summary>Title, subject, dates, serials.</summary>
    Metadata = 1,

    /// <summary>What the analyst concludes.</summary>
    Judgement = 2,

    /// <summary>How sure the analyst is, and why.</summary>
    Confidence = 3,

    /// <summary>A risk or resilience factor and its state.</summary>
    Factor = 4,

    /// <summary>An observed indicator.</summary>
    Indicator = 5,

    /// <summary>A perpetrator, enabler, protector.</summary>
    Actor = 6,

    /// <summary>People at risk.</summary>
    Population = 7,

    /// <summary>A place.</summary>
    Location = 8,

    /// <summary>A piece of evidence, by opaque reference.</summary>
    Evidence = 9,

    /// <summary>How it is known.</summary>
    SourcesAndMethods = 10,

    /// <summary>A statistical model and its predictors.</summary>
    Model = 11,

    /// <summary>A way things may go.</summary>
    Scenario = 12,

    /// <summary>What could be done.</summary>
    Option = 13,

    /// <summary>A partner or analyst who disagrees.</summary>
    Dissent = 14,

    /// <summary>A legal label; separate from risk.</summary>
    Determination = 15,

    /// <summary>A sanctions designation.</summary>
    Designation = 16,
}
