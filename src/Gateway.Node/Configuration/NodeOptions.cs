using Gateway.Node.Channels;

namespace Gateway.Node.Configuration;

/// <summary>Section <c>Gateway</c> of the configuration, as written. <see cref="SettingsReader"/> says what is wrong with it.</summary>
internal sealed class NodeOptions
{
    public string Partner { get; set; } = "";

    public string Listen { get; set; } = "";

    public string Data { get; set; } = "";

    public string Roster { get; set; } = "";

    public string Agreements { get; set; } = "";

    public string Policies { get; set; } = "";

    public string Keys { get; set; } = "";

    /// <summary>Registry file that enables marking tokens; empty: none are enabled.</summary>
    public string Registry { get; set; } = "";

    /// <summary>For crash tests, in the Development environment alone: <c>name[:nth]</c>.</summary>
    public string CrashAt { get; set; } = "";

    public List<string>? Onward { get; set; }

    public List<CallerOptions> Callers { get; set; } = [];

    public List<PeerOptions> Peers { get; set; } = [];

    public List<ChannelOptions> Channels { get; set; } = [];

    public QuotaOptions Quota { get; set; } = new();

    public DiskOptions Disk { get; set; } = new();

    public WatchingOptions Watching { get; set; } = new();

    public SearchOptions Search { get; set; } = new();

    public WarningOptions Warnings { get; set; } = new();

    /// <summary>
    /// Binds the section. The binder takes an empty list for an absent one; of <see cref="Onward"/> they are opposites, so that a key that is
    /// there and names nobody grants nobody.
    /// </summary>
    public void Take(IConfiguration section)
    {
        section.Bind(this);
        if (section.GetChildren().Any(child => child.Key.Equals(nameof(Onward), StringComparison.OrdinalIgnoreCase)))
        {
            Onward ??= [];
        }
    }
}

/// <summary>A local caller: who a client certificate stands for.</summary>
internal sealed class CallerOptions
{
    public string Name { get; set; } = "";

    public string Thumbprint { get; set; } = "";

    public string Role { get; set; } = "";

    public string Clearance { get; set; } = "";

    public string Organisation { get; set; } = "";
}

/// <summary>Where a partner's node is reached, when not at the roster's address.</summary>
internal sealed class PeerOptions
{
    public string Partner { get; set; } = "";

    public string Address { get; set; } = "";

    /// <summary>Never connected to: what goes there goes by files.</summary>
    public bool Offline { get; set; }
}

/// <summary>How much one caller may ask of the node; 0 is the default.</summary>
internal sealed class QuotaOptions
{
    public int CallsPerSecond { get; set; }

    public int Burst { get; set; }

    public int Concurrent { get; set; }
}

/// <summary>How long warnings may wait; absent is the default.</summary>
internal sealed class WarningOptions
{
    public TimeSpan? AcknowledgeWithin { get; set; }

    public TimeSpan? UndeliveredAfter { get; set; }
}

/// <summary>How much space has to be free under the record, megabytes of 1,048,576 bytes; absent is the default.</summary>
internal sealed class DiskOptions
{
    public int? WarnBelowMegabytes { get; set; }

    public int? RefuseBelowMegabytes { get; set; }
}

/// <summary>What the node watches for by itself; without rules it watches for nothing.</summary>
internal sealed class WatchingOptions
{
    /// <summary>File of warning rules.</summary>
    public string Rules { get; set; } = "";

    /// <summary>The level up to which the rules see.</summary>
    public string Clearance { get; set; } = "";

    public string Organisation { get; set; } = "";

    /// <summary><c>draft</c>: every warning waits for a release officer; <c>send</c>: it goes out by itself. Empty: draft.</summary>
    public string Publish { get; set; } = "";
}

/// <summary>Where the node looks words up; by default in its own record.</summary>
internal sealed class SearchOptions
{
    /// <summary>File with a connection string of PostgreSQL; empty: none.</summary>
    public string Postgres { get; set; } = "";
}
