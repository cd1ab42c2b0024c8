using Gateway.Protocol.V1;
using Google.Protobuf;

namespace Gateway.Testing;

/// <summary>A small invented assessment with one portion of every kind of marking that matters.</summary>
public static class Samples
{
    /// <summary>Words that stand only in portions that must never leave the United States.</summary>
    public const string NeverLeaves = "canary-noforn-7d1f";

    /// <summary>Words that stand only in portions for France.</summary>
    public const string OnlyFrance = "canary-france-93ab";

    /// <summary>A request to submit it.</summary>
    public static SubmitRequest Request(string id) => new()
    {
        SubmissionId = id,
        SizeClass = SizeClass._128,
        Assessment = Assessment(),
    };

    /// <summary>The assessment: an exercise about Burkina Faso.</summary>
    public static RiskAssessment Assessment() => new()
    {
        Header =
        {
            new Header
            {
                Portion = Marked("(U//REL TO USA, FRA, SWE)"),
                Title = "EXERCISE: test assessment",
                Type = AssessmentType.DeepDive,
                Mode = Mode.Exercise,
            },
        },
        Subject = { new Subject { Portion = Marked("(U//REL TO USA, FRA, SWE)"), Iso3 = "BFA" } },
        Judgements =
        {
            Judgement("j1", "(S//REL TO USA, FRA)", $"The fuller judgement {OnlyFrance}"),
            Judgement("j1", "(C//REL TO USA, FRA, SWE)", "The tear line"),
        },
        Sources = { new Source { Portion = Marked("(S//NF)", "s1"), Description = $"How it is known {NeverLeaves}" } },
    };

    /// <summary>A request to submit an invented warning: an exercise about Burkina Faso, the same marks as in the assessment.</summary>
    public static SubmitRequest WarningRequest(string id) => new()
    {
        SubmissionId = id,
        SizeClass = SizeClass._32,
        Warning = new Warning
        {
            Header =
            {
                new WarningHeader { Portion = Marked("(U//REL TO USA, FRA, SWE)"), Title = "EXERCISE: test warning", Kind = WarningKind.Alert, Mode = Mode.Exercise },
            },
            Subject = { new Subject { Portion = Marked("(U//REL TO USA, FRA, SWE)"), Iso3 = "BFA" } },
            Danger =
            {
                Danger("(S//REL TO USA, FRA)", $"The fuller danger {OnlyFrance}"),
                Danger("(C//REL TO USA, FRA, SWE)", "The tear line of the danger"),
            },
            Grounds =
            {
                new Ground { Portion = Marked("(S//NF)", "g1"), Kind = GroundKind.Observation, Text = $"What was seen {NeverLeaves}" },
            },
        },
    };

    private static Danger Danger(string marking, string statement) => new()
    {
        Portion = Marked(marking),
        Statement = statement,
        Urgency = Urgency.Expected,
        Severity = Severity.Extreme,
        Certainty = Certainty.Possible,
    };

    /// <summary>A copy that serialises to the same bytes.</summary>
    public static SubmitRequest Copy(this SubmitRequest request) => SubmitRequest.Parser.ParseFrom(request.ToByteArray());

    private static Judgement Judgement(string id, string marking, string statement) => new()
    {
        Portion = Marked(marking, id),
        Statement = statement,
        HorizonMonths = 12,
        Event = new Event { DefinitionId = "mass-killing", Threshold = 1000, WindowMonths = 12 },
        Likelihood = new Likelihood { ScaleId = "icd203", Term = "likely", PLow = 0.55, PHigh = 0.8 },
        Confidence =
        {
            new Confidence { Portion = Marked(marking), ScaleId = "analytic-confidence", Level = ConfidenceLevel.Moderate, Basis = "Two streams of reporting" },
        },
    };

    private static Portion Marked(string text, string id = "") => new()
    {
        Id = id,
        Marking = new Marking { Policy = "US", Text = text },
    };
}
