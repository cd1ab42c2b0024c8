using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.ReleaseLog;

namespace Gateway.DevKeys;

/// <summary>
/// The roster and agreements of development nodes: what <c>samples/roster</c> and <c>samples/agreements</c> say, and something modest
/// for partners without a sample. The dates are wide and fixed (2025 to 2035), so that examples in the sample policies come out the same
/// on every machine.
/// </summary>
internal static class DevDocuments
{
    private static readonly DateTimeOffset From = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2035, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The roster, signed by every partner in it; two of three (or all of fewer) sign the next one.</summary>
    public static byte[] Roster(IReadOnlyList<DevMember> members)
    {
        JsonNode roster = JsonNode.Parse(DevSamples.Text("roster"))!;
        JsonObject[] samples = [.. roster["partners"]!.AsArray().Select(partner => partner!.AsObject())];
        roster["quorum"] = Math.Min(2, members.Count);
        roster["coalitions"] = Coalitions(roster["coalitions"]!.AsArray(), [.. members.Select(member => member.Code.Value)]);
        roster["partners"] = new JsonArray([.. members.Select(member => (JsonNode)Partner(member, samples))]);
        return RosterReader.TryRead(Encoding.UTF8.GetBytes(roster.ToJsonString()), out Roster? read, out ImmutableArray<DocumentError> errors)
            ? Sign(RosterWriter.Write(read), members)
            : throw new InvalidOperationException("samples/roster: " + string.Join("; ", errors));
    }

    /// <summary>The agreement of two partners, signed by both: the sample as it stands, or one of stage 2.</summary>
    public static byte[] Agreement(DevMember one, DevMember other)
    {
        (PartnerCode first, PartnerCode second) = one.Code < other.Code ? (one.Code, other.Code) : (other.Code, one.Code);
        string? sample = DevSamples.Find($"agreements/{first}-{second}".ToLowerInvariant());
        return Sign(sample is null ? Modest(first, second) : Encoding.UTF8.GetBytes(sample), [one, other]);
    }

    private static byte[] Modest(PartnerCode first, PartnerCode second) => AgreementWriter.Write(new Agreement
    {
        Id = $"Development {first}-{second}",
        Version = 1,
        First = first,
        Second = second,
        Stage = 2,
        CeilingFromFirst = Level.Confidential,
        CeilingFromSecond = Level.Confidential,
        Purposes = [Purpose.AtrocityPrevention, Purpose.EarlyWarning],
        ValidFrom = From,
        ValidUntil = Until,
        NoticeMaxAge = TimeSpan.FromHours(72),
    });

    /// <summary>What people decided about the partner, with what its node adds.</summary>
    private static JsonObject Partner(DevMember member, JsonObject[] samples)
    {
        JsonObject partner = samples.FirstOrDefault(sample => sample["code"]!.GetValue<string>() == member.Code.Value)?.DeepClone().AsObject()
            ?? new JsonObject
            {
                ["code"] = member.Code.Value,
                ["name"] = member.Code.Value,
                ["kind"] = "nation",
                ["clearance"] = new JsonObject { ["default"] = Level.Secret.Word() },
            };
        partner["address"] = $"https://localhost:{member.Port}";
        partner["tls_pins"] = Texts([member.Node.Pin]);
        partner["release_log"] = new JsonObject
        {
            ["origin"] = member.Signers.ReleaseLog[0].VerifierKey.Name,
            ["vkeys"] = Texts(member.Signers.ReleaseLog.Select(key => key.ToString())),
            ["algorithms"] = Texts(["ed25519", "ml-dsa-44"]),
        };
        partner["internal_log"] = member.Signers.InternalLog[0].VerifierKey.Name;
        partner["document_keys"] = Texts(member.Signers.Document.Select(key => key.ToString()));
        partner["courier_key"] = member.Signers.Courier.PublicKey.ToString();
        return partner;
    }

    /// <summary>Coalitions with those members that are partners here: a development roster names nobody without a node.</summary>
    private static JsonArray Coalitions(JsonArray samples, HashSet<string> known) => [.. samples.Select(sample => (JsonNode)new JsonObject
    {
        ["code"] = sample!["code"]!.DeepClone(),
        ["members"] = new JsonArray([.. sample["members"]!.AsArray()
            .Where(member => known.Contains(member!["code"]!.GetValue<string>()))
            .Select(member => member!.DeepClone())]),
    })];

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static byte[] Sign(byte[] text, IReadOnlyList<DevMember> members) =>
        SignedDocument.Sign(Encoding.UTF8.GetString(text), [.. members.SelectMany(member => member.Signers.Document).Cast<LogSigner>()]);
}

/// <summary>A partner with what was made for it.</summary>
internal sealed record DevMember(PartnerCode Code, int Port, DevSigners Signers, DevIdentity Node);
