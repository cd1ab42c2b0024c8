using Gateway.Core.Markings.National;
using Gateway.Core.Markings.Nato;
using Gateway.Core.Markings.UsRegister;

namespace Gateway.Core.Markings;

/// <summary>
/// Which policy a mark looks like. A hint for the author of a mark that cannot be read, and nothing else: a marking is read under the
/// policy it names, never under a guessed one.
/// </summary>
internal static class PolicyGuess
{
    /// <summary>The policy whose marks begin like this, or null: then only the author can name it. Total.</summary>
    public static string? Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Starts(text, "//") || Starts(text, "(//") ? UsGrammar.Policy
            : Starts(text, "TLP:") ? TlpGrammar.Policy
            : Starts(text, "NATO ") || Starts(text, "NATO/") || Starts(text, "COSMIC ") ? NatoGrammar.Policy
            : text.Contains(" UE/EU ", StringComparison.Ordinal) || Starts(text, "EU ") ? EuGrammar.Policy
            : null;
    }

    /// <summary>A sentence that names the other policy, led by a space, or nothing.</summary>
    internal static string Hint(string text, string policy) =>
        Of(text) is { } guess && guess != policy ? $" This looks like a mark of policy {guess}; name that policy." : "";

    private static bool Starts(string text, string beginning) => text.StartsWith(beginning, StringComparison.Ordinal);
}
