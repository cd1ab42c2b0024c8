using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Gateway.Protocol.V1;

namespace Gateway.Cli.Products;

/// <summary>Options that give every portion of what is written one marking.</summary>
internal sealed class MarkedText
{
    private readonly Option<string?> _text = new("--marking") { Description = "Marking of every portion: \"(C//REL TO USA, FRA)\"", HelpName = "MARK" };

    private readonly Option<string> _policy = new("--policy") { Description = "Policy that the mark is written in", HelpName = "POLICY", DefaultValueFactory = _ => "US" };

    private readonly Option<string[]> _releasableTo = new("--releasable-to")
    {
        Description = "Partners that may have it, where the policy's marks do not say so",
        HelpName = "CODE",
        AllowMultipleArgumentsPerToken = true,
    };

    public Symbol[] All => [_text, _policy, _releasableTo];

    public bool TryRead(ParseResult parsed, [NotNullWhen(true)] out Marking? marking, [NotNullWhen(false)] out string? missing)
    {
        (marking, missing) = (null, null);
        if (parsed.GetValue(_text) is not { Length: > 0 } text)
        {
            missing = "--marking is needed: every portion has one";
            return false;
        }

        marking = new Marking { Policy = parsed.GetRequiredValue(_policy), Text = text };
        marking.ReleasableTo.AddRange(parsed.GetValue(_releasableTo) ?? []);
        return true;
    }
}
