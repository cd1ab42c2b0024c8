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
}
