using System.Diagnostics;

namespace Gateway.Storage.Tests.Sqlite;

/// <summary>Small real disks, where the tests run as root on Linux.</summary>
internal static class Mounts
{
    public static bool TryTmpfs(string directory, string size) => Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", directory) == 0;

    public static void Remount(string directory, string option) => Assert.Equal(0, Run("mount", "-o", $"remount,{option}", directory));

    public static void Unmount(string directory) => Assert.Equal(0, Run("umount", directory));

    private static int Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
