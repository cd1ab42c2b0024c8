using System.CommandLine;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Cli.Markings;

/// <summary><c>gatewayctl marking may</c>: whether a partner may have a portion, by the release gate's own mandatory checks.</summary>
internal sealed class MayCommand(Surface surface)
{
    private readonly PortionOptions _portion = new();
    private readonly RecipientOptions _recipient = new();
    private readonly RegistryOption _registry = new();
    private readonly Option<string> _to = new("--to") { Required = true, Description = "The partner that would receive", HelpName = "CODE" };
    private readonly Option<string?> _releaser = new("--releaser") { Description = "Whose node releases; otherwise the originator's", HelpName = "CODE" };
    private readonly Option<DirectoryInfo?> _data = new("--data")
    {
        Description = "A node's folder: its roster, agreements and registry count instead of what is stated",
        HelpName = "DIR",
    };
    private readonly Option<bool> _approved = new("--approved") { Description = "A release officer approved it" };
    private readonly Option<DateTimeOffset?> _now = new("--now") { Description = "Time of the decision; otherwise now", HelpName = "TIME" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object" };

    // What a node's folder says already.
    private IEnumerable<Option> Stated => [.. _recipient.All, _releaser, _registry.Symbol];

    public Verb Build() => new Verb(
        "may",
        "Says whether a partner may have a portion: the ten steps of the release decision, each with its answer.",
        [_to, .. _recipient.All, _releaser, _registry.Symbol, _data, _approved, _now, _json, .. _portion.All])
    {
        Examples =
        [
            "marking may --policy US --to FRA --clearance SECRET '(S//REL TO USA, FRA)'",
            "marking may --policy US --to SWE --data demo/USA '(S//NF)'",
        ],
    }.Does(Run);

    private ExitCode Run(ParseResult parsed)
    {
        if (!PartnerCode.TryParse(parsed.GetRequiredValue(_to), out PartnerCode to))
        {
            return surface.Misuse("--to takes a partner code, such as FRA");
        }

        DateTimeOffset now = parsed.GetValue(_now) ?? surface.Time.GetUtcNow();
        if (parsed.GetValue(_data) is not { } folder)
        {
            return AsStated(parsed, to, now);
        }

        return Stated.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } twice
            ? surface.Misuse($"{twice.Name} and --data: the node's folder says that already; give one of them")
            : UnderFolder(parsed, folder.FullName, to, now);
    }

    private ExitCode AsStated(ParseResult parsed, PartnerCode to, DateTimeOffset now)
    {
        if (!_registry.TryRead(parsed, out MarkingRegistry? registry, out string? fault))
        {
            return surface.Refuse(fault);
        }

        if (!_portion.TryRead(parsed, registry, null, now, out PortionFacts? facts, out fault)
            || !_recipient.TryRead(parsed, to, registry, out StatedRecipient? recipient, out fault))
        {
            return surface.Misuse(fault);
        }

        PartnerCode releaser = facts.Originator;
        if (parsed.GetValue(_releaser) is { } text && !PartnerCode.TryParse(text, out releaser))
        {
            return surface.Misuse("--releaser takes a partner code, such as USA");
        }

        PartnerCode[] givers = [.. Owners(facts, registry).Append(releaser).Distinct()];
        Roster roster = recipient.Roster(givers.Concat(Named(facts, registry)), registry, now);
        DecisionContext world = World(parsed, roster, recipient.Agreements(givers), registry, releaser, now);
        return Answer(parsed, new MayQuestion(facts, to, world, registry, _recipient.Assumed(parsed)));
    }

    private ExitCode UnderFolder(ParseResult parsed, string folder, PartnerCode to, DateTimeOffset now)
    {
        switch (NodeDocuments.Read(folder))
        {
            case NodeDocuments.Unsound unsound:
                return surface.Refuse(unsound.Reason);
            case NodeDocuments.Sound node:
                DecisionContext world = World(parsed, node.Roster, node.Agreements, node.Registry, node.Partner, now);
                return _portion.TryRead(parsed, node.Registry, node.Partner, now, out PortionFacts? facts, out string? fault)
                    ? Answer(parsed, new MayQuestion(facts, to, world, node.Registry, []))
                    : surface.Misuse(fault);
            default:
                throw new InvalidOperationException("NodeDocuments is closed.");
        }
    }

    private ExitCode Answer(ParseResult parsed, MayQuestion question)
    {
        var answer = MayAnswer.To(question);
        if (parsed.GetValue(_json))
        {
            answer.WriteJson(surface.Out);
        }
        else
        {
            answer.Show(surface.Console);
        }

        return answer.May ? ExitCode.Done : ExitCode.Refused;
    }

    private DecisionContext World(
        ParseResult parsed, Roster roster, Agreements agreements, MarkingRegistry registry, PartnerCode releaser, DateTimeOffset now) => new()
        {
            Roster = roster,
            Agreements = agreements,
            Policy = PolicySet.Empty,
            Markings = new MarkingBook(registry),
            Releaser = releaser,
            Now = now,
            HoldApproved = parsed.GetValue(_approved),
        };

    private static IEnumerable<PartnerCode> Owners(PortionFacts facts, MarkingRegistry registry) =>
        MarkingReader.Read(facts.Marking, MarkingKind.Portion, registry) is MarkingReading.Readable readable
            ? PortionOwners.All(facts.Originator, readable.Marking).Where(code => registry.IsOwner(code.Value) || code == facts.Originator)
            : [facts.Originator];

    // Nations on a list are known without being partners; groups are in every roster that is made here.
    private static IEnumerable<PartnerCode> Named(PortionFacts facts, MarkingRegistry registry) =>
        MarkingReader.Read(facts.Marking, MarkingKind.Portion, registry) is MarkingReading.Readable { Marking: var marking }
            ? (marking.ReleasableTo ?? []).Concat(marking.DisplayOnly ?? []).Where(registry.IsNation).Select(PartnerCode.Of)
            : [];
}
