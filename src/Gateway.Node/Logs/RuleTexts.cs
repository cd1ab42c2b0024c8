using Gateway.Core.Policy;

namespace Gateway.Node.Logs;

/// <summary>What a rule id means, for auditors at home.</summary>
internal static class RuleTexts
{
    public static string Of(string id, PolicySet policy) =>
        policy.Rules.FirstOrDefault(rule => rule.Id == id) is { } rule ? rule.Because : Mandatory(id);

    private static string Mandatory(string id) => id switch
    {
        RuleIds.Unreadable => "The marking cannot be read.",
        RuleIds.Clearance => "The recipient is not cleared to this level.",
        RuleIds.Agreement => "No agreement in force covers this.",
        RuleIds.NationalOnly => "National eyes only.",
        RuleIds.Releasability => "The marking's release list does not name the recipient.",
        RuleIds.OwnerConsent => "Another owner's consent is missing.",
        RuleIds.DisplayOnly => "Display only: no copy leaves.",
        RuleIds.Orcon => "The originator controls this and did not name the recipient.",
        RuleIds.Tlp => "The TLP label does not reach the recipient.",
        RuleIds.UnknownCode => "The marking names a code that is not known.",
        RuleIds.Embargo => "Under embargo.",
        RuleIds.Purpose => "The agreement does not carry the purpose.",
        RuleIds.Officer => "A release officer decided.",
        RuleIds.Recalled => "A notice of the originator took it back.",
        RuleIds.ThirdParty => "Another partner's, and neither its originator nor all owners let it go on to the recipient.",
        RuleIds.Addressee => "Addressed to other partners.",
        RuleIds.NoRule => "No policy rule gives this.",
        _ => "A rule of an earlier policy.",
    };
}
