using System.Collections.Immutable;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Partners;

/// <summary>
/// Reads the witnesses of a roster and checks them against everything else in it: a witness whose key also signs a log, a document or for
/// another witness would be no second opinion.
/// </summary>
internal static class RosterWitnesses
{
    private static readonly ImmutableSortedDictionary<string, KeyAlgorithm> Algorithms = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        [
            KeyValuePair.Create("cosignature-ed25519", KeyAlgorithm.CosignatureEd25519),
            KeyValuePair.Create("ml-dsa-44", KeyAlgorithm.MLDsa44),
        ]);

    public static WitnessIdentity Read(DocumentCursor item)
    {
        item.Members("name", "vkeys", "algorithms");
        string name = item.TryMember("name", out DocumentCursor n) ? PartnerReader.Origin(n) : "";
        ImmutableArray<string> texts = item.TryMember("vkeys", out DocumentCursor k) ? PartnerReader.Keys(k) : [];
        ImmutableArray<string> words = item.TryMember("algorithms", out DocumentCursor a) ? PartnerReader.NonEmpty(a, Word) : [];
        List<VerifierKey> keys = [];
        foreach (string text in texts)
        {
            if (VerifierKey.TryParse(text, out VerifierKey? key))
            {
                keys.Add(key);
            }
        }

        if (keys.Count < texts.Length)
        {
            k.Fail("unreadable-key", "Each key of a witness is a C2SP verifier key whose id fits its name and public key.");
        }

        if (keys.Any(key => key.Name != name))
        {
            item.Fail("foreign-key-name", "The name in each verifier key equals the name of the witness.");
        }

        if (!words.Contains("cosignature-ed25519"))
        {
            a.Fail("no-ed25519", "Every cosignature has an Ed25519 line, so cosignature-ed25519 is always demanded.");
        }

        HashSet<KeyAlgorithm> demanded = [.. words.Where(Algorithms.ContainsKey).Select(word => Algorithms[word])];
        if (keys.Count != demanded.Count || !demanded.SetEquals(keys.Select(key => key.Algorithm)))
        {
            item.Fail("keys-not-algorithms", "A witness has exactly one key for each of its algorithms.");
        }

        return new WitnessIdentity(name, texts, words);
    }

    public static void Check(DocumentCursor root, ImmutableArray<Partner> partners, int quorum)
    {
        Dictionary<string, string> taken = new(StringComparer.Ordinal);
        HashSet<string> names = [.. partners.SelectMany(p => new[] { p.ReleaseLog.Origin, p.InternalLogOrigin })];
        foreach (Partner partner in partners)
        {
            foreach (string key in partner.ReleaseLog.VerifierKeys.Concat(partner.DocumentKeys).Select(Material))
            {
                taken.TryAdd(key, $"{partner.Code} signs its log or its documents with it");
            }
        }

        foreach (Partner partner in partners.Where(p => p.Witness is not null))
        {
            if (!names.Add(partner.Witness!.Name))
            {
                root.Fail("duplicate-witness", $"The witness of {partner.Code} has the name of a log or of another witness.");
            }

            foreach (string key in partner.Witness.VerifierKeys.Select(Material))
            {
                if (!taken.TryAdd(key, $"the witness of {partner.Code} has it"))
                {
                    root.Fail("shared-key", $"A key of the witness of {partner.Code} stands elsewhere too: {taken[key]}.");
                }
            }
        }

        if (partners.Any(owner => partners.Count(p => p.Witness is not null && p.Code != owner.Code) < quorum))
        {
            root.Fail("quorum-out-of-reach", "A log has fewer witnesses than witness_quorum asks for; its owner's own does not count.");
        }
    }

    private static string Word(DocumentCursor item)
    {
        string text = item.Text();
        if (!Algorithms.ContainsKey(text))
        {
            item.Fail("unknown-algorithm", "cosignature-ed25519 or ml-dsa-44 is expected here.");
        }

        return text;
    }

    /// <summary>The public key alone: the same one under another name or type is the same key.</summary>
    private static string Material(string text) =>
        VerifierKey.TryParse(text, out VerifierKey? key) ? Convert.ToHexStringLower(key.PublicKey.AsSpan()) : text;
}
