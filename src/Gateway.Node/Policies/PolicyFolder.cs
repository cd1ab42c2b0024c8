using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Activation;

namespace Gateway.Node.Policies;

/// <summary>What stood in the folder at one moment.</summary>
/// <param name="Bundle">Files and approval, unchecked.</param>
/// <param name="Faults">What could not be read, or would be passed over; then the bundle is not whole.</param>
internal sealed record PolicyFolderReading(PolicyBundle Bundle, ImmutableArray<string> Faults);

/// <summary>
/// The folder in which policy changes are left: <c>*.relpol</c> and, put there last, <c>approval.note</c>. Whatever else stands in it is
/// told: a limit that is passed over for the spelling of its name would not be missed until it is too late.
/// </summary>
internal static class PolicyFolder
{
    private const int LargestFile = 4 * 1024 * 1024;

    /// <summary>
    /// Names, sizes and times of all that stands there, to see whether somebody is still writing; empty while there is no approval, or when
    /// the folder cannot be looked at.
    /// </summary>
    public static string Fingerprint(string folder)
    {
        try
        {
            return File.Exists(Path.Combine(folder, PolicyBundle.ApprovalName))
                ? string.Join('\n', new DirectoryInfo(folder).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal)
                    .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}")))
                : "";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Reads all of it.</summary>
    public static PolicyFolderReading Read(string folder)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        var files = ImmutableArray.CreateBuilder<PolicySource>();
        byte[] approval = [];
        try
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
            {
                string name = Path.GetFileName(path);
                bool isApproval = name == PolicyBundle.ApprovalName;
                if (!File.Exists(path) || !(isApproval || name.EndsWith(PolicyBundle.Extension, StringComparison.Ordinal)))
                {
                    faults.Add($"{name} would not be read: this folder holds files *{PolicyBundle.Extension} and {PolicyBundle.ApprovalName}, and nothing else.");
                }
                else if (Bytes(path, name, faults) is not { } bytes)
                {
                    continue;
                }
                else if (isApproval)
                {
                    approval = bytes;
                }
                else
                {
                    files.Add(new PolicySource(name, Encoding.UTF8.GetString(bytes)));
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            faults.Add($"The folder cannot be read ({failure.GetType().Name}).");
        }

        return new PolicyFolderReading(new PolicyBundle(files.ToImmutable(), approval), faults.ToImmutable());
    }

    private static byte[]? Bytes(string path, string name, ImmutableArray<string>.Builder faults)
    {
        try
        {
            if (new FileInfo(path).Length <= LargestFile)
            {
                return File.ReadAllBytes(path);
            }

            faults.Add($"{name} is larger than a policy file can be.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{name} cannot be read ({failure.GetType().Name}).");
        }

        return null;
    }
}
