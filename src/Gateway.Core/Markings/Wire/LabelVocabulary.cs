using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Core.Markings.Wire;

/// <summary>Names in labels: elements, tags and the object identifiers of policies.</summary>
public static class LabelVocabulary
{
    /// <summary>Namespace of ADatP-4774.</summary>
    public const string Namespace = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0";

    internal const string Nato = "NATO";
    internal const string Context = "Context";
    internal const string ReleasableTo = "Releasable To";
    internal const string Only = "Only";
    internal const string Sensitivity = "Additional Sensitivity";
    internal const string Administrative = "Administrative";

    /// <summary>The Context value that a NATO label with a release list has.</summary>
    internal const string Releasable = "Releasable";

    internal const string Owner = "Owner";
    internal const string Joint = "Joint";
    internal const string ForeignInformation = "Foreign Government Information";
    internal const string Dissemination = "Dissemination Controls";
    internal const string DisplayOnly = "Display Only To";
    internal const string Caveat = "Caveat";
    internal const string Activity = "Activity";
    internal const string Sci = "SCI";
    internal const string Sap = "SAP";
    internal const string Aea = "AEA";
    internal const string NonIc = "Non-IC";

    private const string NatoOid = "1.3.26.1.3.1";

    private static readonly ImmutableArray<string> IdTypes =
    [
        "rfc822Name", "dNSName", "directoryName", "uniformResourceIdentifier", "iPAddress", "x400Address", "userPrincipalName", "jID",
    ];

    // ADatP-4774 App. 2.
    private static readonly ImmutableArray<(string Tag, LabelCategoryType Type)> NatoTags =
    [
        (Context, LabelCategoryType.Permissive), (ReleasableTo, LabelCategoryType.Permissive), (Only, LabelCategoryType.Permissive),
        (Sensitivity, LabelCategoryType.Restrictive), (Administrative, LabelCategoryType.Informative),
    ];

    // This project's, for policies that publish no security policy information file. What a stranger cannot judge is RESTRICTIVE, so that
    // a system which does not know the value denies.
    private static readonly ImmutableArray<(string Tag, LabelCategoryType Type)> OwnTags =
    [
        (Owner, LabelCategoryType.Informative), (Joint, LabelCategoryType.Informative), (ForeignInformation, LabelCategoryType.Restrictive),
        (Dissemination, LabelCategoryType.Restrictive), (ReleasableTo, LabelCategoryType.Permissive), (Only, LabelCategoryType.Permissive),
        (Caveat, LabelCategoryType.Restrictive), (DisplayOnly, LabelCategoryType.Restrictive), (Sensitivity, LabelCategoryType.Restrictive),
        (Administrative, LabelCategoryType.Informative), (Context, LabelCategoryType.Informative), (Activity, LabelCategoryType.Informative),
        (Sci, LabelCategoryType.Restrictive), (Sap, LabelCategoryType.Restrictive), (Aea, LabelCategoryType.Restrictive),
        (NonIc, LabelCategoryType.Restrictive),
    ];

    /// <summary>
    /// The identifier of a policy: NATO's own, and for the others one under the UUID arc 2.25 (ITU-T X.667), made from the policy's name
    /// because no nation publishes one.
    /// </summary>
    public static string UriOf(string policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return "urn:oid:" + (policy == Nato ? NatoOid : OwnOid(policy));
    }

    internal static ImmutableArray<(string Tag, LabelCategoryType Type)> TagsOf(string policy) => policy == Nato ? NatoTags : OwnTags;

    /// <summary>NATO reads its values without regard to case (ADatP-4774 App. 2); nobody else has said so.</summary>
    internal static StringComparer ComparerOf(string policy) =>
        policy == Nato ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    internal static bool IsIdType(string text) => IdTypes.Contains(text);

    internal static string IdTypeList => string.Join(", ", IdTypes);

    internal static string Root(LabelRole role) => role switch
    {
        LabelRole.Originator => "originatorConfidentialityLabel",
        LabelRole.Alternative => "alternativeConfidentialityLabel",
        LabelRole.Metadata => "metadataConfidentialityLabel",
    };

    internal static string Word(LabelCategoryType type) => type switch
    {
        LabelCategoryType.Restrictive => "RESTRICTIVE",
        LabelCategoryType.Permissive => "PERMISSIVE",
        LabelCategoryType.Informative => "INFORMATIVE",
    };

    /// <summary>True for <c>urn:oid:</c> and numbers with dots, no leading zeros.</summary>
    internal static bool IsOid(string uri)
    {
        const string prefix = "urn:oid:";
        string[] arcs = uri.StartsWith(prefix, StringComparison.Ordinal) ? uri[prefix.Length..].Split('.') : [];
        return arcs.Length >= 2 && arcs.All(arc => arc.Length > 0 && arc.All(char.IsAsciiDigit) && (arc.Length == 1 || arc[0] != '0'));
    }

    private static string OwnOid(string policy)
    {
        byte[] uuid = SHA256.HashData(Encoding.UTF8.GetBytes("gateway/label-policy/v1\0" + policy))[..16];
        uuid[6] = (byte)((uuid[6] & 0x0f) | 0x80); // RFC 9562 §5.8: version 8, made by our own rule
        uuid[8] = (byte)((uuid[8] & 0x3f) | 0x80);
        return "2.25." + new BigInteger(uuid, isUnsigned: true, isBigEndian: true);
    }
}
