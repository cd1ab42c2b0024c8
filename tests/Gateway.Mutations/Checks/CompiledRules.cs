using System.Collections.Immutable;
using static Gateway.Mutations.Killer;

namespace Gateway.Mutations.Checks;

/// <summary>The mandatory checks as the release gate has them, compiled: each removed or turned round differs from the interpreter's.</summary>
internal static class CompiledRules
{
    private const string File = "src/Gateway.Core/Policy/Compiled/CompiledChecks.cs";

    public static ImmutableArray<Mutation> All { get; } =
    [
        Of("compiled M01-clearance", "from[0] = Clearance(portion, word);", "from[0] = Nobody;"),
        Of("compiled M02-agreement", "withheld |= asked & giver.Withheld[word];", ""),
        Of("compiled M02-agreement: an officer", "held |= asked & giver.Held[word];", ""),
        Of("compiled M02-agreement: tear lines only", "tearLines |= asked & giver.TearLines[word];", ""),
        Of("compiled M03-national-only", "from[1] = NationalOnly(portion, word);", "from[1] = Nobody;"),
        Of("compiled M03-national-only: for nations", "~(portion.NationalOnly[word] & portion.Frame.Partners.Nations[word])", "~portion.NationalOnly[word]"),
        Of("compiled M04-releasability", "(portion.IsConsented ? Nobody : ~mayKnow)", "Nobody"),
        Of("compiled M04-releasability: nobody outside the audience", "~portion.Audience[word] | ", ""),
        Of("compiled M04-releasability: an empty list is nobody", "(list.IsDefaultOrEmpty ? Nobody : Owned(portion, word, listed: true))", "Owned(portion, word, listed: true)"),
        Of("compiled M04-releasability: RELIDO waits", "Has(portion, Controls.RelIdo) ? ~withheld : Nobody, Nobody", "Nobody, Nobody"),
        Of("compiled M05-owner-consent", "from[2] = OwnerConsent(portion, word);", "from[2] = Nobody;"),
        Of("compiled M05-owner-consent: concealed", "portion.Marking.Fgi is { Concealed: true } ? Nobody : Everybody", "Everybody"),
        Of("compiled M06-display-only", "from[3] = DisplayOnly(portion, word);", "from[3] = Nobody;"),
        Of("compiled M07-orcon", "from[4] = Orcon(portion, word);", "from[4] = Nobody;"),
        Of("compiled M07-orcon: never handed on", ": portion.IsDirect ? ~portion.OriginatorListed[word]", ": true ? ~portion.OriginatorListed[word]"),
        Of("compiled M08-tlp", "from[5] = TrafficLight(portion, word);", "from[5] = Nobody;"),
        Of("compiled M08-tlp: RED is for those named", "Tlp.Red => direct & portion.ReleasableByName[word]", "Tlp.Red => direct & portion.Releasable[word]") with
        {
            // Chance hardly ever lists a coalition under RED; a row worked by hand does.
            Killers = [Core("DecisionTableTests.Ceiling_and_first_failing_rule_are_what_the_page_says")],
        },
        Of("compiled M09-unknown-code", "from[6] = UnknownCode(portion, word);", "from[6] = Nobody;"),
        Of("compiled M10-embargo", "from[7] = Embargo(portion);", "from[7] = Nobody;"),
        Of("compiled M11-purpose", "from[8] = Purpose(portion, word);", "from[8] = Nobody;"),
    ];

    private static Mutation Of(string check, string find, string replace) =>
        new(check, File, find, replace, Core("EngineDifferenceTests.Compiled_and_interpreted_decisions_are_the_same"));
}
