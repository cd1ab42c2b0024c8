namespace Gateway.Cli.Products;

/// <summary>Shared content on disk: only its owner may read it, whatever the shell's mask says.</summary>
internal static class PrivateFile
{
    /// <summary>Writes a file anew with mode 0600 from its first byte on.</summary>
    public static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellation)
    {
        // A file that stands there keeps its mode when it is overwritten.
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var stream = new FileStream(path, options);
        await stream.WriteAsync(bytes, cancellation);
    }
}
