using Gateway.Core.Policy;

namespace Gateway.Cli.Policy;

/// <summary>The node's own rules in words, for people at home.</summary>
internal static class RuleWords
{
    private static readonly Dictionary<string, string> Words = new()
    {
        [RuleIds.Unreadable] = "the marking cannot be read",
        [RuleIds.Clearance] = "the partner is not cleared for the level at which it would take this in",
        [RuleIds.Agreement] = "no agreement in force covers this level or kind of information, or it asks for a release officer",
        [RuleIds.NationalOnly] = "the marking keeps this within named nations",
        [RuleIds.Releasability] = "the release list does not cover the partner, or RELIDO asks for a release officer",
        [RuleIds.OwnerConsent] = "an owner of information inside has not consented",
        [RuleIds.DisplayOnly] = "may be shown to the partner, but no copy may leave",
        [RuleIds.Orcon] = "originator controlled, and the originator has not named the partner",
        [RuleIds.Tlp] = "the traffic light does not admit the partner",
        [RuleIds.UnknownCode] = "a code or caveat that nobody here knows how to honour",
        [RuleIds.Embargo] = "under embargo",
        [RuleIds.Purpose] = "an agreement lacks the purpose of atrocity prevention",
        [RuleIds.Recalled] = "taken back by a notice",
        [RuleIds.ThirdParty] = "another partner's product, and nobody who may let it go on did",
        [RuleIds.Addressee] = "the product is addressed to other partners",
        [RuleIds.Officer] = "a release officer decided",
        [RuleIds.NoRule] = "no rule of the policy gives this",
    };

    /// <summary>What a rule of the node says; for an id that is none, that it is unknown.</summary>
    public static string Of(string id) => Words.GetValueOrDefault(id, "unknown here");
}
