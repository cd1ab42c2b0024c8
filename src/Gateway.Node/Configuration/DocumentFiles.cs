using System.Collections.Immutable;
using Gateway.Core.Partners;

namespace Gateway.Node.Configuration;

/// <summary>Reads roster and agreements from their files; every fault goes into <paramref name="errors"/>.</summary>
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

    /// <summary>
    /// The files of a folder in order. Whatever else stands there is told: an agreement that is passed over for the spelling of
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
