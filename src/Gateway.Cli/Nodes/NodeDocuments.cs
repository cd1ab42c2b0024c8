using System.Collections.Immutable;
using Gateway.Cli.Markings;
using Gateway.Client;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Cli.Nodes;

/// <summary>What a node's folder says about partners, agreements and policy, signatures checked; for offline work.</summary>
internal abstract record NodeDocuments
{
    private NodeDocuments()
    {
    }

    public sealed record Sound(
        PartnerCode Partner, Roster Roster, Agreements Agreements, MarkingRegistry Registry, ImmutableArray<PolicySource> Policies) : NodeDocuments
    {
        public MarkingBook Markings { get; } = new(Registry);

        public PolicySurroundings Surroundings => new(Roster, Agreements, Markings, Partner);
    }

    public sealed record Unsound(string Reason) : NodeDocuments;

    public static NodeDocuments Read(string folder)
    {
        if (NodeFolder.Partner(folder) is not { } partner)
        {
            return new Unsound($"{folder} is not a node's folder: its appsettings.json names no Gateway:Partner");
        }

        if (!PinnedRoster.TryRead(Path.Combine(folder, "roster.note"), out Roster? roster, out string? fault))
        {
            return new Unsound(fault);
        }

        if (!RegistryOption.TryRead(NodeFolder.Registry(folder), out MarkingRegistry? registry, out fault))
        {
            return new Unsound(fault);
        }

        List<Agreement> agreements = [];
        foreach (string file in Directory.EnumerateFiles(Path.Combine(folder, "agreements"), "*.note").Order(StringComparer.Ordinal))
        {
            if (!SignedRoster.TryRead(File.ReadAllBytes(file), roster, out Agreement? agreement, out ImmutableArray<DocumentError> errors))
            {
                return new Unsound($"{file}: {string.Join("; ", errors)}");
            }

            agreements.Add(agreement);
        }

        return new Sound(
            partner,
            roster,
            new Agreements(agreements),
            registry,
            [.. Directory.EnumerateFiles(Path.Combine(folder, "policies"), "*.relpol").Order(StringComparer.Ordinal)
                .Select(file => new PolicySource(Path.GetFileName(file), File.ReadAllText(file)))]);
    }
}
