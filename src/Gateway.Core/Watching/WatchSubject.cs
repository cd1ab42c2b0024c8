namespace Gateway.Core.Watching;

/// <summary>A country, an area in it, a population group, or a group in an area. Equality is by value.</summary>
/// <param name="Iso3">ISO 3166-1 alpha-3.</param>
/// <param name="Area">OCHA place code; empty: the whole country.</param>
/// <param name="Group">Name of the population group, folded by <see cref="Of"/>; empty: everybody.</param>
public readonly record struct WatchSubject(string Iso3, string Area, string Group) : IComparable<WatchSubject>
{
    /// <summary>The subject with its group's name folded, so that letter case and spaces around it make no difference.</summary>
    public static WatchSubject Of(string iso3, string area = "", string group = "") => new(iso3, area, Fold(group));

    /// <summary>Whether whatever is said of the other concerns this one: the same country, and area and group where this one names them.</summary>
    public bool Covers(WatchSubject other) =>
        Iso3 == other.Iso3 && (Area.Length == 0 || Area == other.Area) && (Group.Length == 0 || Group == other.Group);

    /// <summary>A name as it is compared: trimmed, in lower case.</summary>
    public static string Fold(string name) => name.Trim().ToLowerInvariant();

    /// <inheritdoc/>
    public int CompareTo(WatchSubject other)
    {
        int order = string.CompareOrdinal(Iso3, other.Iso3);
        order = order != 0 ? order : string.CompareOrdinal(Area, other.Area);
        return order != 0 ? order : string.CompareOrdinal(Group, other.Group);
    }

    /// <summary>For people: <c>MLI, area ML05, group fulani</c>.</summary>
    public override string ToString() =>
        Iso3 + (Area.Length > 0 ? ", area " + Area : "") + (Group.Length > 0 ? ", group " + Group : "");

    /// <summary>Ordinal order.</summary>
    public static bool operator <(WatchSubject left, WatchSubject right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(WatchSubject left, WatchSubject right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(WatchSubject left, WatchSubject right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(WatchSubject left, WatchSubject right) => left.CompareTo(right) >= 0;
}
