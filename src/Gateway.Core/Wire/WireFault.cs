namespace Gateway.Core.Wire;

/// <summary>Why signed bytes are not the message they should be (docs/protocol.md, "Strict encoding").</summary>
public enum WireFault
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>The bytes end inside a field.</summary>
    Truncated,

    /// <summary>A field number that the message does not have.</summary>
    UnknownField,

    /// <summary>A singular field occurs twice.</summary>
    DuplicateField,

    /// <summary>Fields do not come in ascending order.</summary>
    OutOfOrder,

    /// <summary>The wire type is not the field's.</summary>
    WrongType,

    /// <summary>A varint has superfluous bytes, or more than ten.</summary>
    MalformedVarint,

    /// <summary>A number outside the field's range, an unknown enum member, or an explicit default where none is written.</summary>
    OutOfRange,

    /// <summary>A string that is not UTF-8.</summary>
    InvalidText,

    /// <summary>A length over the limit.</summary>
    TooLong,

    /// <summary>Messages nested too deeply.</summary>
    TooDeep,

    /// <summary>A required field is missing.</summary>
    MissingField,
}
