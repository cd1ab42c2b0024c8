using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using Gateway.Core.Courier;
using Gateway.Core.Markings;

namespace Gateway.Core.Partners;

/// <summary>Reads one partner of a roster.</summary>
internal static class PartnerReader
{
    private static readonly string[] AllAlgorithms = ["ed25519", "ml-dsa-44", "ml-dsa-87"];

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    public static Partner Read(DocumentCursor item)
    {
        item.Members(
            "code", "name", "kind", "clearance", "tlp_communities?", "caveats?", "regions?", "address", "tls_pins", "release_log",
            "internal_log", "document_keys", "courier_key?");
        return new Partner
        {
            Code = item.TryMember("code", out DocumentCursor code) ? code.Code() : default,
            Name = item.TryMember("name", out DocumentCursor name) ? name.Text() : "",
            Kind = item.TryMember("kind", out DocumentCursor kind) ? Kind(kind) : PartnerKind.Nation,
            Clearance = item.TryMember("clearance", out DocumentCursor clearance) ? ReadClearance(clearance) : Clearance.None,
            TlpCommunities = item.TryMember("tlp_communities", out DocumentCursor tlp) ? tlp.TextSet() : [],
            Caveats = item.TryMember("caveats", out DocumentCursor caveats) ? caveats.TextSet() : [],
            Regions = item.TryMember("regions", out DocumentCursor regions) ? regions.TextSet() : [],
            Address = item.TryMember("address", out DocumentCursor address) ? ReadAddress(address) : new Uri("https://invalid.invalid"),
            TlsPins = item.TryMember("tls_pins", out DocumentCursor pins) ? Pins(pins) : [],
            ReleaseLog = item.TryMember("release_log", out DocumentCursor log) ? ReadLog(log) : new ReleaseLogIdentity("", [], []),
            InternalLogOrigin = item.TryMember("internal_log", out DocumentCursor origin) ? Origin(origin) : "",
            DocumentKeys = item.TryMember("document_keys", out DocumentCursor keys) ? Keys(keys) : [],
            CourierKey = item.TryMember("courier_key", out DocumentCursor courier) ? ReadCourierKey(courier) : null,
        };
    }

    public static bool IsLowerHex(ReadOnlySpan<char> text, int length) =>
        text.Length == length && !text.ContainsAnyExcept(LowerHex);

    private static PartnerKind Kind(DocumentCursor item) => item.Word(
        "not-a-kind",
        "nation or organisation is expected here.",
        (string text, out PartnerKind kind) =>
        {
            kind = text == "organisation" ? PartnerKind.Organisation : PartnerKind.Nation;
            return text is "nation" or "organisation";
        });

    private static Clearance ReadClearance(DocumentCursor item)
    {
        item.Members("default", "owners?");
        Level level = item.TryMember("default", out DocumentCursor d) ? d.Level() : Level.Unclassified;
        var byOwner = ImmutableSortedDictionary.CreateBuilder<PartnerCode, Level>();
        foreach ((string name, DocumentCursor value) in item.TryMember("owners", out DocumentCursor owners) ? owners.Entries() : [])
        {
            if (PartnerCode.TryParse(name, out PartnerCode owner))
            {
                byOwner[owner] = value.Level();
            }
            else
            {
                value.Fail("not-a-code", "An owner is named by its code.");
            }
        }

        return new Clearance(level, byOwner.ToImmutable());
    }

    private static Uri ReadAddress(DocumentCursor item)
    {
        if (Uri.TryCreate(item.Text(), UriKind.Absolute, out Uri? address)
            && address.Scheme == "https" && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0)
        {
            return address;
        }

        item.Fail("not-an-address", "An absolute https address without user, query or fragment is expected here.");
        return new Uri("https://invalid.invalid");
    }

    private static ImmutableArray<string> Pins(DocumentCursor list) => NonEmpty(list, pin =>
    {
        string text = pin.Text();
        if (!text.StartsWith("sha256:", StringComparison.Ordinal) || !IsLowerHex(text.AsSpan(7), 64))
        {
            pin.Fail("not-a-pin", "sha256: and 64 lower-case hex digits are expected here.");
        }

        return text;
    });

    private static ReleaseLogIdentity ReadLog(DocumentCursor item)
    {
        item.Members("origin", "vkeys", "algorithms");
        string origin = item.TryMember("origin", out DocumentCursor o) ? Origin(o) : "";
        ImmutableArray<string> keys = item.TryMember("vkeys", out DocumentCursor k) ? Keys(k) : [];
        ImmutableArray<string> algorithms = item.TryMember("algorithms", out DocumentCursor a) ? Algorithms(a) : [];
        if (keys.Any(key => !key.StartsWith(origin + "+", StringComparison.Ordinal)))
        {
            item.Fail("foreign-key-name", "The name in each verifier key equals the origin (C2SP tlog-checkpoint).");
        }

        return new ReleaseLogIdentity(origin, keys, algorithms);
    }

    private static ImmutableArray<string> Algorithms(DocumentCursor list)
    {
        ImmutableArray<string> algorithms = NonEmpty(list, item =>
        {
            string text = item.Text();
            if (!AllAlgorithms.Contains(text))
            {
                item.Fail("unknown-algorithm", "ed25519, ml-dsa-44 or ml-dsa-87 is expected here.");
            }

            return text;
        });
        if (!algorithms.Contains("ed25519"))
        {
            list.Fail("no-ed25519", "Every checkpoint carries an Ed25519 line, so ed25519 is always demanded.");
        }

        return algorithms;
    }

    private static string Origin(DocumentCursor item)
    {
        string text = item.Text();
        if (text.Length > 255 || text.Contains("://", StringComparison.Ordinal) || text.EndsWith('/') || text.Any(c => c is '+' or '"' || c <= ' ' || c > '~'))
        {
            item.Fail("not-an-origin", "A schemeless address without trailing slash, spaces or plus signs is expected here.");
        }

        return text;
    }

    // Shape only (C2SP signed-note): whether the key id matches the key is checked by whoever uses the key.
    private static ImmutableArray<string> Keys(DocumentCursor list) => NonEmpty(list, item =>
    {
        string text = item.Text();
        string[] parts = text.Split('+', 3);
        if (parts.Length != 3 || parts[0].Length == 0 || !IsLowerHex(parts[1], 8) || parts[2].Length == 0 || !Base64.IsValid(parts[2]))
        {
            item.Fail("not-a-verifier-key", "A verifier key is expected here: name, eight hex digits and base64, joined by plus signs.");
        }

        return text;
    });

    private static CourierPublicKey? ReadCourierKey(DocumentCursor item)
    {
        if (!CourierPublicKey.TryParse(item.Text(), out CourierPublicKey? key))
        {
            item.Fail("not-a-courier-key", "x-wing: and 1,216 bytes in base64 are expected here.");
        }

        return key;
    }

    private static ImmutableArray<string> NonEmpty(DocumentCursor list, Func<DocumentCursor, string> read)
    {
        ImmutableArray<string> items = [.. list.Items().Select(read)];
        if (items.IsEmpty)
        {
            list.Fail("empty", "At least one entry is expected here.");
        }
        else if (items.Distinct().Count() < items.Length)
        {
            list.Fail("duplicate", "An entry stands twice.");
        }

        return items;
    }
}
