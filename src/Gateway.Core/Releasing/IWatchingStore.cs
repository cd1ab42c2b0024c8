using Gateway.Core.Markings;
using Gateway.Core.Sealing;
using Gateway.Core.Watching;

namespace Gateway.Core.Releasing;

/// <summary>What was found and told, read. Absent is null or empty.</summary>
public interface IWatchingRead
{
    /// <summary>The row of a cause, with what is to be submitted.</summary>
    WatchRow? Watched(Mode mode, string key);

    /// <summary>Every row of one mode, ascending by key, without what is to be submitted.</summary>
    IReadOnlyList<WatchRow> Watched(Mode mode);
}

/// <summary>What was found and told, written, in the one write transaction.</summary>
public interface IWatchingWrite
{
    /// <summary>Adds or replaces the row of a cause; no byte of the submission before remains.</summary>
    void SetWatched(WatchRow row);
}

/// <summary>How far the newest telling of a cause has come.</summary>
public enum WatchStep
{
    /// <summary>On record; it is submitted next, also after a crash, and as often as it takes.</summary>
    Due = 1,

    /// <summary>Waits for a person to send or dismiss it.</summary>
    Waiting = 2,

    /// <summary>Sealed, decided, recorded.</summary>
    Sent = 3,

    /// <summary>A person decided that it is not sent.</summary>
    Dismissed = 4,

    /// <summary>The cause ended before anybody was told.</summary>
    Overtaken = 5,

    /// <summary>No mark can carry together what it rests on, or it was refused: a person has to look.</summary>
    Stuck = 6,
}

/// <summary>One cause: what was told of it, and how far that came.</summary>
public sealed record WatchRow
{
    /// <summary>Real, exercise, test: chooses where the bodies lie.</summary>
    public required Mode Mode { get; init; }

    /// <summary>What was last told of it.</summary>
    public required ToldFinding Told { get; init; }

    /// <summary>How far that came.</summary>
    public required WatchStep Step { get; init; }

    /// <summary>When the cause was first found, milliseconds since the Unix epoch.</summary>
    public required long FirstAtMs { get; init; }

    /// <summary>When this row was last changed, milliseconds since the Unix epoch.</summary>
    public required long ChangedAtMs { get; init; }

    /// <summary>32 bytes of the lineage that tells of it; empty while nothing was sent.</summary>
    public ReadOnlyMemory<byte> Lineage { get; init; }

    /// <summary>The product that was sent last; null: none yet.</summary>
    public ProductId? Product { get; init; }

    /// <summary>Who sent or dismissed it; empty: nobody had to.</summary>
    public string Officer { get; init; } = "";

    /// <summary>The submission, serialised: exactly these bytes, however often it is tried. Empty when there is none.</summary>
    public ReadOnlyMemory<byte> Submission { get; init; }

    /// <summary>
    /// What was sent in this lineage so far, as a submission that names everybody who was told anything, and each mark that it bore: of this a
    /// cancellation is made. Empty while nothing was sent.
    /// </summary>
    public ReadOnlyMemory<byte> Chain { get; init; }

    /// <summary>A row with another step, changed now.</summary>
    public WatchRow At(WatchStep step, long nowMs) => this with { Step = step, ChangedAtMs = nowMs };

    /// <summary>The level at which the watch looked when it last told.</summary>
    public Level Sight => Told.Sight;
}
