using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;
using Gateway.Core.Assessments;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Cli.Markings;

/// <summary><c>gatewayctl marking may</c>: whether a partner may have a portion, by the release gate's own mandatory checks.</summary>
internal sealed class MayCommand(Surface surface)
{
    private const string Full = "an agreement at stage 4 up to TOP SECRET with everybody whose information is inside";

    private readonly Option<string> _policy = MarkOptions.Policy();
    private readonly Option<string?> _kind = MarkOptions.Kind();
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object" };
    private readonly Argument<string> _mark = new("MARK") { Description = "The mark of the portion" };
    private readonly Option<string> _to = new("--to") { Required = true, Description = "The partner that would receive", HelpName = "CODE" };
    private readonly Option<string?> _clearance = new("--clearance") { Description = "How high it is cleared, in its own words or UNCLASSIFIED to TOP SECRET", HelpName = "LEVEL" };
    private readonly Option<string[]> _clearanceFor = Many("--clearance-for", "Another level for one owner's information: NATO=SECRET", "OWNER=LEVEL");
    private readonly Option<string[]> _member = Many("--member", "Groups it belongs to besides those the registry says: EU", "CODE");
    private readonly Option<string[]> _caveat = Many("--caveat", "Caveats it has undertaken to honour: PROPIN, SI", "TEXT");
    private readonly Option<string[]> _community = Many("--community", "TLP communities it belongs to", "TEXT");
    private readonly Option<int?> _stage = new("--stage") { Description = "Stage of the agreements with it, 0 to 4", HelpName = "N" };
    private readonly Option<string?> _ceiling = new("--ceiling") { Description = "Highest level under these agreements", HelpName = "LEVEL" };
    private readonly Option<bool> _noAgreement = new("--no-agreement") { Description = "There is no agreement" };
    private readonly Option<bool> _approved = new("--approved") { Description = "A release officer approved it" };
    private readonly Option<string> _class = new("--class") { Description = "Field class of the portion", DefaultValueFactory = _ => "judgement", HelpName = "CLASS" };
    private readonly Option<string?> _originator = new("--originator") { Description = "Who sealed it; otherwise whom the policy speaks for", HelpName = "CODE" };
    private readonly Option<string?> _releaser = new("--releaser") { Description = "Whose node releases; otherwise the originator's", HelpName = "CODE" };
    private readonly Option<string[]> _releasable = Many("--releasable-to", "The release list, where the grammar cannot say it", "CODE");
    private readonly Option<string[]> _named = Many("--named", "Partners that the originator named (ORCON)", "CODE");
    private readonly Option<string?> _markCommunity = new("--mark-community") { Description = "TLP community of the mark", HelpName = "TEXT" };
    private readonly Option<DateTimeOffset?> _notBefore = new("--not-before") { Description = "Embargo of the mark", HelpName = "TIME" };
    private readonly Option<DateTimeOffset?> _sealed = new("--sealed") { Description = "When it was sealed; otherwise at the time of the decision", HelpName = "TIME" };
    private readonly Option<DateTimeOffset?> _now = new("--now") { Description = "Time of the decision; otherwise now", HelpName = "TIME" };
    private readonly Option<DirectoryInfo?> _data = new("--data") { Description = "A node's folder: its roster, agreements and registry count instead of what is stated", HelpName = "DIR" };
    private readonly RegistryOption _registry = new();

    // What is said of the recipient; a node's roster and agreements say all of it.
    private Option[] Stated => [_clearance, _clearanceFor, _member, _caveat, _community, _stage, _ceiling, _noAgreement, _releaser, _registry.Symbol];

    public Verb Build() => new Verb(
        "may",
        "Says whether a partner may have a portion: the ten steps of the release decision, each with its answer.",
        _policy, _kind, _to, _clearance, _clearanceFor, _member, _caveat, _community, _stage, _ceiling, _noAgreement, _approved, _class, _originator, _releaser,
        _releasable, _named, _markCommunity, _notBefore, _sealed, _now, _data, _registry.Symbol, _json, _mark)
    {
        Examples =
        [
            "marking may --policy US --to FRA --clearance SECRET '(S//REL TO USA, FRA)'",
            "marking may --policy US --to SWE --data demo/USA '(S//NF)'",
        ],
    }.Does(Run);

    private ExitCode Run(ParseResult parsed)
    {
        if (parsed.GetValue(_data) is not null && Stated.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } both)
        {
            return surface.Misuse($"{both.Name} and --data: the node's folder says that already; give one of them");
        }

        if (!TryAsk(parsed, out MayQuestion? question, out ExitCode wrong))
        {
            return wrong;
        }

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

    private bool TryAsk(ParseResult parsed, [NotNullWhen(true)] out MayQuestion? question, out ExitCode wrong)
    {
        question = null;
        DateTimeOffset now = parsed.GetValue(_now) ?? surface.Time.GetUtcNow();
        if (!PartnerCode.TryParse(parsed.GetRequiredValue(_to), out PartnerCode to))
        {
            wrong = surface.Misuse("--to takes a partner code, such as FRA");
            return false;
        }

        if (parsed.GetValue(_data) is { } folder)
        {
            switch (NodeDocuments.Read(folder.FullName))
            {
                case NodeDocuments.Unsound unsound:
                    wrong = surface.Refuse(unsound.Reason);
                    return false;
                case NodeDocuments.Sound documents:
                    return TryFacts(parsed, documents.Registry, documents.Partner, now, out PortionFacts? held, out wrong)
                        && Asked(held, to, documents.Registry, [], World(documents.Roster, documents.Agreements, documents.Registry, documents.Partner), out question);
                default:
                    throw new InvalidOperationException("NodeDocuments is closed.");
            }
        }

        if (!_registry.TryRead(parsed, out MarkingRegistry? registry, out string? fault))
        {
            wrong = surface.Refuse(fault);
            return false;
        }

        if (!TryFacts(parsed, registry, null, now, out PortionFacts? facts, out wrong) || !TryStated(parsed, to, registry, out StatedRecipient? recipient, out wrong))
        {
            return false;
        }

        PartnerCode releaser = facts.Originator;
        if (parsed.GetValue(_releaser) is { } text && !PartnerCode.TryParse(text, out releaser))
        {
            wrong = surface.Misuse("--releaser takes a partner code, such as USA");
            return false;
        }

        PartnerCode[] givers = [.. Owners(facts, registry).Append(releaser).Distinct()];
        return Asked(facts, to, registry, Assumed(parsed), World(recipient.Roster(givers.Concat(Named(facts, registry)), registry, now), recipient.Agreements(givers), registry, releaser), out question);

        DecisionContext World(Roster roster, Agreements agreements, MarkingRegistry words, PartnerCode by) => new()
        {
            Roster = roster,
            Agreements = agreements,
            Policy = PolicySet.Empty,
            Markings = new MarkingBook(words),
            Releaser = by,
            Now = now,
            HoldApproved = parsed.GetValue(_approved),
        };

        static bool Asked(
            PortionFacts portion, PartnerCode partner, MarkingRegistry words, ImmutableArray<string> assumed, DecisionContext world, out MayQuestion asked)
        {
            asked = new MayQuestion(portion, partner, world, words, assumed);
            return true;
        }
    }

    private bool TryFacts(
        ParseResult parsed, MarkingRegistry registry, PartnerCode? node, DateTimeOffset now, [NotNullWhen(true)] out PortionFacts? facts, out ExitCode wrong)
    {
        facts = null;
        wrong = ExitCode.Usage;
        string policy = parsed.GetRequiredValue(_policy);
        string? originator = parsed.GetValue(_originator) ?? (policy == "US" ? "USA" : registry.IsOwner(policy) ? policy : node?.Value);
        if (!PartnerCode.TryParse(originator, out PartnerCode code))
        {
            surface.Misuse(originator is null ? "say with --originator who sealed it: the policy speaks for nobody" : "--originator takes a partner code, such as USA");
            return false;
        }

        if (!FieldClassNames.TryParse(parsed.GetRequiredValue(_class), out FieldClass fieldClass))
        {
            surface.Misuse($"--class takes one of {string.Join(", ", Enum.GetValues<FieldClass>().Select(known => known.Word()))}");
            return false;
        }

        var marking = new Marking
        {
            Policy = policy,
            Text = parsed.GetRequiredValue(_mark),
            ReleasableTo = [.. parsed.GetValue(_releasable) ?? []],
            OriginatorList = [.. parsed.GetValue(_named) ?? []],
            Community = parsed.GetValue(_markCommunity) ?? "",
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

    private bool TryStated(
        ParseResult parsed, PartnerCode to, MarkingRegistry registry, [NotNullWhen(true)] out StatedRecipient? recipient, out ExitCode wrong)
    {
        recipient = null;
        wrong = ExitCode.Usage;
        Level level = Level.Unclassified;
        Level ceiling = Level.TopSecret;
        if (!registry.IsOwner(to.Value))
        {
            surface.Misuse($"--to takes a nation or an organisation that is registered, such as FRA or NATO, not {to}");
            return false;
        }

        if (parsed.GetValue(_clearance) is { } word && !TryClearance(to, word, registry, out level))
        {
            surface.Misuse($"--clearance takes a level of {to} in its own words, or one of UNCLASSIFIED to TOP SECRET");
            return false;
        }

        if (parsed.GetValue(_ceiling) is { } most && !LevelNames.TryParse(most, out ceiling))
        {
            surface.Misuse("--ceiling takes one of UNCLASSIFIED, RESTRICTED, CONFIDENTIAL, SECRET, TOP SECRET");
            return false;
        }

        int stage = parsed.GetValue(_stage) ?? Stages.Highest;
        if (stage is < Stages.Lowest or > Stages.Highest)
        {
            surface.Misuse(string.Create(CultureInfo.InvariantCulture, $"--stage takes {Stages.Lowest} to {Stages.Highest}"));
            return false;
        }

        var byOwner = ImmutableSortedDictionary.CreateBuilder<PartnerCode, Level>();
        foreach (string pair in parsed.GetValue(_clearanceFor) ?? [])
        {
            if (pair.Split('=') is not [var owner, var own] || !PartnerCode.TryParse(owner, out PartnerCode code) || !TryClearance(to, own, registry, out Level good))
            {
                surface.Misuse("--clearance-for takes an owner and a level: NATO=SECRET");
                return false;
            }

            byOwner[code] = good;
        }

        var groups = ImmutableArray.CreateBuilder<PartnerCode>();
        foreach (string text in parsed.GetValue(_member) ?? [])
        {
            if (!registry.TryGetCoalition(text, out _) || !PartnerCode.TryParse(text, out PartnerCode group))
            {
                surface.Misuse("--member takes the code of a registered group, such as EU");
                return false;
            }

            groups.Add(group);
        }

        recipient = new StatedRecipient
        {
            Code = to,
            Clearance = new Clearance(level, byOwner.ToImmutable()),
            Groups = groups.ToImmutable(),
            Caveats = [.. parsed.GetValue(_caveat) ?? []],
            Communities = [.. parsed.GetValue(_community) ?? []],
            Agreement = parsed.GetValue(_noAgreement) ? null : (stage, ceiling),
        };
        return true;
    }

    private ImmutableArray<string> Assumed(ParseResult parsed)
    {
        bool stated = parsed.GetValue(_noAgreement) || parsed.GetValue(_stage) is not null || parsed.GetValue(_ceiling) is not null;
        string?[] all =
        [
            parsed.GetValue(_clearance) is null ? "the partner is cleared for nothing classified (--clearance)" : null,
            stated ? null : Full + " (--stage, --ceiling, --no-agreement)",
        ];
        return [.. all.OfType<string>()];
    }

    /// <summary>The nation's own word wins: SECRET is not SECRET everywhere.</summary>
    private static bool TryClearance(PartnerCode to, string word, MarkingRegistry registry, out Level level) =>
        registry.Levels.TryMapClearance(to.Value, word, out level) || LevelNames.TryParse(word, out level);

    private static IEnumerable<PartnerCode> Owners(PortionFacts facts, MarkingRegistry registry) =>
        MarkingReader.Read(facts.Marking, MarkingKind.Portion, registry) is MarkingReading.Readable readable
            ? PortionOwners.All(facts.Originator, readable.Marking).Where(code => registry.IsOwner(code.Value) || code == facts.Originator)
            : [facts.Originator];

    // Nations on a list are known without being partners; groups are in every roster that is made here.
    private static IEnumerable<PartnerCode> Named(PortionFacts facts, MarkingRegistry registry) =>
        MarkingReader.Read(facts.Marking, MarkingKind.Portion, registry) is MarkingReading.Readable { Marking: var marking }
            ? (marking.ReleasableTo ?? []).Concat(marking.DisplayOnly ?? []).Where(registry.IsNation).Select(PartnerCode.Of)
            : [];

    private static Option<string[]> Many(string name, string description, string value) =>
        new(name) { Description = description, HelpName = value, AllowMultipleArgumentsPerToken = false };
}
