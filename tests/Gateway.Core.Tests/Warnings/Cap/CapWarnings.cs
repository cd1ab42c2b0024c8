using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;
using Gateway.Core.Warnings.Cap;

namespace Gateway.Core.Tests.Warnings.Cap;

/// <summary>Warnings to export: one that reads like a real one, and any number of hostile ones.</summary>
internal static class CapWarnings
{
    public static readonly DateTimeOffset Issued = new(2026, 11, 30, 21, 15, 42, 731, TimeSpan.Zero);

    public static readonly CapSource Mali = new()
    {
        Originator = PartnerCode.Of("FRA"),
        Edition = new CapEdition(ProductId.OfManifest([2]), Issued),
        Earlier = [new CapEdition(ProductId.OfManifest([1]), Issued.AddDays(-3))],
        Lineage = new byte[32],
        Mode = Mode.Actual,
        Kind = CapMessageType.Update,
        Banner = new Marking { Policy = "FRA", Text = "CONFIDENTIEL//REL TO USA, SWE", ReleasableTo = ["USA", "SWE"] },
        Recipients = ["USA", "SWE"],
        Title = "Armed groups gather around Ménaka",
        Statement = "Attacks on villages of one group may begin within days.",
        Instruction = "Check that missions in the region can be reached.",
        Details = ["Groups in danger: Daoussahak."],
        Urgency = CapUrgency.Expected,
        Severity = CapSeverity.Extreme,
        Certainty = CapCertainty.Likely,
        Likelihood = ("icd203", "unlikely"),
        Lowest = 0.2,
        Best = 0.3,
        Highest = 0.45,
        Confidence = "moderate",
        EventDefinition = "ewp-mass-killing",
        Onset = Issued.AddDays(2),
        Expires = Issued.AddDays(30),
        AcknowledgeBy = Issued.AddHours(6),
        Country = "MLI",
        CountryName = "Mali",
        Place = "Ménaka",
        PlaceCode = "ML09",
        Geometry = """{"type":"Polygon","coordinates":[[[2.2,15.5],[2.9,15.5],[2.9,16.2],[2.2,15.5]]]}""",
    };

    /// <summary>Text that somebody wrote to break a reader: markup, controls, halves of characters, what XML has no place for.</summary>
    public static readonly Gen<string> Hostile = Gen.Frequency(
        (1, Gen.Const("")),
        (2, Gen.String),
        (3, OneOf(
            "]]><script>alert(1)</script>", "&amp;&#0;&lt;", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;", "\0\u0001\u001F", "\uD800", "\uDC00\uD800",
            "\uFFFE\uFFFF", "\u2028\u2029\u202E", "a,b c<d&e", "\r\n\t ", "   ", "<![CDATA[", "--><!--", "\"'`", "\u0085\u200F", new string('<', 2000))));

    private static readonly Gen<double?> Probability = Gen.Double[0, 1].Nullable();

    private static readonly Gen<DateTimeOffset> Time = Gen.Long[0, 4_102_444_800_000].Select(DateTimeOffset.FromUnixTimeMilliseconds);

    private static readonly Gen<CapEdition> Edition = Gen.Select(Gen.Byte.Array[4], Time).Select((seed, at) => new CapEdition(ProductId.OfManifest(seed), at));

    public static readonly Gen<CapSource> Any =
        from texts in Hostile.Array[12]
        from edition in Edition
        from earlier in Edition.Array[0, 3]
        from mode in OneOf(Enum.GetValues<Mode>())
        from kind in OneOf(Enum.GetValues<CapMessageType>())
        from recipients in OneOf("USA", "SWE", "FVEY", "EU OPS", "").Array[0, 3]
        from words in Gen.Select(OneOf(Enum.GetValues<CapUrgency>()), OneOf(Enum.GetValues<CapSeverity>()), OneOf(Enum.GetValues<CapCertainty>()))
        from numbers in Probability.Array[3]
        from times in Time.Nullable().Array[3]
        from geometry in Gen.OneOf(Hostile, OneOf(
            Mali.Geometry, """{"type":"Point","coordinates":[2.4,15.9]}""", """{"type":"Point","coordinates":[1e400,"x"]}""", """{"type":"Point","coordinates":[200,15]}""",
            """{"type":"Polygon","coordinates":[[]]}""", """{"type":"Polygon","coordinates":[[[0,0],[1,1],[2,2]]]}""", """{"type":"MultiPolygon","coordinates":[[[[0,0],[1,1],[2,0],[0,0]]]]}""",
            """{"type":"MultiPolygon","coordinates":7}""", """{"type":"GeometryCollection"}""", "[]", "[[[[[[[[[[[[[[[", "null"))
        from precision in Gen.UInt[0, 100_000]
        select Mali with
        {
            Edition = edition, Earlier = [.. earlier], Mode = mode, Kind = kind, Recipients = [.. recipients.Where(code => code.Length > 0)], Title = texts[0], Statement = texts[1],
            Instruction = texts[2], Details = [texts[3], texts[4]], Urgency = words.Item1, Severity = words.Item2, Certainty = words.Item3, Likelihood = (texts[5], texts[6]),
            Lowest = numbers[0], Best = numbers[1], Highest = numbers[2], Confidence = texts[7], EventDefinition = texts[8], Onset = times[0], Expires = times[1], AcknowledgeBy = times[2],
            Country = texts[9], CountryName = "", Place = texts[10], PlaceCode = texts[11], Geometry = geometry, PrecisionMetres = precision,
        };

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    public static CapAlert Alert(CapSource source) => Assert.IsType<CapOutcome.Written>(CapExport.Export(source)).Alert;
}
