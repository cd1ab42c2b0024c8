using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Core.Markings.Wire;

/// <summary>Identifiers of STIX 2.1 marking definitions.</summary>
public static class StixVocabulary
{
    /// <summary>The extension that carries TLP 2.0 (OASIS).</summary>
    public const string TlpExtension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

    /// <summary>The extension of this project that carries a classification mark.</summary>
    public const string MarkExtension = "extension-definition--ec6f81d1-f447-4980-951d-8cb7904161ac";

    /// <summary>Who defines the extension of this project.</summary>
    public const string Author = "identity--6a824ad2-1e51-4a0a-b5b6-8db392695e5a";

    internal const string Definition = "marking-definition";
    internal const string TlpCreated = "2022-10-01T00:00:00.000Z";

    // Definitions do not change once they have an id, and the id follows from the content; so their date is that of the extension.
    internal const string Created = "2026-11-01T00:00:00.000Z";

    private static readonly byte[] Names = Convert.FromHexString("c978807096ae45e6a9d967e9ad6fce23");

    // OASIS STIX TLP 2.0 marking definitions.
    private static readonly ImmutableArray<(Tlp Label, string Value, string Id)> TlpDefinitions =
    [
        (Tlp.Clear, "clear", "94868c89-83c2-464b-929b-a1a8aa3c8487"),
        (Tlp.Green, "green", "bab4a63c-aed9-4cf5-a766-dfca5abac2bb"),
        (Tlp.Amber, "amber", "55d920b0-5e8b-4f79-9ee9-91f868d9b421"),
        (Tlp.AmberStrict, "amber+strict", "939a9414-2ddd-4d32-a0cd-375ea402b003"),
        (Tlp.Red, "red", "e828b379-4e03-4974-9ac4-e53a884c97c1"),
    ];

    // Of TLP 1 in STIX 2.0 and 2.1: WHITE, GREEN, AMBER, RED.
    private static readonly ImmutableArray<string> TlpOne =
    [
        "613f2e26-407d-48c7-9eca-b8e91df99dc9", "34098fce-860f-48ae-8e50-ebd3cc5e41da", "f88d31f6-486f-44da-b317-01333bde0b82",
        "5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
    ];

    /// <summary>The OASIS definition of a TLP 2.0 label.</summary>
    public static string TlpId(Tlp label) => $"{Definition}--{TlpDefinitions.First(row => row.Label == label).Id}";

    internal static string TlpValue(Tlp label) => TlpDefinitions.First(row => row.Label == label).Value;

    internal static Tlp? TlpOf(string id) =>
        TlpDefinitions.Where(row => id == $"{Definition}--{row.Id}").Select(row => (Tlp?)row.Label).FirstOrDefault();

    internal static bool IsTlpOne(string id) => TlpOne.Any(old => id == $"{Definition}--{old}");

    /// <summary>
    /// An id that follows from a name (RFC 9562 §5.5, version 5), so that one mark has one definition everywhere. The name is made of the
    /// closed vocabulary of marks; nobody relies on the strength of SHA-1, since the reader compares the content too.
    /// </summary>
    internal static string NamedId(string type, string name)
    {
#pragma warning disable CA5350 // version 5 is SHA-1 by definition, and STIX admits no later version
        byte[] uuid = SHA1.HashData([.. Names, .. Encoding.UTF8.GetBytes(name)])[..16];
#pragma warning restore CA5350
        uuid[6] = (byte)((uuid[6] & 0x0f) | 0x50);
        uuid[8] = (byte)((uuid[8] & 0x3f) | 0x80);
        return $"{type}--{new Guid(uuid, bigEndian: true)}";
    }

    /// <summary>True for an id of STIX 2.1 §2.9: a type, two hyphens and a UUID, in lower case.</summary>
    internal static bool IsId(string text, string? type = null)
    {
        int at = text.IndexOf("--", StringComparison.Ordinal);
        return at > 0
            && (type is null || text[..at] == type)
            && text[..at].All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && text[(at + 2)..] is { Length: 36 } uuid
            && Guid.TryParseExact(uuid, "D", out Guid parsed)
            && parsed.ToString() == uuid;
    }
}
