using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Activation;
using Gateway.Core.Policy.WhatIf;
using Gateway.Core.Releasing;
using Spectre.Console;

namespace Gateway.Cli.Policy;

/// <summary>What somebody is about to sign, and what was signed.</summary>
internal static class ProposalReport
{
    public static void Show(Surface surface, PolicyProposal proposal, PolicyPlan plan)
    {
        surface.Console.Say(string.Create(CultureInfo.InvariantCulture, $"policy set {proposal.Number} of {proposal.Partner}: {proposal.Reason}"));
        foreach (PolicyVersion file in proposal.Files)
        {
            surface.Console.Say(string.Create(CultureInfo.InvariantCulture, $"  {file.Name} version {file.Version}{(Known(plan, file) ? ", unchanged" : "")}"));
        }

        surface.Console.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"gains: {plan.Diff.GainCount} portions ({plan.Diff.NewFlowCount} can leave by it), losses: {plan.Diff.LossCount}, of {plan.Diff.Portions} held"));
        Rows(surface, "gain", plan.Diff.Gains);
        Rows(surface, "loss", plan.Diff.Losses);
        surface.Console.Say($"replaces {(proposal.Replaces is { } digest ? PolicyDigests.Prefix + digest : "none")}");
        surface.Console.Say($"policy   {PolicyDigests.Prefix}{proposal.Digest}");
        surface.Console.Say($"diff     {PolicyDigests.Prefix}{proposal.Diff}");
        surface.Console.Say($"corpus   {PolicyDigests.Prefix}{proposal.Corpus}");
    }

    public static void WriteJson(Surface surface, PolicyProposal proposal, PolicyPlan plan, string folder, PolicyPart signed) => surface.Out.WriteJson(json =>
    {
        json.WriteString("partner", proposal.Partner.Value);
        json.WriteNumber("number", proposal.Number);
        json.WriteString("replaces", proposal.Replaces);
        json.WriteString("digest", proposal.Digest);
        json.WriteString("diff", proposal.Diff);
        json.WriteString("corpus", proposal.Corpus);
        json.WriteNumber("gains", plan.Diff.GainCount);
        json.WriteNumber("new_flow", plan.Diff.NewFlowCount);
        json.WriteNumber("losses", plan.Diff.LossCount);
        json.WriteString("reason", proposal.Reason);
        json.WriteString("signed", signed == PolicyPart.Author ? "author" : "approver");
        json.WriteString("folder", folder);
    });

    private static bool Known(PolicyPlan plan, PolicyVersion file) => plan.Past.Newest.Contains(file);

    private static void Rows(Surface surface, string word, IReadOnlyCollection<DiffRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        Table table = Page.Table(word, "to", ">portions", ">sent", "from", "becomes", "by");
        foreach (DiffRow row in rows)
        {
            table.Row(
                word,
                row.Partner.Value,
                row.Count.ToString(CultureInfo.InvariantCulture),
                row.AlreadySent.ToString(CultureInfo.InvariantCulture),
                PolicyFormatter.Word(row.Before.Outcome),
                PolicyFormatter.Word(row.After.Outcome),
                string.Join(' ', row.After.Rules));
        }

        surface.Console.Write(table);
    }
}
