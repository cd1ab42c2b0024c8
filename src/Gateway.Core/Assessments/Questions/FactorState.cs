namespace Gateway.Core.Assessments.Questions;

/// <summary>State of a risk factor. Numbers equal <c>gateway.v1.FactorState</c>.</summary>
public enum FactorState
{
    /// <summary>Not stated.</summary>
    Unspecified = 0,

    /// <summary>Looked for and not there.</summary>
    Absent = 1,

    /// <summary>There.</summary>
    Present = 2,

    /// <summary>First signs.</summary>
    Emerging = 3,

    /// <summary>There and growing.</summary>
    Worsening = 4,

    /// <summary>There and receding.</summary>
    Easing = 5,

    /// <summary>Looked for, without an answer.</summary>
    Unknown = 6,
}

/// <summary>Answer to an indicator question. Numbers equal <c>gateway.v1.QuestionAnswer</c>.</summary>
public enum QuestionAnswer
{
    /// <summary>Not answered.</summary>
    Unspecified = 0,

    /// <summary>Yes.</summary>
    Yes = 1,

    /// <summary>In part, or in places.</summary>
    Partly = 2,

    /// <summary>No.</summary>
    No = 3,

    /// <summary>Asked, and nobody can tell.</summary>
    Unknown = 4,
}
