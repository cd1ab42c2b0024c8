using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.Releasing;
using Gateway.Node.Callers;
using Gateway.Node.Channels;
using Gateway.Node.Hosting;
using Gateway.Node.Policies;
using Gateway.Node.Watching;
using Gateway.Protocol.Products;
using Gateway.Storage.Postgres;

namespace Gateway.Node.Configuration;

/// <summary>
/// Reads and checks the whole configuration, files included, and reports every fault at once: the operator mends it in one go. Each
/// message names the key and the rule, never a secret.
/// </summary>
internal sealed class SettingsReader(NodeOptions options, string folder, bool development)
{
    private readonly List<string> _errors = [];

    /// <summary>The settings, or every error.</summary>
    public static bool TryRead(
        NodeOptions options, string folder, bool development, [NotNullWhen(true)] out NodeSettings? settings, out ImmutableArray<string> errors)
    {
        var reader = new SettingsReader(options, folder, development);
        settings = reader.Read();
        errors = [.. reader._errors];
        return settings is not null;
    }

    private NodeSettings? Read()
    {
        PartnerCode self = Partner("Gateway:Partner", options.Partner);
        IPEndPoint? listen = Listen();
        string data = Folder("Gateway:Data", options.Data);
        var documents = new DocumentFiles(_errors);
        MarkingRegistry registry = documents.Registry(Resolve(options.Registry));
        var book = new MarkingBook(registry);
        Roster? roster = documents.Roster(Resolve(options.Roster));
        Agreements agreements = documents.Agreements(Resolve(options.Agreements), roster, self);
        string policies = Folder("Gateway:Policies", options.Policies);
        var keys = new KeyFiles(Resolve(options.Keys), development, _errors);
        KeyMaterial? material = keys.Read(roster, self);
        FrozenDictionary<string, LocalCaller> callers = Callers(self, registry);
        ImmutableDictionary<PartnerCode, Uri> peers = Peers(roster, self);
        CrashArming? crashAt = CrashAt();
        DiskBounds disk = Disk();
        QuotaSettings quota = Quota();
        ImmutableArray<ChannelSettings> channels = Channels(self, registry);
        WarningTiming warnings = Warnings();
        ImmutableArray<PartnerCode>? onward = Onward(roster);
        WatchSettings? watching = WatchReader.Read(options.Watching, Resolve(options.Watching.Rules), registry, word => Clearance(self, word, registry), _errors);
        Require(watching is null || options.Callers.TrueForAll(caller => caller.Name != WatchSettings.CallerName),
            $"Gateway:Callers must not name a caller {WatchSettings.CallerName}: the node's own watch submits under this name.");
        PostgresOptions? postgres = SearchPostgres(self);
        FirstPolicy(policies, Path.Combine(data, "gateway.db"), roster, agreements, book, self);

        return _errors.Count > 0 ? null : new NodeSettings
        {
            Self = self,
            Listen = listen!,
            Database = Path.Combine(data, "gateway.db"),
            Certificate = material!.Certificate,
            ReleaseSigner = material.ReleaseSigner,
            InternalSigner = material.InternalSigner,
            Witness = material.Witness,
            CourierKey = material.CourierKey,
            Model = new NodeModel
            {
                Self = self,
                Roster = roster!,
                Agreements = agreements,
                Policy = PolicySet.Empty,
                Markings = registry,
                MarkingBook = book,
                Onward = onward,
                Schemas = name => Schemas.TryGet(name, out var schema) ? schema : null,
            },
            Policies = policies,
            Development = development,
            CrashAt = crashAt,
            Callers = callers,
            Peers = peers,
            Quota = quota,
            Channels = channels,
            Disk = disk,
            Watching = watching,
            SearchPostgres = postgres,
            Warnings = warnings,
        };
    }

    /// <summary>
    /// Where there is a record, what stands in the folder is a wish, and the policy in force stays in force. Before the first record it is
    /// all that there will be, and what is wrong with it is told with the rest.
    /// </summary>
    private void FirstPolicy(string folder, string database, Roster? roster, Agreements agreements, MarkingBook book, PartnerCode self)
    {
        if (folder.Length == 0 || !Directory.Exists(folder) || File.Exists(database))
        {
            return;
        }

        PolicyFolderReading reading = PolicyFolder.Read(folder);
        _errors.AddRange(reading.Faults.Select(fault => $"Gateway:Policies: {fault}"));
        if (reading.Faults.IsEmpty && roster is not null
            && PolicyLoader.Load(reading.Bundle.Files, new PolicySurroundings(roster, agreements, book, self)) is PolicyLoading.Refused refused)
        {
            _errors.AddRange(refused.Errors.Select(error => $"Gateway:Policies: {error}"));
        }
    }

    private WarningTiming Warnings()
    {
        TimeSpan Time(string key, TimeSpan? configured, TimeSpan usual)
        {
            TimeSpan time = configured ?? usual;
            Require(
                time >= TimeSpan.FromSeconds(1) && time <= WarningTiming.Longest,
                $"Gateway:Warnings:{key} must be a time from 00:00:01 to {WarningTiming.Longest:d'.00:00:00'}, such as {usual:c}.");
            return time;
        }

        WarningOptions given = options.Warnings;
        return new WarningTiming(
            Time(nameof(given.AcknowledgeWithin), given.AcknowledgeWithin, WarningTiming.Default.AcknowledgeWithin),
            Time(nameof(given.UndeliveredAfter), given.UndeliveredAfter, WarningTiming.Default.UndeliveredAfter));
    }

    private CrashArming? CrashAt()
    {
        if (options.CrashAt.Length == 0)
        {
            return null;
        }

        bool known = CrashArming.TryParse(options.CrashAt, out CrashArming? arming);
        Require(development, "Gateway:CrashAt ends the node on purpose; outside the Development environment it is refused.");
        Require(known, $"Gateway:CrashAt must be name or name:nth, with a name of {string.Join(", ", CrashArming.Names)}.");
        return arming;
    }

    private IPEndPoint? Listen()
    {
        if (Uri.TryCreate(options.Listen, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttps
            && IPAddress.TryParse(uri.Host.Trim('[', ']'), out IPAddress? address))
        {
            return new IPEndPoint(address, uri.Port);
        }

        _errors.Add("Gateway:Listen must be an https address with an IP and a port, such as https://127.0.0.1:7443 (port 0: any free one).");
        return null;
    }

    private FrozenDictionary<string, LocalCaller> Callers(PartnerCode self, MarkingRegistry registry)
    {
        var callers = new Dictionary<string, LocalCaller>();
        for (int i = 0; i < options.Callers.Count; i++)
        {
            CallerOptions caller = options.Callers[i];
            string key = $"Gateway:Callers:{i}";
            Require(caller.Name.Length is > 0 and <= 64, $"{key}:Name must have 1 to 64 characters.");
            int namesake = options.Callers.FindIndex(other => other.Name == caller.Name);
            Require(namesake == i || caller.Name.Length == 0, $"{key}:Name stands at Gateway:Callers:{namesake} too; a name is one caller.");
            bool thumbprint = caller.Thumbprint.Length == 64 && caller.Thumbprint.All(char.IsAsciiHexDigitLower);
            Require(thumbprint, $"{key}:Thumbprint must be the SHA-256 of the certificate, 64 lower-case hex digits.");
            Require(RoleWords.TryParse(caller.Role, out Role role), $"{key}:Role must be one of {string.Join(", ", RoleWords.All)}.");
            Level level = Level.Unclassified;
            Require(self == default || TryClearance(self, caller.Clearance, registry, out level),
                $"{key}:Clearance must be a level of {self} in its own words, or one of UNCLASSIFIED to TOP SECRET.");
            Require(callers.TryAdd(caller.Thumbprint, new LocalCaller(caller.Name, role, level, caller.Organisation, caller.Thumbprint)),
                $"{key}:Thumbprint stands twice; a certificate is one caller.");
        }

        return callers.ToFrozenDictionary();
    }

    private static Level? Clearance(PartnerCode self, string word, MarkingRegistry registry) =>
        self != default && TryClearance(self, word, registry, out Level level) ? level : null;

    /// <summary>The nation's own word wins: SECRET is not SECRET everywhere.</summary>
    private static bool TryClearance(PartnerCode self, string word, MarkingRegistry registry, out Level level) =>
        registry.Levels.TryMapClearance(self.Value, word, out level) || LevelNames.TryParse(word, out level);

    private ImmutableArray<ChannelSettings> Channels(PartnerCode self, MarkingRegistry registry) => new ChannelReader(
        folder, word => self != default && TryClearance(self, word, registry, out Level level) ? level : null, development, _errors).Read(options.Channels);

    private ImmutableDictionary<PartnerCode, Uri> Peers(Roster? roster, PartnerCode self)
    {
        ImmutableDictionary<PartnerCode, Uri> peers = roster is null
            ? ImmutableDictionary<PartnerCode, Uri>.Empty
            : roster.Partners.Where(partner => partner.Code != self).ToImmutableDictionary(partner => partner.Code, partner => partner.Address);
        for (int i = 0; i < options.Peers.Count; i++)
        {
            PeerOptions peer = options.Peers[i];
            PartnerCode code = Partner($"Gateway:Peers:{i}:Partner", peer.Partner);
            if (peer.Offline)
            {
                Require(peer.Address.Length == 0, $"Gateway:Peers:{i}:Address must be empty: the partner is offline, reached by files only.");
                Require(roster is null || code == default || roster.TryFind(code, out _), $"Gateway:Peers:{i}:Partner is not another partner of the roster.");
                peers = peers.Remove(code);
                continue;
            }

            bool https = Uri.TryCreate(peer.Address, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttps;
            Require(https, $"Gateway:Peers:{i}:Address must be an https address.");
            Require(roster is null || code == default || peers.ContainsKey(code), $"Gateway:Peers:{i}:Partner is not another partner of the roster.");
            peers = https && code != default ? peers.SetItem(code, address!) : peers;
        }

        return peers;
    }

    private DiskBounds Disk()
    {
        long warn = options.Disk.WarnBelowMegabytes ?? DiskBounds.Default.WarnBelow / DiskBounds.Megabyte;
        long refuse = options.Disk.RefuseBelowMegabytes ?? DiskBounds.Default.RefuseBelow / DiskBounds.Megabyte;
        Require(warn is >= 0 and <= 1_000_000, "Gateway:Disk:WarnBelowMegabytes must be 0 to 1,000,000.");
        Require(refuse is >= 0 and <= 1_000_000, "Gateway:Disk:RefuseBelowMegabytes must be 0 to 1,000,000.");
        Require(refuse <= warn, "Gateway:Disk:RefuseBelowMegabytes must not be more than Gateway:Disk:WarnBelowMegabytes: the warning comes first.");
        return new DiskBounds(warn * DiskBounds.Megabyte, refuse * DiskBounds.Megabyte);
    }

    /// <summary>The connection string may hold a password: it stands in a file of its own, and no message quotes it.</summary>
    private PostgresOptions? SearchPostgres(PartnerCode self)
    {
        if (options.Search.Postgres.Length == 0)
        {
            return null;
        }

        string connection;
        try
        {
            connection = File.ReadAllText(Resolve(options.Search.Postgres));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _errors.Add("Gateway:Search:Postgres must name a readable file that holds a connection string.");
            return null;
        }

        Require(PostgresOptions.TryRead(connection, self, out PostgresOptions? postgres, out string? fault), $"Gateway:Search:Postgres: the file {fault}");
        return postgres;
    }

    private QuotaSettings Quota()
    {
        QuotaOptions quota = options.Quota;
        Require(quota.CallsPerSecond is 0 or (>= 1 and <= 1_000_000), "Gateway:Quota:CallsPerSecond must be 1 to 1,000,000.");
        Require(quota.Burst is 0 or (>= 1 and <= 1_000_000), "Gateway:Quota:Burst must be 1 to 1,000,000.");
        Require(quota.Concurrent is 0 or (>= 8 and <= 10_000), "Gateway:Quota:Concurrent must be 8 to 10,000: a partner's node keeps several streams.");
        QuotaSettings given = QuotaSettings.Default;
        return new QuotaSettings(
            quota.CallsPerSecond == 0 ? given.CallsPerSecond : quota.CallsPerSecond,
            quota.Burst == 0 ? given.Burst : quota.Burst,
            quota.Concurrent == 0 ? given.Concurrent : quota.Concurrent);
    }

    /// <summary>Absent: everybody. A list, be it empty, names all that own products may go on to.</summary>
    private ImmutableArray<PartnerCode>? Onward(Roster? roster)
    {
        if (options.Onward is not { } codes)
        {
            return null;
        }

        PartnerCode[] named = [.. codes.Where(text => text.Length > 0).Select((text, i) => Partner($"Gateway:Onward:{i}", text))];
        foreach (PartnerCode code in named.Where(code => code != default && roster is not null))
        {
            Require(roster!.TryFind(code, out _), $"Gateway:Onward names {code}, which is not a partner of the roster.");
        }

        return [.. named];
    }

    private PartnerCode Partner(string key, string text)
    {
        Require(PartnerCode.TryParse(text, out PartnerCode code), $"{key} must be a partner code, such as FRA.");
        return code;
    }

    private string Folder(string key, string path)
    {
        string full = Resolve(path);
        Require(path.Length > 0 && Directory.Exists(full), $"{key} must name an existing folder.");
        return full;
    }

    /// <summary>Relative to the node's folder; what is not configured stays empty, and is never the folder itself.</summary>
    private string Resolve(string path) => path.Length == 0 ? "" : Path.GetFullPath(path, folder);

    private void Require(bool holds, string error)
    {
        if (!holds)
        {
            _errors.Add(error);
        }
    }
}
