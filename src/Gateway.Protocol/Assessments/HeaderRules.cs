using Gateway.Core.Assessments;
using Gateway.Core.Assessments.Frameworks;
using Gateway.Core.Assessments.Places;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;

namespace Gateway.Protocol.Assessments;

/// <summary>What header, subject and place have to keep.</summary>
internal static class HeaderRules
{
    private const uint FirstYear = 1948;
    private const uint LastYear = 2999;

    public static void Check(Header header, FieldCheck check)
    {
        check.Require(header.Title.Length > 0, "title");
        check.Require(header.Type != AssessmentType.Unspecified, "type");
        check.That(header.Mode != Mode.Unspecified, "mode", SubmissionRule.ModeMissing, "Say whether it is actual, exercise or test.");
        check.Name(header.Title, "title");
        check.Name(header.OrgUnit, "org_unit");
        check.Name(header.Edition, "edition");
        check.Time(header.AuthoredAtMs, "authored_at_ms");
        check.Time(header.InformationCutoffMs, "information_cutoff_ms");
        check.Time(header.ValidFromMs, "valid_from_ms");
        check.Order(
            header.ValidUntilMs == 0 || header.ValidFromMs < header.ValidUntilMs, "valid_until_ms", "Valid from lies before valid until.");
        check.Order(
            header.AuthoredAtMs <= 0 || header.InformationCutoffMs <= header.AuthoredAtMs,
            "information_cutoff_ms",
            "What arrives after it was written cannot have been considered.");
        check.Range(header.EditionYear is 0 or (>= FirstYear and <= LastYear), "edition_year", "0 or a year from 1948");
        check.That(
            header.TemplateId.Length == 0 || AssessmentTemplates.TryGet(header.TemplateId, out _) || StableId.IsOwn(header.TemplateId),
            "template_id",
            SubmissionRule.TemplateUnknown,
            "No template has this id; an originator's own begins with \"x-\".");
        Check(header.Type, header.Post, header.Submitter, check);
    }

    public static void Check(Subject subject, FieldCheck check)
    {
        check.Require(subject.Iso3.Length > 0, "iso3");
        check.Country(subject.Iso3, "iso3");
        check.Range(subject.GwCode <= 999, "gw_code", "0 to 999");
        check.Id(subject.GroupId, "group_id");
        check.Name(subject.GroupName, "group_name");
        check.Require(subject.Kind != SubjectKind.Group || subject.GroupId.Length > 0, "group_id");
        check.Require(subject.Kind != SubjectKind.Area || subject.Area is { } area && area.AdmPcode.Length + area.Subdivision.Length > 0, "area");
        QuantityRules.Check(subject.Area, "area", check);
        bool elsewhere = subject.Area?.Iso3 is { Length: > 0 } iso3 && iso3 != subject.Iso3;
        check.That(!elsewhere, "area.iso3", SubmissionRule.CountryMismatch, "The area lies in another country than the subject.");
    }

    public static void Check(Place place, FieldCheck check)
    {
        check.Name(place.Name, "name");
        QuantityRules.PlaceCode(place.AdmPcode, "adm_pcode", check);
        if (place.Geometry.Length > 0 && GeoJson.Check(place.Geometry) is var fault and not GeometryFault.None)
        {
            check.That(false, "geometry", SubmissionRule.GeometryMalformed, Explain(fault));
        }
    }

    private static void Check(AssessmentType type, string post, string submitter, FieldCheck check)
    {
        check.Require(type != AssessmentType.Field || post.Length > 0, "post");
        check.That(
            post.Length == 0 || IsoCodes.IsSubdivision(post) || IsoCodes.IsCity(post),
            "post",
            SubmissionRule.CodeMalformed,
            "A post is an ISO 3166-2 code (\"SD-KH\") or a UN/LOCODE (\"SDKRT\").");
        check.Require(type != AssessmentType.NgoSubmission || submitter.Length > 0, "submitter");
        check.Id(submitter, "submitter");
    }

    private static string Explain(GeometryFault fault) => fault switch
    {
        GeometryFault.None => "",
        GeometryFault.NotJson => "Not JSON: malformed, nested too deep, or a name stands twice.",
        GeometryFault.NotGeometry => "Not a GeoJSON geometry, or it has members that a geometry does not have.",
        GeometryFault.Coordinates => "The positions do not fit the type of geometry.",
        GeometryFault.OutOfRange => "Longitude first, -180 to 180; latitude -90 to 90 degrees.",
        GeometryFault.RingOpen => "A ring ends where it begins.",
    };
}
