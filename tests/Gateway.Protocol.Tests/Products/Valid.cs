using Gateway.Protocol.V1;

namespace Gateway.Protocol.Tests.Products;

/// <summary>The smallest valid assessment, and parts to add to it.</summary>
internal static class Valid
{
    public static Portion Portion(string label = "", string mark = "(S//REL TO USA, FRA)") =>
        new() { Id = label, Marking = new Marking { Policy = "US", Text = mark } };

    public static RiskAssessment Assessment() => new()
    {
        Header = { Header() },
        Subject = { new Subject { Portion = Portion(), Iso3 = "MLI" } },
    };

    public static Header Header() => new() { Portion = Portion(), Title = "Mali 2026", Type = AssessmentType.Annual, Mode = Mode.Exercise };

    public static Judgement Judgement(string label, string statement = "A mass killing is unlikely.") => new()
    {
        Portion = Portion(label),
        Statement = statement,
        Confidence = { new Confidence { Portion = Portion(), Level = ConfidenceLevel.Moderate } },
    };
}
