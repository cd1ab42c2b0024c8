using System.Text;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;

namespace Gateway.DevKeys;

/// <summary>
/// Makes the folders that nodes on one machine start from: keys, certificates, roster, agreements, policies, configuration
/// (certs-dev/README.md). Everything is marked as development material; nothing is ever overwritten.
/// </summary>
public static class DevelopmentKeys
{
    /// <summary>The local callers that every node gets, by their role, with their clearance.</summary>
    public static IReadOnlyList<(string Role, string Clearance)> Callers { get; } =
        [("liaison", "TOP SECRET"), ("ministry", "SECRET"), ("auditor", "TOP SECRET"), ("officer", "TOP SECRET"), ("policy-author", "TOP SECRET"), ("policy-approver", "TOP SECRET")];

    /// <summary>
    /// Makes one folder per partner under <paramref name="directory"/>. Throws <see cref="IOException"/> if one is there already, and
    /// <see cref="ArgumentException"/> for fewer than two partners or one named twice.
    /// </summary>
    /// <param name="directory">Parent of the partners' folders; made if missing.</param>
    /// <param name="time">Where certificates take their dates from.</param>
    /// <param name="partners">The partners; all of them will know each other.</param>
    public static void Generate(string directory, TimeProvider time, params IReadOnlyList<DevPartner> partners)
    {
        if (partners.Count < 2 || partners.Select(p => p.Code).Distinct().Count() != partners.Count)
        {
            throw new ArgumentException("At least two partners, and each once.", nameof(partners));
        }

        if (partners.FirstOrDefault(p => Directory.Exists(Path.Combine(directory, p.Code.Value))) is { } taken)
        {
            throw new IOException($"{Path.Combine(directory, taken.Code.Value)} exists already; development keys are never overwritten.");
        }

        List<DevMember> members = [];
        foreach (DevPartner partner in partners)
        {
            members.Add(Partner(Path.Combine(directory, partner.Code.Value), partner, time.GetUtcNow()));
        }

        byte[] roster = DevDocuments.Roster(members);
        foreach (DevMember member in members)
        {
            string folder = Path.Combine(directory, member.Code.Value);
            File.WriteAllBytes(Path.Combine(folder, "roster.note"), roster);
            foreach ((string name, string text) in DevPolicies.For(member.Code, [.. members.Select(m => m.Code)]))
            {
                File.WriteAllText(Path.Combine(folder, "policies", name), text);
            }
        }

        foreach ((DevMember one, DevMember other) in members.SelectMany((one, i) => members.Skip(i + 1).Select(other => (one, other))))
        {
            byte[] agreement = DevDocuments.Agreement(one, other);
            string name = string.Join('-', new[] { one.Code, other.Code }.Order()) + ".note";
            File.WriteAllBytes(Path.Combine(directory, one.Code.Value, "agreements", name), agreement);
            File.WriteAllBytes(Path.Combine(directory, other.Code.Value, "agreements", name), agreement);
        }
    }

    private static DevMember Partner(string folder, DevPartner partner, DateTimeOffset now)
    {
        string keys = Path.Combine(folder, "keys");
        string callers = Path.Combine(folder, "callers");
        foreach (string path in new[] { folder, keys, callers, Path.Combine(folder, "logs") })
        {
            SecretFile.Folder(path);
        }

        Directory.CreateDirectory(Path.Combine(folder, "agreements"));
        Directory.CreateDirectory(Path.Combine(folder, "policies"));

        using var authority = new DevAuthority(partner.Code.Value, now);
        File.WriteAllText(Path.Combine(keys, "ca.crt"), authority.Certificate.ExportCertificatePem() + "\n");
        DevIdentity node = Save(authority.IssueNode(), keys, "node");
        var signers = DevSigners.Create(partner.Code);
        Save(signers.ReleaseLog, keys, "release-log.keys");
        Save(signers.InternalLog, keys, "internal-log.keys");
        Save(signers.Document, keys, "document.keys");
        Save(signers.Witness, keys, "witness.keys");
        SecretFile.Write(Path.Combine(keys, "courier.key"), signers.Courier.WriteFile(isDevelopment: true));

        List<DevCaller> mapped = [];
        foreach ((string role, string clearance) in Callers)
        {
            DevIdentity caller = Save(authority.IssueCaller(role), callers, role);
            mapped.Add(new DevCaller(role, caller.Thumbprint, clearance));
        }

        File.WriteAllText(Path.Combine(folder, "appsettings.json"), DevSettings.Write(partner, mapped), new UTF8Encoding(false));
        return new DevMember(partner.Code, partner.Port, signers, node);
    }

    private static DevIdentity Save(DevIdentity identity, string folder, string name)
    {
        File.WriteAllText(Path.Combine(folder, name + ".crt"), identity.CertificatePem);
        SecretFile.Write(Path.Combine(folder, name + ".key"), identity.KeyPem);
        return identity;
    }

    private static void Save(IEnumerable<SigningKey> keys, string folder, string name) =>
        SecretFile.Write(Path.Combine(folder, name), KeyFile.Write(keys, isDevelopment: true));
}
