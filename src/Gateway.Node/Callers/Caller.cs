using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Node.Callers;

/// <summary>What a local caller may do.</summary>
internal enum Role
{
    /// <summary>A liaison system: submits, reads.</summary>
    Liaison = 1,

    /// <summary>A ministry: reads.</summary>
    Ministry = 2,

    /// <summary>An auditor: searches and proves the logs, sees decisions.</summary>
    Auditor = 3,

    /// <summary>A release officer: reads, previews, and decides what waits.</summary>
    Officer = 4,

    /// <summary>Writes release policy: signs as author, and brings what two have signed into force.</summary>
    PolicyAuthor = 5,

    /// <summary>Approves release policy: signs as approver, and brings what two have signed into force.</summary>
    PolicyApprover = 6,
}

/// <summary>Roles as configuration writes them: <c>policy-author</c>.</summary>
internal static class RoleWords
{
    /// <summary>Every word, in order of the roles.</summary>
    public static IEnumerable<string> All => Enum.GetValues<Role>().Select(Word);

    public static string Word(Role role) => role switch
    {
        Role.Liaison => "liaison",
        Role.Ministry => "ministry",
        Role.Auditor => "auditor",
        Role.Officer => "officer",
        Role.PolicyAuthor => "policy-author",
        Role.PolicyApprover => "policy-approver",
    };

    /// <summary>One word, whole, in any case.</summary>
    public static bool TryParse(string word, out Role role)
    {
        role = Enum.GetValues<Role>().FirstOrDefault(known => Word(known).Equals(word, StringComparison.OrdinalIgnoreCase));
        return role != default;
    }
}

/// <summary>Somebody at home, named by configuration through the thumbprint of a client certificate.</summary>
/// <param name="Name">Name in logs and statements.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Clearance">The level they are cleared to.</param>
/// <param name="Organisation">Where they belong.</param>
/// <param name="Thumbprint">SHA-256 of their certificate, lower-case hex.</param>
internal sealed record LocalCaller(string Name, Role Role, Level Clearance, string Organisation, string Thumbprint = "");

/// <summary>Who is at the other end of a TLS connection. A closed set.</summary>
internal abstract record Caller
{
    private Caller()
    {
    }

    /// <summary>A local caller.</summary>
    public sealed record Local(LocalCaller Who) : Caller;

    /// <summary>Another partner's node, by the key that the roster pins.</summary>
    public sealed record Peer(PartnerCode Partner) : Caller;

    /// <summary>Nobody that this node knows: denied everything.</summary>
    public sealed record Unknown : Caller;
}
