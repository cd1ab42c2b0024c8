using System.Collections.Immutable;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Activation;

namespace Gateway.Cli.Policy;

/// <summary>A policy change as a folder: its files and <c>approval.note</c>. A node's folder of policies has the same form.</summary>
internal static class BundleFolder
{
    /// <summary>Reads a folder; whoever uses it checks it.</summary>
    public static PolicyBundle Read(DirectoryInfo folder)
    {
        string approval = Path.Combine(folder.FullName, PolicyBundle.ApprovalName);
        return new PolicyBundle(
            [
                .. folder.EnumerateFiles("*" + PolicyBundle.Extension).OrderBy(file => file.Name, StringComparer.Ordinal)
                    .Select(file => new PolicySource(file.Name, File.ReadAllText(file.FullName))),
            ],
            File.Exists(approval) ? File.ReadAllBytes(approval) : []);
    }

    /// <summary>Puts a change into a new folder.</summary>
    public static void Write(DirectoryInfo folder, PolicyBundle bundle)
    {
        folder.Create();
        foreach (PolicySource file in bundle.Files)
        {
            File.WriteAllText(Path.Combine(folder.FullName, file.Name), file.Text);
        }

        SetApproval(folder.FullName, bundle.Approval);
    }

    /// <summary>
    /// Puts a change into a node's folder of policies. The approval of before goes first and the new one comes last, each in one step, so
    /// that at no moment files stand there under an approval that is not theirs.
    /// </summary>
    public static void Drop(string policies, PolicyBundle bundle)
    {
        File.Delete(Path.Combine(policies, PolicyBundle.ApprovalName));
        ImmutableHashSet<string> names = [.. bundle.Files.Select(file => file.Name)];
        foreach (string old in Directory.EnumerateFiles(policies, "*" + PolicyBundle.Extension).Where(path => !names.Contains(Path.GetFileName(path))))
        {
            File.Delete(old);
        }

        foreach (PolicySource file in bundle.Files)
        {
            File.WriteAllText(Path.Combine(policies, file.Name), file.Text);
        }

        SetApproval(policies, bundle.Approval);
    }

    public static void SetApproval(string folder, ReadOnlyMemory<byte> approval)
    {
        // Beside the folder, on the same disk: a node that looks meanwhile sees no stray file.
        string partial = folder.TrimEnd(Path.DirectorySeparatorChar) + ".approval.partial";
        File.WriteAllBytes(partial, approval.Span);
        File.Move(partial, Path.Combine(folder, PolicyBundle.ApprovalName), overwrite: true);
    }
}
