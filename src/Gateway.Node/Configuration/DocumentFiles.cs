using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Policy;

namespace Gateway.Node.Configuration;

/// <summary>Reads roster, agreements and policies from their files; every fault goes into <paramref name="errors"/>.</summary>
internal sealed class DocumentFiles(List<string> errors)
{
    public Roster? Roster(string path)
    {
        if (!File.Exists(path))
        {
            errors.Add("Gateway:Roster must name the roster file, a signed note.");
            return null;
        }

        if (!SignedRoster.TryRead(File.ReadAllBytes(path), out Roster? roster, out ImmutableArray<DocumentError> faults))
        {
            errors.AddRange(faults.Select(fault => $"Gateway:Roster: {Path.GetFileName(path)}: {fault}"));
        }

        return roster;
    }

    public Agreements Agreements(string folder, Roster? roster, PartnerCode self)
    {
        var agreements = new List<Agreement>();
        if (!Directory.Exists(folder))
        {
            errors.Add("Gateway:Agreements must name the folder of the signed agreements.");
            return Core.Partners.Agreements.None;
        }

        foreach (string path in Directory.EnumerateFiles(folder, "*.note").Order(StringComparer.Ordinal))
        {
            if (roster is null)
            {
                continue;
            }

            if (!SignedRoster.TryRead(File.ReadAllBytes(path), roster, out Agreement? agreement, out ImmutableArray<DocumentError> faults))
            {
                errors.AddRange(faults.Select(fault => $"Gateway:Agreements: {Path.GetFileName(path)}: {fault}"));
            }
            else if (agreement.First != self && agreement.Second != self)
            {
                errors.Add($"Gateway:Agreements: {Path.GetFileName(path)}: this node's partner is not a party to it.");
            }
            else
            {
                agreements.Add(agreement);
            }
        }

        return new Agreements(agreements);
    }

    public PolicySet? Policies(string folder, Roster? roster, Agreements agreements, PartnerCode self)
    {
        if (!Directory.Exists(folder))
        {
            errors.Add("Gateway:Policies must name the folder of the release policy files (*.relpol).");
            return null;
        }

        if (roster is null)
        {
            return null;
        }

        PolicySource[] sources =
        [
            .. Directory.EnumerateFiles(folder, "*.relpol").Order(StringComparer.Ordinal)
                .Select(path => new PolicySource(Path.GetFileName(path), File.ReadAllText(path))),
        ];
        var surroundings = new PolicySurroundings(roster, agreements, MarkingBook.Default, self);
        switch (PolicyLoader.Load(sources, surroundings))
        {
            case PolicyLoading.Loaded loaded:
                return loaded.Policy;
            case PolicyLoading.Refused refused:
                errors.AddRange(refused.Errors.Select(error => $"Gateway:Policies: {error}"));
                return null;
            default:
                throw new InvalidOperationException("PolicyLoading is closed.");
        }
    }
}
