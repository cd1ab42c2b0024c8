using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Cli.Markings;

/// <summary>A portion that somebody asks about, stated on the command line: its mark and what stands beside the mark.</summary>
internal sealed class PortionOptions
{
    private readonly Option<string> _policy = MarkOptions.Policy();
    private readonly Option<string?> _kind = MarkOptions.Kind();
    private readonly Argument<string> _mark = new("MARK") { Description = "The mark of the portion" };
    private readonly Option<string> _class = new("--class") { Description = "Field class of the portion", DefaultValueFactory = _ => "judgement", HelpName = "CLASS" };
    private readonly Option<string?> _originator = new("--originator") { Description = "Who sealed it; otherwise whom the policy speaks for", HelpName = "CODE" };
    private readonly Option<string[]> _releasable = MarkOptions.Many("--releasable-to", "The release list, where the grammar cannot say it", "CODE");
    private readonly Option<string[]> _named = MarkOptions.Many("--named", "Partners that the originator named (ORCON)", "CODE");
    private readonly Option<string?> _community = new("--mark-community") { Description = "TLP community of the mark", HelpName = "TEXT" };
    private readonly Option<DateTimeOffset?> _notBefore = new("--not-before") { Description = "Embargo of the mark", HelpName = "TIME" };
    private readonly Option<DateTimeOffset?> _sealed = new("--sealed") { Description = "When it was sealed; otherwise at the time of the decision", HelpName = "TIME" };

    public IEnumerable<Symbol> All => [_policy, _kind, _class, _originator, _releasable, _named, _community, _notBefore, _sealed, _mark];

    /// <summary>The portion as stated, or which option is wrong and what it takes. A policy that speaks for nobody leaves it to the node's partner.</summary>
    public bool TryRead(
        ParseResult parsed, MarkingRegistry registry, PartnerCode? node, DateTimeOffset now,
        [NotNullWhen(true)] out PortionFacts? facts, [NotNullWhen(false)] out string? fault)
    {
        facts = null;
        fault = null;
        string policy = parsed.GetRequiredValue(_policy);
        string? originator = parsed.GetValue(_originator) ?? (policy == "US" ? "USA" : registry.IsOwner(policy) ? policy : node?.Value);
        if (!PartnerCode.TryParse(originator, out PartnerCode code))
        {
            fault = originator is null ? "say with --originator who sealed it: the policy speaks for nobody" : "--originator takes a partner code, such as USA";
            return false;
        }

        if (!FieldClassNames.TryParse(parsed.GetRequiredValue(_class), out FieldClass fieldClass))
        {
            fault = $"--class takes one of {string.Join(", ", Enum.GetValues<FieldClass>().Select(known => known.Word()))}";
            return false;
        }

        var marking = new Marking
        {
            Policy = policy,
            Text = parsed.GetRequiredValue(_mark),
            ReleasableTo = [.. parsed.GetValue(_releasable) ?? []],
            OriginatorList = [.. parsed.GetValue(_named) ?? []],
            Community = parsed.GetValue(_community) ?? "",
            NotBeforeMs = parsed.GetValue(_notBefore)?.ToUnixTimeMilliseconds() ?? 0,
        };
        facts = new PortionFacts
        {
            Originator = code,
            FieldClass = fieldClass,
            Marking = AsPortion(marking, MarkOptions.KindOf(parsed.GetValue(_kind), marking.Text), registry),
            SealedAt = parsed.GetValue(_sealed) ?? now,
        };
        return true;
    }

    // Decisions are made on portions; a banner is asked about as the portion that says the same.
    private static Marking AsPortion(Marking marking, MarkingKind kind, MarkingRegistry registry) =>
        kind == MarkingKind.Banner && MarkingReader.Read(marking, kind, registry) is MarkingReading.Readable banner
            ? marking with { Text = MarkingPrinter.Print(banner.Marking, MarkingKind.Portion, registry) }
            : marking;
}
