using System.Text.Json.Nodes;
using Gateway.Core.Markings;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.Vectors;

/// <summary>Values as the vectors write them: bytes in lower-case hex, fields by their names in the proto files.</summary>
internal static class Json
{
    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    public static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);

    public static byte[] Bytes(JsonNode? hex) => Convert.FromHexString((string)hex!);

    public static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode> one) => [.. items.Select(one)];

    public static JsonArray Texts(IEnumerable<string> items) => List(items, item => (JsonNode)item);

    public static JsonObject Of(Marking marking) => new()
    {
        ["policy"] = marking.Policy,
        ["text"] = marking.Text,
        ["releasable_to"] = Texts(marking.ReleasableTo),
        ["originator_list"] = Texts(marking.OriginatorList),
        ["community"] = marking.Community,
        ["not_before_ms"] = marking.NotBeforeMs,
    };

    public static JsonObject Of(PortionBody body) => new()
    {
        ["path"] = body.Path,
        ["variant"] = body.Variant,
        ["type"] = body.Type,
        ["marking"] = Of(body.Marking),
        ["value"] = Hex(body.Value),
        ["must_accompany"] = List(body.MustAccompany, index => (JsonNode)index),
        ["rank"] = body.Rank,
        ["region"] = Texts(body.Regions),
        ["topic"] = Texts(body.Topics),
    };

    public static JsonObject Of(ReleaseTerms terms) => new()
    {
        ["banner"] = Of(terms.Banner),
        ["feed_seq"] = terms.FeedSequence,
        ["policy_id"] = terms.PolicyId,
        ["policy_version"] = terms.PolicyVersion,
        ["policy_digest"] = Hex(terms.PolicyDigest),
        ["roster_digest"] = Hex(terms.RosterDigest),
        ["record"] = Hex(terms.Record),
        ["lane"] = (int)terms.Lane,
    };

    public static JsonObject Of(ReleaseBody release) => new()
    {
        ["product_id"] = release.Product.ToString(),
        ["recipient"] = release.Recipient.Value,
        ["expires_at_ms"] = release.ExpiresAtMs,
        ["openings_digest"] = Hex(release.OpeningsDigest),
        ["terms_digest"] = Hex(release.TermsDigest),
        ["grant_root"] = Hex(release.GrantRoot),
        ["previous_release"] = Hex(release.PreviousRelease),
        ["onward_grant"] = Hex(release.OnwardGrant),
    };

    /// <summary>A message that must be refused.</summary>
    public static JsonObject Reject(string reason, byte[] bytes, string fault) => new()
    {
        ["reason"] = reason,
        ["fault"] = fault,
        ["bytes"] = Hex(bytes),
    };
}
