using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;

namespace Gateway.DevKeys;

/// <summary>
/// The sample roster and agreements. Their dates are wide and fixed (2025 to 2035), so that examples in the sample policies come out the
/// same on every machine.
/// </summary>
internal static class DevDocuments
{
    private static readonly DateTimeOffset From = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2035, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    private static readonly PartnerCode Swe = PartnerCode.Of("SWE");

    /// <summary>The roster, signed by every partner in it; two of three (or all of fewer) sign the next one.</summary>
    public static byte[] Roster(IReadOnlyList<DevMember> members)
    {
        ImmutableArray<Partner> partners = [.. members.Select(Partner)];
        var codes = partners.Select(p => p.Code).ToHashSet();
        RosterCoalition[] coalitions =
        [
            Coalition("NATO", codes, Usa, Fra, Swe),
            Coalition("EU", codes, Fra, Swe),
            Coalition("FVEY", codes, Usa),
        ];
        var roster = new Roster(new RosterTerms(1, "", Until, Math.Min(2, members.Count)), partners, coalitions);
        return Sign(RosterWriter.Write(roster), members);
    }

    /// <summary>The agreement of two partners, signed by both.</summary>
    public static byte[] Agreement(DevMember one, DevMember other)
    {
        (PartnerCode first, PartnerCode second) = one.Code < other.Code ? (one.Code, other.Code) : (other.Code, one.Code);
        (string id, int stage, Level fromFirst, Level fromSecond) = Terms(first, second);
        return Sign(
            AgreementWriter.Write(new Agreement
            {
                Id = id,
                Version = 1,
                First = first,
                Second = second,
                Stage = stage,
                CeilingFromFirst = fromFirst,
                CeilingFromSecond = fromSecond,
                Purposes = [Purpose.AtrocityPrevention, Purpose.EarlyWarning],
                ValidFrom = From,
                ValidUntil = Until,
                NoticeMaxAge = TimeSpan.FromHours(72),
            }),
            [one, other]);
    }

    private static (string Id, int Stage, Level FromFirst, Level FromSecond) Terms(PartnerCode first, PartnerCode second) =>
        (first, second) switch
        {
            _ when first == Fra && second == Usa => ("MOU 2024/17", 4, Level.Secret, Level.Secret),
            _ when first == Swe && second == Usa => ("MOU 2025/3", 3, Level.Secret, Level.Confidential),
            _ when first == Fra && second == Swe => ("Arrangement 2025/8", 3, Level.Confidential, Level.Confidential),
            _ => ($"Development {first}-{second}", 2, Level.Confidential, Level.Confidential),
        };

    private static Partner Partner(DevMember member) => new()
    {
        Code = member.Code,
        Name = Name(member.Code),
        Kind = PartnerKind.Nation,
        Clearance = new Clearance(Level.Secret, ImmutableSortedDictionary<PartnerCode, Level>.Empty),
        TlpCommunities = ["atrocity-prevention"],
        Caveats = ["FOUO"],
        Regions = member.Code == Swe ? ["ETH", "MMR", "SDN"] : ["BFA", "ETH", "MLI", "MMR", "SDN", "TCD"],
        Address = new Uri($"https://localhost:{member.Port}"),
        TlsPins = [member.Node.Pin],
        ReleaseLog = new ReleaseLogIdentity(
            member.Signers.ReleaseLog[0].VerifierKey.Name, [.. member.Signers.ReleaseLog.Select(key => key.ToString())], ["ed25519", "ml-dsa-44"]),
        InternalLogOrigin = member.Signers.InternalLog[0].VerifierKey.Name,
        DocumentKeys = [.. member.Signers.Document.Select(key => key.ToString())],
    };

    private static string Name(PartnerCode code) => code.Value switch
    {
        "USA" => "United States of America",
        "FRA" => "France",
        "SWE" => "Sweden",
        _ => code.Value,
    };

    // Only partners of this roster: the real coalitions have more members, the sample names none that it does not know.
    private static RosterCoalition Coalition(string code, HashSet<PartnerCode> known, params PartnerCode[] members) =>
        new(PartnerCode.Of(code), [.. members.Where(known.Contains).Select(member => new Membership(member, From, null))]);

    private static byte[] Sign(byte[] text, IReadOnlyList<DevMember> members) =>
        SignedDocument.Sign(Encoding.UTF8.GetString(text), [.. members.SelectMany(member => member.Signers.Document).Cast<LogSigner>()]);
}

/// <summary>A partner with what was made for it.</summary>
internal sealed record DevMember(PartnerCode Code, int Port, DevSigners Signers, DevIdentity Node);
