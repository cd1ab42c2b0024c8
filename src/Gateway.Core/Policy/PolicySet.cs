using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Core.Policy;

/// <summary>All policy files of a node, checked together and swapped together. Immutable; the order of files and rules never matters.</summary>
public sealed class PolicySet
{
    internal PolicySet(IEnumerable<PolicyFile> files)
    {
        Files = [.. files.OrderBy(f => f.Name, StringComparer.Ordinal)];
        Rules = [.. Files.SelectMany(f => f.Rules).OrderBy(r => r.Id, StringComparer.Ordinal)];
        string text = string.Concat(Files.Select(PolicyFormatter.Format));
        Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>No rules: everything is withheld.</summary>
    public static PolicySet Empty { get; } = new([]);

    /// <summary>The files, by policy name.</summary>
    public ImmutableArray<PolicyFile> Files { get; }

    /// <summary>All rules, by id.</summary>
    public ImmutableArray<PolicyRule> Rules { get; }

    /// <summary>SHA-256 over the canonical text of all files in order of policy name, 64 lower-case hex digits.</summary>
    public string Digest { get; }
}
