using System.Collections.Immutable;
using System.CommandLine;
using Gateway.Cli.Nodes;
using Gateway.Cli.Shell;
using Gateway.Core.Markings;
using Gateway.Core.Policy;
using Gateway.Core.Policy.WhatIf;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Storage.Sqlite;

namespace Gateway.Cli.Policy;

/// <summary>The corpus that a change is tried on: the record of the node's folder, or an index that was written from it.</summary>
internal static class StoredOrExported
{
    public static Option<FileInfo> Index() =>
        new("--index") { Description = "An index written by 'policy index', instead of the record in DIR", HelpName = "FILE" };

    /// <summary>The corpus; null when the index is not sound or is another partner's, which is then said.</summary>
    public static CorpusIndex? Read(Surface surface, NodeDocuments.Sound documents, DirectoryInfo data, FileInfo? index)
    {
        if (index is null)
        {
            return Stored(documents, data.FullName, surface.Time.GetUtcNow());
        }

        if (!CorpusIndexReader.TryRead(File.ReadAllBytes(index.FullName), out CorpusIndex? read, out ImmutableArray<CorpusIndexError> errors))
        {
            foreach (CorpusIndexError error in errors)
            {
                surface.Error.WriteLine($"{index.Name}, {error}");
            }

            surface.Refuse($"{index.Name} is not an index as 'policy index' writes it");
            return null;
        }

        if (read.Holder != documents.Partner)
        {
            surface.Refuse($"{index.Name} is the index of {read.Holder}, and {data.Name} is the folder of {documents.Partner}");
            return null;
        }

        return read;
    }

    /// <summary>The corpus in a node's record. The node may run meanwhile.</summary>
    public static CorpusIndex Stored(NodeDocuments.Sound documents, string folder, DateTimeOffset now)
    {
        string record = NodeFolder.Record(folder);
        if (!File.Exists(record))
        {
            throw new IOException($"{folder} has no record yet: its node has not started, or {Path.GetFileName(record)} is elsewhere");
        }

        using SqliteNodeStore store = SqliteNodeStore.Open(new SqliteOptions { Path = record, ReadOnly = true });
        return StoredCorpus.Read(store.Read, Model(documents), now);
    }

    // The corpus does not depend on policy.
    private static NodeModel Model(NodeDocuments.Sound documents) => new()
    {
        Self = documents.Partner,
        Roster = documents.Roster,
        Agreements = documents.Agreements,
        Policy = PolicySet.Empty,
        Markings = documents.Registry,
        MarkingBook = documents.Markings,
        Schemas = name => Schemas.TryGet(name, out ProductSchema? schema) ? schema : null,
    };
}
