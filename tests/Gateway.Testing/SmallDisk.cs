using System.Diagnostics;

namespace Gateway.Testing;

/// <summary>
/// A real small disk in memory, mounted on a folder: it can be filled, grown, and made read-only. Needs root on Linux;
/// <see cref="TryMount"/> gives null where nothing can be mounted, and the test skips.
/// </summary>
public sealed class SmallDisk : IDisposable
{
    /// <summary>Why a test was skipped.</summary>
    public const string Absent = "No small disk can be mounted here: that needs root on Linux.";

    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Ballast => Path.Combine(_folder, "ballast");

    /// <summary>Mounts a disk of this many megabytes on a folder, which is made.</summary>
    public static SmallDisk? TryMount(string folder, int megabytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        Directory.CreateDirectory(folder);
        return Run("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={megabytes}m,mode=0700"), "tmpfs", folder) == 0 ? new SmallDisk(folder) : null;
    }

    /// <summary>Fills the disk with something else until this many bytes are left.</summary>
    public void FillUpTo(long left)
    {
        long size = new DriveInfo(_folder).AvailableFreeSpace - left;
        using FileStream file = File.Create(Ballast);
        byte[] block = new byte[65_536];
        for (long written = 0; written < size; written += block.Length)
        {
            file.Write(block, 0, (int)Math.Min(block.Length, size - written));
        }
    }

    /// <summary>Removes what filled it.</summary>
    public void MakeRoom() => File.Delete(Ballast);

    /// <summary>Makes it read-only, or writable again. Nothing may have a file of it open for writing.</summary>
    public void SetReadOnly(bool readOnly)
    {
        if (Run("mount", "-o", readOnly ? "remount,ro" : "remount,rw", _folder) != 0)
        {
            throw new InvalidOperationException("The disk could not be mounted again.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Run("umount", "--lazy", _folder);

    private static int Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
