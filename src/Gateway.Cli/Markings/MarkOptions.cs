using System.CommandLine;
using Gateway.Core.Markings;

namespace Gateway.Cli.Markings;

/// <summary>Options that commands about marks share.</summary>
internal static class MarkOptions
{
    public static Option<string> Policy() => new("--policy")
    {
        Required = true,
        Description = "Whose grammar the marks follow: US, NATO, EU, TLP, or a nation's alpha-3 code; never guessed",
    };

    public static Option<string?> Kind()
    {
        var kind = new Option<string?>("--kind") { Description = "banner or portion; otherwise what stands in parentheses is a portion mark" };
        kind.AcceptOnlyFromAmong("banner", "portion");
        return kind;
    }

    public static Option<bool> Json() => new("--json") { Description = "One JSON object a line" };

    /// <summary>An option that may stand several times.</summary>
    public static Option<string[]> Many(string name, string description, string value) => new(name) { Description = description, HelpName = value };

    public static MarkingKind KindOf(string? said, string mark) => said switch
    {
        "banner" => MarkingKind.Banner,
        "portion" => MarkingKind.Portion,
        _ => mark.StartsWith('(') ? MarkingKind.Portion : MarkingKind.Banner,
    };
}
