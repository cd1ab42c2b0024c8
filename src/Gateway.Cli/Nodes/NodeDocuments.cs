using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Policy;
using Gateway.Core.ReleaseLog;

namespace Gateway.Cli.Nodes;

/// <summary>What a node's folder says about partners, agreements and policy, signatures checked; for offline work.</summary>
internal abstract record NodeDocuments
{
    private NodeDocuments()
    {
    }

    public sealed record Sound(PartnerCode Partner, Roster Roster, Agreements Agreements, ImmutableArray<PolicySource> Policies) : NodeDocuments
    {
        public PolicySurroundings Surroundings => new(Roster, Agreements, MarkingBook.Default, Partner);
    }

    public sealed record Unsound(string Reason) : NodeDocuments;

    public static NodeDocuments Read(string folder)
    {
        if (NodeFolder.Partner(folder) is not { } partner)
        {
            return new Unsound($"{folder} is not a node's folder: its appsettings.json names no Gateway:Partner");
        }

        string rosterFile = Path.Combine(folder, "roster.note");
        byte[] note = File.ReadAllBytes(rosterFile);
        if (!Note.TryParse(note, out Note? parsed)
            || !RosterReader.TryRead(parsed.Text.Span, out Roster? roster, out _)
            || Verify(note, roster.Partners, new DocumentRequirement.Quorum(roster.Terms.Quorum)) is null)
        {
            return new Unsound($"{rosterFile} is not a roster that a quorum of its partners signed");
        }

        List<Agreement> agreements = [];
        foreach (string file in Directory.EnumerateFiles(Path.Combine(folder, "agreements"), "*.note").Order(StringComparer.Ordinal))
        {
            if (ReadAgreement(File.ReadAllBytes(file), roster) is not { } agreement)
            {
                return new Unsound($"{file} is not an agreement that both its parties signed");
            }

            agreements.Add(agreement);
        }

        return new Sound(
            partner,
            roster,
            new Agreements(agreements),
            [.. Directory.EnumerateFiles(Path.Combine(folder, "policies"), "*.relpol").Order(StringComparer.Ordinal)
                .Select(file => new PolicySource(Path.GetFileName(file), File.ReadAllText(file)))]);
    }

    private static Agreement? ReadAgreement(byte[] bytes, Roster roster)
    {
        if (!Note.TryParse(bytes, out Note? note) || !AgreementReader.TryRead(note.Text.Span, out Agreement? agreement, out _))
        {
            return null;
        }

        Partner[] parties = [.. roster.Partners.Where(p => p.Code == agreement.First || p.Code == agreement.Second)];
        return parties.Length == 2
            && Verify(bytes, parties, new DocumentRequirement.Everyone([.. parties.Select(p => p.Code.Value)])) is not null ? agreement : null;
    }

    private static string? Verify(byte[] note, IEnumerable<Partner> signers, DocumentRequirement requirement)
    {
        List<VerifierKey> keys = [];
        foreach (string text in signers.SelectMany(partner => partner.DocumentKeys))
        {
            if (VerifierKey.TryParse(text, out VerifierKey? key))
            {
                keys.Add(key);
            }
        }

        return DocumentSigners.TryCreate(keys, out DocumentSigners? trusted)
            && SignedDocument.TryVerify(note, trusted, requirement, out string? signed, out _) ? signed : null;
    }
}
