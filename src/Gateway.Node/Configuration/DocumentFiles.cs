using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Markings;
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

        if (Bytes("Gateway:Roster", path) is not { } bytes)
        {
            return null;
        }

        if (!SignedRoster.TryRead(bytes, out Roster? roster, out ImmutableArray<DocumentError> faults))
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

        foreach ((string path, byte[] bytes) in Files("Gateway:Agreements", folder, ".note"))
        {
            if (roster is null)
            {
                continue;
            }

            if (!SignedRoster.TryRead(bytes, roster, out Agreement? agreement, out ImmutableArray<DocumentError> faults))
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

    /// <summary>The vocabulary of markings: the built-in one, with what the registry file enables.</summary>
    public MarkingRegistry Registry(string path)
    {
        if (path.Length == 0)
        {
            return MarkingRegistry.Default;
        }

        if (!File.Exists(path))
        {
            errors.Add("Gateway:Registry must name a marking registry file, or be left out.");
            return MarkingRegistry.Default;
        }

        if (Bytes("Gateway:Registry", path) is not { } bytes)
        {
            return MarkingRegistry.Default;
        }

        if (!RegistryFile.TryRead(bytes, MarkingRegistry.Default, out MarkingRegistry? registry, out ImmutableArray<DocumentError> faults))
        {
            errors.AddRange(faults.Select(fault => $"Gateway:Registry: {Path.GetFileName(path)}: {fault}"));
        }

        return registry ?? MarkingRegistry.Default;
    }

    public PolicySet? Policies(string folder, Roster? roster, Agreements agreements, IMarkingBook markings, PartnerCode self)
    {
        if (!Directory.Exists(folder))
        {
            errors.Add("Gateway:Policies must name the folder of the release policy files (*.relpol).");
            return null;
        }

        int before = errors.Count;
        PolicySource[] sources =
        [
            .. Files("Gateway:Policies", folder, ".relpol")
                .Select(file => new PolicySource(Path.GetFileName(file.Path), Encoding.UTF8.GetString(file.Bytes))),
        ];
        if (roster is null || errors.Count > before)
        {
            return null;
        }

        var surroundings = new PolicySurroundings(roster, agreements, markings, self);
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

    /// <summary>
    /// The files of a folder in order. Whatever else stands there is told: a limit or an agreement that is passed over for the spelling of
    /// its name would not be missed until it is too late.
    /// </summary>
    private List<(string Path, byte[] Bytes)> Files(string key, string folder, string extension)
    {
        var files = new List<(string, byte[])>();
        foreach (string path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            if (!File.Exists(path) || !name.EndsWith(extension, StringComparison.Ordinal))
            {
                errors.Add($"{key}: {name} would not be read: this folder holds files *{extension} and nothing else.");
            }
            else if (Bytes($"{key}: {name}", path) is { } bytes)
            {
                files.Add((path, bytes));
            }
        }

        return files;
    }

    private byte[]? Bytes(string what, string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{what} cannot be read ({failure.GetType().Name}).");
            return null;
        }
    }
}
