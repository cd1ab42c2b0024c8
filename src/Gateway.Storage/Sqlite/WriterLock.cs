using Gateway.Core.Releasing;

namespace Gateway.Storage.Sqlite;

/// <summary>
/// Holds a data directory for one writing process: an exclusive lock on a file beside the database, which the system releases when the
/// process ends, however it ends. SQLite's own locks last a transaction; two nodes that took turns would fork the log.
/// </summary>
internal static class WriterLock
{
    // EROFS, which an IOException carries as its HResult on Unix.
    private const int ReadOnlyFileSystem = 30;
    private const UnixFileMode Directory0700 = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode File0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Takes the lock and sees to it that the database file exists, readable by its owner only. SQLite gives its side files the same mode.</summary>
    public static FileStream Take(string path)
    {
        try
        {
            CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            FileStream held = Open(path + ".lock", FileShare.None);
            try
            {
                // Only a file that is not there: closing any handle to one that SQLite has open would drop SQLite's own locks.
                if (!File.Exists(path))
                {
                    Open(path, FileShare.ReadWrite).Dispose();
                }

                return held;
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StoreUnavailableException("The data directory cannot be written.", failure);
        }
        catch (IOException failure) when (failure is DirectoryNotFoundException or FileNotFoundException or PathTooLongException)
        {
            throw new StoreUnavailableException("The data directory cannot be created.", failure);
        }
        catch (IOException failure) when (!OperatingSystem.IsWindows() && failure.HResult == ReadOnlyFileSystem)
        {
            throw new StoreUnavailableException("The data directory cannot be written: its disk is read-only.", failure);
        }
        catch (IOException failure)
        {
            throw new StoreUnavailableException(
                File.Exists(path + ".lock")
                    ? "Another process writes to this data directory, or it cannot be written."
                    : "The data directory cannot be written.",
                failure);
        }
    }

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else if (!Directory.Exists(directory))
        {
            Directory.CreateDirectory(directory, Directory0700);
        }
    }

    private static FileStream Open(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File0600;
        }

        return new FileStream(path, options);
    }
}
