namespace Gateway.Testing;

/// <summary>
/// Third-party vectors and data that stand outside the repository. Tests that need them skip where they are absent:
/// <c>Assert.SkipUnless(SharedData.Root is not null, SharedData.Absent)</c>.
/// </summary>
public static class SharedData
{
    /// <summary>Why a test was skipped.</summary>
    public const string Absent = "The shared data is not here; GATEWAY_SHARED_DATA can name its folder.";

    /// <summary>
    /// The folder: what the environment variable GATEWAY_SHARED_DATA names, or <c>shared/data</c> in a folder above the tests. Null if absent.
    /// </summary>
    public static string? Root { get; } = Find();

    /// <summary>Full path of a file or folder in it. Null if it is not there.</summary>
    public static string? File(string relative)
    {
        string? path = Root is null ? null : Path.Combine(Root, relative);
        return Path.Exists(path) ? path : null;
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable("GATEWAY_SHARED_DATA");
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? named : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
