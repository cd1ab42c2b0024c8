using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;
using Gateway.Core.Releasing;
using Gateway.Node.Callers;

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

    public required NodeModel Model { get; init; }

    /// <summary>Local callers by certificate thumbprint.</summary>
    public required FrozenDictionary<string, LocalCaller> Callers { get; init; }

    /// <summary>Where each partner's node is reached.</summary>
    public required ImmutableDictionary<PartnerCode, Uri> Peers { get; init; }

    /// <summary>How much one caller may ask.</summary>
    public required QuotaSettings Quota { get; init; }
}
