using System.CommandLine;
using Gateway.Cli.Shell;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Policy.WhatIf;

namespace Gateway.Cli.Policy;

/// <summary><c>policy simulate</c>: what something other than policy would do: a partner joins, an agreement lapses, time passes, a mark changes.</summary>
internal static class SimulateCommand
{
    public static Verb Build(Surface surface)
    {
        var options = new SimulateOptions();
        return new Verb(
            "simulate",
            "Lists what would change if a partner joined a coalition, an agreement lapsed, time passed or a mark were another one.",
            options.All)
        {
            Examples =
            [
                "policy simulate --join NATO=SWE --data demo/USA",
                "policy simulate --lapse 'MOU 2025/3' --data demo/USA",
                "policy simulate --at 2030-01-01 --data demo/USA",
                "policy simulate --remark '(C//REL TO USA, FRA, SWE)' --as '(S//NF)' --data demo/USA",
            ],
        }.Does(parsed => PolicyCommands.With(parsed, options.Data, surface, documents =>
        {
            bool json = parsed.GetValue(options.Json);
            if (Misuse(parsed, options) is { } misuse)
            {
                return surface.Misuse(misuse);
            }

            if (PolicyFiles.Load(surface, documents, PolicyFiles.ReadOr(documents, parsed.GetValue(options.Policy)), json) is not { } policy)
            {
                return surface.Refuse("the policy does not load");
            }

            DecisionContext before = ExplainCommand.Context(documents, policy, parsed.GetValue(options.From) ?? surface.Time.GetUtcNow());
            if (Suppose(parsed, options, before, out DecisionContext after) is { } wrong)
            {
                return surface.Misuse(wrong);
            }

            return StoredOrExported.Read(surface, documents, parsed.GetRequiredValue(options.Data), parsed.GetValue(options.Index)) is { } corpus
                ? DiffReport.Show(surface, PolicyDiff.Between(corpus, before, after), parsed.GetValue(options.Gates) ?? [], json)
                : ExitCode.Refused;
        }));
    }

    private static string? Misuse(ParseResult parsed, SimulateOptions options)
    {
        bool remarks = parsed.GetValue(options.Remark) is not null, names = parsed.GetValue(options.As) is not null;
        bool any = parsed.GetValue(options.Join) is { Length: > 0 } || parsed.GetValue(options.Lapse) is { Length: > 0 } || parsed.GetValue(options.At) is not null || remarks;
        return remarks != names ? "--remark and --as belong together: the mark as it is, and as it would be"
            : any ? null
            : "say what to suppose: --join, --lapse, --at or --remark";
    }

    /// <summary>All that is supposed, together; or what is wrong with it.</summary>
    private static string? Suppose(ParseResult parsed, SimulateOptions options, DecisionContext before, out DecisionContext after)
    {
        after = before with { Now = parsed.GetValue(options.At) ?? before.Now };
        foreach (string join in parsed.GetValue(options.Join) ?? [])
        {
            if (join.Split('=') is not [var group, var who]
                || !PartnerCode.TryParse(group, out PartnerCode coalition)
                || !PartnerCode.TryParse(who, out PartnerCode partner)
                || !Supposition.TryJoin(after, coalition, partner, parsed.GetValue(options.Since) ?? DateTimeOffset.MinValue, out DecisionContext? joined))
            {
                return $"--join {join}: write a coalition and a partner of the roster, as NATO=SWE";
            }

            after = joined;
        }

        foreach (string lapse in parsed.GetValue(options.Lapse) ?? [])
        {
            if (!Supposition.TryLapse(after, lapse, out DecisionContext? lapsed))
            {
                return $"--lapse {lapse}: this node holds {string.Join(", ", before.Agreements.All.Select(agreement => $"'{agreement.Id}'"))}";
            }

            after = lapsed;
        }

        if (parsed.GetValue(options.Remark) is { } old)
        {
            var marking = new Marking { Policy = parsed.GetValue(options.MarkingPolicy) ?? "US", Text = old };
            if (!Supposition.TryRemark(after, marking, parsed.GetRequiredValue(options.As)!, out DecisionContext? remarked, out var errors))
            {
                return $"--as: {string.Join("; ", errors.Select(error => error.Message))}";
            }

            after = remarked;
        }

        return null;
    }
}

/// <summary>The options of <c>policy simulate</c>.</summary>
internal sealed class SimulateOptions
{
    public Option<DirectoryInfo> Data { get; } = PolicyCommands.Data();

    public Option<FileInfo> Index { get; } = StoredOrExported.Index();

    public Option<string[]> Policy { get; } = new("--policy") { Description = "Policy files, or folders of them; otherwise those of the node's folder", HelpName = "FILE" };

    public Option<string[]> Join { get; } = new("--join")
    {
        Description = "Suppose a partner in a coalition, as a member all along unless --since says from when",
        HelpName = "COALITION=PARTNER",
    };

    public Option<DateTimeOffset?> Since { get; } = PolicyCommands.Time("--since", "When the membership began: it opens nothing sealed before");

    public Option<string[]> Lapse { get; } = new("--lapse") { Description = "Suppose that an agreement is over", HelpName = "AGREEMENT" };

    public Option<DateTimeOffset?> At { get; } = PolicyCommands.Time("--at", "Suppose that it is this time: embargoes, agreements and rules come due");

    public Option<DateTimeOffset?> From { get; } = PolicyCommands.Time("--from", "Time of the decision before; otherwise now");

    public Option<string?> Remark { get; } = new("--remark") { Description = "Suppose that portions with this mark had another", HelpName = "MARK" };

    public Option<string?> As { get; } = new("--as") { Description = "The other mark", HelpName = "MARK" };

    public Option<string?> MarkingPolicy { get; } = new("--marking-policy") { Description = "Whose marks --remark and --as are; US unless told", HelpName = "POLICY" };

    public Option<DiffGate[]> Gates { get; } = DiffGate.Option();

    public Option<bool> Json { get; } = PolicyCommands.Json();

    public Symbol[] All => [Data, Join, Since, Lapse, At, From, Remark, As, MarkingPolicy, Policy, Index, Gates, Json];
}
