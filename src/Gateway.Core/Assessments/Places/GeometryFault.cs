namespace Gateway.Core.Assessments.Places;

/// <summary>What is wrong with a GeoJSON geometry. One fault is named, the first that is met.</summary>
public enum GeometryFault
{
    /// <summary>A geometry of RFC 7946.</summary>
    None,

    /// <summary>Not JSON, nested too deep, or a name stands twice.</summary>
    NotJson,

    /// <summary>No geometry: a feature, another type, or members that a geometry does not have.</summary>
    NotGeometry,

    /// <summary>Positions that do not fit the type: too few, too deep, not two or three numbers.</summary>
    Coordinates,

    /// <summary>A longitude beyond 180 or a latitude beyond 90 degrees, or a number that is not finite.</summary>
    OutOfRange,

    /// <summary>A ring whose last position is not its first.</summary>
    RingOpen,
}
