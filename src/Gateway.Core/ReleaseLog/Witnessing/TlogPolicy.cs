using System.Text;
using Gateway.Core.Partners;

namespace Gateway.Core.ReleaseLog.Witnessing;

/// <summary>
/// A roster's trust in one log as a C2SP tlog-policy file, for tools of others. Such a tool takes any one of the log's keys; our own
/// verifier demands all. A policy is for one log, since a log's owner is no witness of it and the format has one quorum for all logs.
/// </summary>
public static class TlogPolicy
{
    /// <summary>The file as text, LF. URLs are the prefixes of tlog-tiles and tlog-witness at the partners' addresses.</summary>
    public static string Write(Roster roster, Partner owner)
    {
        ArgumentNullException.ThrowIfNull(roster);
        ArgumentNullException.ThrowIfNull(owner);
        var text = new StringBuilder(FormattableString.Invariant(
            $"# {owner.Code}, roster version {roster.Terms.Version}, digest {roster.Digest}\n"));
        foreach (string key in owner.ReleaseLog.VerifierKeys)
        {
            text.Append(FormattableString.Invariant($"log {key} {new Uri(owner.Address, "log")}\n"));
        }

        Partner[] witnesses = [.. roster.Partners.Where(partner => partner.Code != owner.Code && partner.Witness is not null)];
        foreach (Partner witness in witnesses)
        {
            List<string> names = [];
            foreach (string key in witness.Witness!.VerifierKeys)
            {
                names.Add($"{witness.Code}-{(VerifierKey.TryParse(key, out VerifierKey? read) && read.Algorithm == KeyAlgorithm.MLDsa44 ? "ml-dsa-44" : "ed25519")}");
                text.Append(FormattableString.Invariant($"witness {names[^1]} {key} {new Uri(witness.Address, "witness")}\n"));
            }

            text.Append(FormattableString.Invariant($"group {witness.Code} all {string.Join(' ', names)}\n"));
        }

        if (roster.Terms.WitnessQuorum == 0)
        {
            return text.Append("quorum none\n").ToString();
        }

        return text.Append(FormattableString.Invariant(
            $"group witnesses {roster.Terms.WitnessQuorum} {string.Join(' ', witnesses.Select(witness => witness.Code))}\nquorum witnesses\n")).ToString();
    }
}
