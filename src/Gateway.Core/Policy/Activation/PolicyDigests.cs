using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.Activation;

/// <summary>Digests of single policy files; that of the set is <see cref="PolicySet.Digest"/>.</summary>
public static class PolicyDigests
{
    /// <summary>How digests begin where people read them.</summary>
    public const string Prefix = "sha256:";

    /// <summary>SHA-256 over a file's canonical text (<see cref="PolicyFormatter"/>), as <c>supersedes</c> writes it: <c>sha256:</c> and 64 hex digits.</summary>
    public static string Of(PolicyFile file) =>
        Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(PolicyFormatter.Format(file))));

    /// <summary>The files of a set, by policy name.</summary>
    public static ImmutableArray<PolicyVersion> Of(PolicySet set) =>
        [.. set.Files.Select(file => new PolicyVersion(file.Name, file.Version, Of(file)))];

    internal static bool TryDigits(string text, [NotNullWhen(true)] out string? digits)
    {
        bool good = text.StartsWith(Prefix, StringComparison.Ordinal) && PartnerReader.IsLowerHex(text.AsSpan(Prefix.Length), 64);
        digits = good ? text[Prefix.Length..] : null;
        return good;
    }
}
