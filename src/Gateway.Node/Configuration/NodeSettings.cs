using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Courier;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.ReleaseLog.Witnessing;
using Gateway.Core.Releasing;
using Gateway.Node.Callers;
using Gateway.Node.Channels;
using Gateway.Node.Hosting;
using Gateway.Node.Watching;
using Gateway.Storage.Postgres;

namespace Gateway.Node.Configuration;

/// <summary>The configuration once every part of it was found right. Immutable.</summary>
internal sealed record NodeSettings
{
    public required PartnerCode Self { get; init; }

    public required IPEndPoint Listen { get; init; }

    /// <summary>The database file.</summary>
    public required string Database { get; init; }

    public required X509Certificate2 Certificate { get; init; }

    public required CheckpointSigner ReleaseSigner { get; init; }

    public required CheckpointSigner InternalSigner { get; init; }

    /// <summary>Cosigns partners' checkpoints; null: this node is no witness.</summary>
    public CheckpointCosigner? Witness { get; init; }

    /// <summary>Opens feed files for this node; null: it takes none.</summary>
    public required CourierPrivateKey? CourierKey { get; init; }

    /// <summary>All that decides as the files say it. Its policy is empty: which one is in force, the record says.</summary>
    public required NodeModel Model { get; init; }

    /// <summary>Folder in which policy changes are left for this node.</summary>
    public required string Policies { get; init; }

    /// <summary>Whether this is the Development environment.</summary>
    public required bool Development { get; init; }

    /// <summary>How much space has to be free under the record.</summary>
    public DiskBounds Disk { get; init; } = DiskBounds.Default;

    /// <summary>How long warnings may wait.</summary>
    public WarningTiming Warnings { get; init; } = WarningTiming.Default;

    /// <summary>Where a test ends this node; null in service.</summary>
    public CrashArming? CrashAt { get; init; }

    /// <summary>Local callers by certificate thumbprint.</summary>
    public required FrozenDictionary<string, LocalCaller> Callers { get; init; }

    /// <summary>Where each partner's node is reached; a partner that is reached by files only is not among them.</summary>
    public required ImmutableDictionary<PartnerCode, Uri> Peers { get; init; }

    /// <summary>What the node watches for by itself; null: nothing.</summary>
    public WatchSettings? Watching { get; init; }

    /// <summary>Ways to call people.</summary>
    public ImmutableArray<ChannelSettings> Channels { get; init; } = [];

    /// <summary>How much one caller may ask.</summary>
    public required QuotaSettings Quota { get; init; }

    /// <summary>The search index in PostgreSQL; null: the record's own.</summary>
    public PostgresOptions? SearchPostgres { get; init; }
}
