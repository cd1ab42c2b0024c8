namespace Gateway.Protocol.Products;

/// <summary>Ids of the rules that a submission has to keep. Stable: clients switch on them.</summary>
public static class SubmissionRule
{
    /// <summary>A field that must be there is missing or empty.</summary>
    public const string Required = "required";

    /// <summary>A portion has no marking, or one without policy or text.</summary>
    public const string MarkingMissing = "marking-missing";

    /// <summary>A mark or its lists exceed 512 bytes of text, 256 members, or hold empty members.</summary>
    public const string MarkingMalformed = "marking-malformed";

    /// <summary>The header has no mode, or its variants disagree.</summary>
    public const string ModeMissing = "mode-missing";

    /// <summary>A label or topic is not <c>^[a-z0-9-]{1,32}$</c>.</summary>
    public const string LabelMalformed = "label-malformed";

    /// <summary>A label is used for two portions that are not variants of each other.</summary>
    public const string LabelDuplicate = "label-duplicate";

    /// <summary>A reference names no portion of the submission.</summary>
    public const string ReferenceUnresolved = "reference-unresolved";

    /// <summary>A portion that its parent cannot go without has variants of its own.</summary>
    public const string AccompanyingVariant = "accompanying-variant";

    /// <summary>Not an ISO 3166-1 alpha-3 code.</summary>
    public const string CountryMalformed = "country-malformed";

    /// <summary>A number outside its range.</summary>
    public const string OutOfRange = "out-of-range";

    /// <summary>Numbers or times that have to ascend do not: low, best, high; from, until.</summary>
    public const string OutOfOrder = "out-of-order";

    /// <summary>A name that has to be unique stands twice: predictors, outputs, coefficients.</summary>
    public const string NameDuplicate = "name-duplicate";

    /// <summary>A value without a unit.</summary>
    public const string UnitMissing = "unit-missing";

    /// <summary>A number that the enum does not have.</summary>
    public const string EnumUnknown = "enum-unknown";

    /// <summary>A field that the contract does not have.</summary>
    public const string FieldUnknown = "field-unknown";

    /// <summary>Text over 32 KiB.</summary>
    public const string TextTooLong = "text-too-long";

    /// <summary>A portion over 64 KiB.</summary>
    public const string PortionTooLarge = "portion-too-large";

    /// <summary>All portions together are over 3 MiB.</summary>
    public const string ProductTooLarge = "product-too-large";

    /// <summary>More portions than the size class has room for.</summary>
    public const string TooManyPortions = "too-many-portions";

    /// <summary>Well-formed, and no country has the ISO 3166-1 alpha-3 code.</summary>
    public const string CountryUnknown = "country-unknown";

    /// <summary>A part of a country lies in another one than stated beside it.</summary>
    public const string CountryMismatch = "country-mismatch";

    /// <summary>A code of a post, subdivision or place is not shaped as its list shapes them.</summary>
    public const string CodeMalformed = "code-malformed";

    /// <summary>An id is not <c>^[a-z0-9-]{1,64}$</c>, or a product id has not 32 bytes.</summary>
    public const string IdMalformed = "id-malformed";

    /// <summary>A name holds characters that change what a reader sees: control, bidirectional, private use, half a surrogate pair.</summary>
    public const string TextDeceptive = "text-deceptive";

    /// <summary>Not a BCP 47 language tag.</summary>
    public const string LanguageMalformed = "language-malformed";

    /// <summary>Not a geometry of RFC 7946: type, positions, ranges, closed rings.</summary>
    public const string GeometryMalformed = "geometry-malformed";

    /// <summary>No scale has the id.</summary>
    public const string ScaleUnknown = "scale-unknown";

    /// <summary>The id names a confidence table of STIX, which reads no judgement.</summary>
    public const string ScaleNotLikelihood = "scale-not-likelihood";

    /// <summary>The scale has no such term.</summary>
    public const string TermUnknown = "term-unknown";

    /// <summary>A number lies outside the interval of the term that stands beside it.</summary>
    public const string RangeOutsideTerm = "range-outside-term";

    /// <summary>Terms of both rows of ICD 203's synonyms in one product.</summary>
    public const string SynonymsMixed = "synonyms-mixed";

    /// <summary>A sentence states a likelihood and a confidence.</summary>
    public const string LikelihoodWithConfidence = "likelihood-with-confidence";

    /// <summary>No framework has the id, or not in the edition.</summary>
    public const string FrameworkUnknown = "framework-unknown";

    /// <summary>The framework has no factor of the number.</summary>
    public const string FactorUnknown = "factor-unknown";

    /// <summary>The factor has no indicator of the number.</summary>
    public const string IndicatorUnknown = "indicator-unknown";

    /// <summary>The catalogue has no such question.</summary>
    public const string QuestionUnknown = "question-unknown";

    /// <summary>The vocabulary of rubrics has no such label.</summary>
    public const string RubricUnknown = "rubric-unknown";

    /// <summary>Observations of one indicator in more than one unit.</summary>
    public const string UnitMixed = "unit-mixed";

    /// <summary>A unit that the quantity cannot have: people are counted in persons.</summary>
    public const string UnitWrong = "unit-wrong";

    /// <summary>Parts add up to more than the whole.</summary>
    public const string SumExceeds = "sum-exceeds";

    /// <summary>A flow or link goes from a country to the same one.</summary>
    public const string DirectionMissing = "direction-missing";

    /// <summary>One scenario alone, or no most likely, no most dangerous or, with options, no counterfactual one.</summary>
    public const string ScenarioMissing = "scenario-missing";

    /// <summary>A set of options without the one to do nothing.</summary>
    public const string DoNothingMissing = "do-nothing-missing";

    /// <summary>No template has the id.</summary>
    public const string TemplateUnknown = "template-unknown";

    /// <summary>The template named by the header demands a part that is not there.</summary>
    public const string TemplateBlockMissing = "template-block-missing";
}
