using System.Globalization;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Policy;
using Gateway.Core.Policy.WhatIf;
using Gateway.Core.Sealing;
using Spectre.Console;

namespace Gateway.Cli.Policy;

/// <summary>A diff for people and for scripts: gains first. A gate that is exceeded is said last.</summary>
internal static class DiffReport
{
    private const int MostProducts = 5;

    public static ExitCode Show(Surface surface, PolicyDiff diff, IReadOnlyList<DiffGate> gates, bool json)
    {
        if (json)
        {
            WriteJson(surface, diff);
        }
        else
        {
            Show(surface, diff);
        }

        string[] objections = [.. gates.Select(gate => gate.Objection(diff)).OfType<string>()];
        return objections.Length == 0 ? ExitCode.Done : surface.Refuse(string.Join("; ", objections));
    }

    private static void Show(Surface surface, PolicyDiff diff)
    {
        surface.Out.WriteLine(
            $"{Page.Count(diff.Portions, "portion")} in {Page.Count(diff.Classes, "class", "classes")}, decided for {Page.Count(diff.Partners, "partner")} before and after");
        surface.Out.WriteLine($"corpus sha256:{diff.CorpusRoot}");
        surface.Out.WriteLine($"diff   sha256:{diff.Digest}");
        surface.Out.WriteLine();
        if (diff.IsEmpty)
        {
            surface.Out.WriteLine("No outcome changes.");
            return;
        }

        surface.Out.WriteLine(diff.Gains.IsEmpty
            ? "GAINS: none"
            : $"GAINS: {Page.Count(diff.GainCount, "portion")}, of which {Number(diff.NewFlowCount)} can newly leave");
        Show(surface, diff.Gains);
        surface.Out.WriteLine(diff.Losses.IsEmpty
            ? "LOSSES: none"
            : $"LOSSES: {Page.Count(diff.LossCount, "portion")}, {Number(diff.Losses.Sum(row => row.AlreadySent))} already sent (only a recall asks for those back)");
        Show(surface, diff.Losses);
    }

    private static void Show(Surface surface, IReadOnlyList<DiffRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        surface.Out.WriteLine();
        Table table = Page.Table("partner", ">portions", ">sent", "before", "", "after");
        foreach (DiffRow row in rows)
        {
            table.Row([row.Partner.Value, Number(row.Count), Number(row.AlreadySent), Cell(row.Before), "→", Cell(row.After)], lines: true);
        }

        surface.Console.Write(table);
        surface.Out.WriteLine();
        foreach (DiffRow row in rows)
        {
            surface.Out.WriteLine(Page.Wrap($"{row.Partner}, {Ids(row.Before)} → {Ids(row.After)}: {Page.Count(row.Products.Length, "product")}", 4));
            var sent = row.SentProducts.ToHashSet();
            foreach (ProductId product in row.Products.Take(MostProducts))
            {
                surface.Out.WriteLine($"    {product}{(sent.Contains(product) ? " sent" : "")}");
            }

            if (row.Products.Length > MostProducts)
            {
                surface.Out.WriteLine($"    and {Number(row.Products.Length - MostProducts)} more; --json lists all");
            }
        }

        surface.Out.WriteLine();
    }

    private static string Cell(Decision decision) => $"{PolicyFormatter.Word(decision.Outcome)}\n{string.Join('\n', decision.Rules)}";

    private static string Ids(Decision decision) => string.Join(", ", decision.Rules);

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static void WriteJson(Surface surface, PolicyDiff diff)
    {
        surface.Out.WriteJson(line =>
        {
            line.WriteString("corpus", diff.CorpusRoot);
            line.WriteString("before", diff.Before);
            line.WriteString("after", diff.After);
            line.WriteString("digest", diff.Digest);
            line.WriteNumber("portions", diff.Portions);
            line.WriteNumber("classes", diff.Classes);
            line.WriteNumber("partners", diff.Partners);
            line.WriteNumber("gains", diff.GainCount);
            line.WriteNumber("new_flow", diff.NewFlowCount);
            line.WriteNumber("losses", diff.LossCount);
            line.WriteNumber("losses_already_sent", diff.Losses.Sum(row => row.AlreadySent));
        });
        foreach ((string change, DiffRow row) in diff.Gains.Select(row => ("gain", row)).Concat(diff.Losses.Select(row => ("loss", row))))
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteString("change", change);
                line.WriteString("partner", row.Partner.Value);
                line.WriteString("before", PolicyFormatter.Word(row.Before.Outcome));
                line.WriteTexts("before_rules", row.Before.Rules);
                line.WriteString("after", PolicyFormatter.Word(row.After.Outcome));
                line.WriteTexts("after_rules", row.After.Rules);
                line.WriteNumber("portions", row.Count);
                line.WriteNumber("already_sent", row.AlreadySent);
                line.WriteTexts("products", row.Products.Select(product => product.ToString()));
                line.WriteTexts("sent_products", row.SentProducts.Select(product => product.ToString()));
            });
        }
    }
}
