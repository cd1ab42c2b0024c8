using System.CommandLine;
using Gateway.Cli.Nodes;
using Gateway.Cli.Products;
using Gateway.Cli.Render;
using Gateway.Cli.Shell;
using Gateway.Core.Policy.WhatIf;

namespace Gateway.Cli.Policy;

/// <summary><c>policy index</c>: what a node holds, as one file that a change can be tried on elsewhere.</summary>
internal static class IndexCommand
{
    public static Verb Build(Surface surface)
    {
        Option<DirectoryInfo> data = PolicyCommands.Data();
        var target = new Option<FileInfo>("--out") { Required = true, Description = "File to write; it holds markings and product ids: keep it as safe as the record", HelpName = "FILE" };
        Option<bool> json = PolicyCommands.Json();
        return new Verb("index", "Writes an index of what the node holds, for diff and simulate on another machine.", data, target, json)
        {
            Examples = ["policy index --data demo/USA --out usa.index"],
        }.Does((parsed, cancel) => NodeDocuments.Read(parsed.GetRequiredValue(data).FullName) switch
        {
            NodeDocuments.Sound documents => Write(
                surface, documents, parsed.GetRequiredValue(data).FullName, parsed.GetRequiredValue(target).FullName, parsed.GetValue(json), cancel),
            NodeDocuments.Unsound unsound => Task.FromResult(surface.Refuse(unsound.Reason)),
            var other => throw new InvalidOperationException($"{other.GetType()} is unknown."),
        });
    }

    private static async Task<ExitCode> Write(
        Surface surface, NodeDocuments.Sound documents, string folder, string target, bool json, CancellationToken cancellation)
    {
        CorpusIndex corpus = StoredOrExported.Stored(documents, folder, surface.Time.GetUtcNow());
        await PrivateFile.WriteAsync(target, CorpusIndexWriter.Write(corpus), cancellation);
        if (json)
        {
            surface.Out.WriteJson(line =>
            {
                line.WriteString("holder", corpus.Holder.Value);
                line.WriteNumber("products", corpus.Products.Length);
                line.WriteNumber("portions", corpus.Portions);
                line.WriteNumber("classes", corpus.Classes.Length);
                line.WriteString("root", corpus.Root);
            });
        }
        else
        {
            surface.Out.WriteLine(
                $"{Page.Count(corpus.Portions, "portion")} of {Page.Count(corpus.Products.Length, "product")} in {Page.Count(corpus.Classes.Length, "class", "classes")}");
            surface.Out.WriteLine($"root sha256:{corpus.Root}");
        }

        return ExitCode.Done;
    }
}
