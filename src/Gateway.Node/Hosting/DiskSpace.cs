using Gateway.Core.Releasing;
using Gateway.Node.Configuration;

namespace Gateway.Node.Hosting;

/// <summary>How much space has to be free under the record.</summary>
/// <param name="WarnBelow">Bytes below which people are told.</param>
/// <param name="RefuseBelow">Bytes below which nothing new is taken, so that what has to be logged about the rest still can be.</param>
internal sealed record DiskBounds(long WarnBelow, long RefuseBelow)
{
    public const long Megabyte = 1_048_576;

    public static DiskBounds Default { get; } = new(1_024 * Megabyte, 64 * Megabyte);
}

/// <summary>How full the disk under the record is.</summary>
internal enum DiskLevel
{
    /// <summary>There is room.</summary>
    Ample,

    /// <summary>People have to make room.</summary>
    Low,

    /// <summary>Nothing new is taken.</summary>
    TooLow,
}

/// <summary>The space that is free under the record, asked afresh each time. Thread-safe.</summary>
internal sealed class DiskSpace(NodeSettings settings)
{
    private readonly string _folder = Path.GetDirectoryName(settings.Database)!;

    public DiskLevel Level => Of(Free);

    /// <summary>Bytes that this process may still use; all there are when the medium does not say.</summary>
    public long Free
    {
        get
        {
            try
            {
                return new DriveInfo(_folder).AvailableFreeSpace;
            }
            catch (IOException)
            {
                // A medium that is gone tells so itself, at the next commit.
                return long.MaxValue;
            }
        }
    }

    /// <summary>
    /// Throws <see cref="StoreUnavailableException"/> while nothing new is taken: submissions and partners' products wait, what is on record
    /// is still served, withdrawn and receipted.
    /// </summary>
    public void RequireRoom()
    {
        if (Level == DiskLevel.TooLow)
        {
            throw new StoreUnavailableException("The disk under the store is nearly full; nothing new is taken.");
        }
    }

    private DiskLevel Of(long free) =>
        free < settings.Disk.RefuseBelow ? DiskLevel.TooLow : free < settings.Disk.WarnBelow ? DiskLevel.Low : DiskLevel.Ample;
}
