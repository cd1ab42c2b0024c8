using System.Collections.Immutable;

namespace Gateway.Core.Policy;

/// <summary>
/// Ids of the mandatory rules, in the order in which they are checked. An id means the same for ever and is never used again.
/// Local rules may not take an id of the form <c>M</c>, two digits, hyphen.
/// </summary>
public static class RuleIds
{
    /// <summary>The marking cannot be read.</summary>
    public const string Unreadable = "M00-unreadable";

    /// <summary>The recipient is not cleared for the level it would receive the information at.</summary>
    public const string Clearance = "M01-clearance";

    /// <summary>No agreement in force covers the level or the kind of information, or it asks for a release officer.</summary>
    public const string Agreement = "M02-agreement";

    /// <summary>A national-only caveat does not name the recipient.</summary>
    public const string NationalOnly = "M03-national-only";

    /// <summary>The release list does not cover the recipient, or RELIDO asks for a release officer.</summary>
    public const string Releasability = "M04-releasability";

    /// <summary>An owner of information inside has not consented.</summary>
    public const string OwnerConsent = "M05-owner-consent";

    /// <summary>May be shown to the recipient, but no copy may leave.</summary>
    public const string DisplayOnly = "M06-display-only";

    /// <summary>Originator controlled, and the originator has not named the recipient.</summary>
    public const string Orcon = "M07-orcon";

    /// <summary>The traffic light does not admit the recipient.</summary>
    public const string Tlp = "M08-tlp";

    /// <summary>A code or caveat that nobody here knows how to honour.</summary>
    public const string UnknownCode = "M09-unknown-code";

    /// <summary>Under embargo.</summary>
    public const string Embargo = "M10-embargo";

    /// <summary>An agreement lacks the purpose of atrocity prevention.</summary>
    public const string Purpose = "M11-purpose";

    /// <summary>A release officer decided. No check: it stands beside the rules where an approval lifted a hold, and alone after a rejection.</summary>
    public const string Officer = "M90-officer";

    /// <summary>A notice of the originator took it back.</summary>
    public const string Recalled = "M12-recalled";

    /// <summary>Another partner's product, and neither its originator nor all owners let the portion go on to the recipient.</summary>
    public const string ThirdParty = "M13-third-party";

    /// <summary>The product is addressed to other partners.</summary>
    public const string Addressee = "M14-addressee";

    /// <summary>No local rule gives it.</summary>
    public const string NoRule = "M99-no-rule";

    /// <summary>The checks and <see cref="NoRule"/>, in order.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        Unreadable, Clearance, Agreement, NationalOnly, Releasability, OwnerConsent, DisplayOnly, Orcon, Tlp, UnknownCode, Embargo, Purpose, Recalled,
        ThirdParty, Addressee, NoRule,
    ];

    /// <summary>Whether an id has the shape kept for mandatory rules.</summary>
    public static bool IsReserved(string id) =>
        id.Length >= 4 && id[0] is 'M' or 'm' && char.IsAsciiDigit(id[1]) && char.IsAsciiDigit(id[2]) && id[3] == '-';
}
