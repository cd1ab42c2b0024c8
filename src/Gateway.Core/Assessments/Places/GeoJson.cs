using System.Text;
using System.Text.Json;

namespace Gateway.Core.Assessments.Places;

/// <summary>
/// Reads GeoJSON geometries strictly (RFC 7946 §3.1): WGS84 degrees, longitude first, closed rings, no members beyond the standard's. Foreign
/// members (§6.1) are refused, since a reader would not see them.
/// </summary>
public static class GeoJson
{
    // A multipolygon inside a collection needs seven.
    private const int MaxDepth = 8;
    private const int RingPositions = 4;
    private const int LinePositions = 2;

    /// <summary>The first fault of the text, never an exception. Linear in its length.</summary>
    public static GeometryFault Check(string text)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
            using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text), options);
            return Geometry(document.RootElement, inCollection: false);
        }
        catch (JsonException)
        {
            return GeometryFault.NotJson;
        }
    }

    private static GeometryFault Geometry(JsonElement geometry, bool inCollection)
    {
        if (geometry.ValueKind != JsonValueKind.Object || !geometry.TryGetProperty("type", out JsonElement type) || type.ValueKind != JsonValueKind.String)
        {
            return GeometryFault.NotGeometry;
        }

        bool collection = type.ValueEquals("GeometryCollection"u8);
        string content = collection ? "geometries" : "coordinates";
        foreach (JsonProperty member in geometry.EnumerateObject())
        {
            if (!member.NameEquals("type"u8) && !member.NameEquals(content) && !(member.NameEquals("bbox"u8) && IsBox(member.Value)))
            {
                return GeometryFault.NotGeometry;
            }
        }

        if (!geometry.TryGetProperty(content, out JsonElement inside) || inside.ValueKind != JsonValueKind.Array)
        {
            return GeometryFault.Coordinates;
        }

        // §3.1.8: collections inside collections are to be avoided; here they are refused.
        return collection
            ? inCollection ? GeometryFault.NotGeometry : Each(inside, 1, one => Geometry(one, inCollection: true))
            : Coordinates(type, inside);
    }

    private static GeometryFault Coordinates(JsonElement type, JsonElement inside) => type.GetString() switch
    {
        "Point" => Position(inside),
        "MultiPoint" => Each(inside, 1, Position),
        "LineString" => Each(inside, LinePositions, Position),
        "MultiLineString" => Each(inside, 1, line => Each(line, LinePositions, Position)),
        "Polygon" => Each(inside, 1, Ring),
        "MultiPolygon" => Each(inside, 1, polygon => Each(polygon, 1, Ring)),
        _ => GeometryFault.NotGeometry,
    };

    private static GeometryFault Each(JsonElement list, int least, Func<JsonElement, GeometryFault> check)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() < least)
        {
            return GeometryFault.Coordinates;
        }

        foreach (JsonElement item in list.EnumerateArray())
        {
            if (check(item) is var fault and not GeometryFault.None)
            {
                return fault;
            }
        }

        return GeometryFault.None;
    }

    private static GeometryFault Ring(JsonElement ring)
    {
        if (Each(ring, RingPositions, Position) is var fault and not GeometryFault.None)
        {
            return fault;
        }

        return Same(ring[0], ring[ring.GetArrayLength() - 1]) ? GeometryFault.None : GeometryFault.RingOpen;
    }

    private static bool Same(JsonElement first, JsonElement last)
    {
        int length = first.GetArrayLength();
        bool same = length == last.GetArrayLength();
        for (int i = 0; i < length && same; i++)
        {
            same = Number(first[i]) == Number(last[i]);
        }

        return same;
    }

    // §3.1.1: two numbers, or three with the altitude in metres.
    private static GeometryFault Position(JsonElement position)
    {
        if (position.ValueKind != JsonValueKind.Array || position.GetArrayLength() is not (2 or 3))
        {
            return GeometryFault.Coordinates;
        }

        foreach (JsonElement number in position.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number)
            {
                return GeometryFault.Coordinates;
            }
        }

        bool inRange = Number(position[0]) is >= -180 and <= 180 && Number(position[1]) is >= -90 and <= 90
            && (position.GetArrayLength() == 2 || double.IsFinite(Number(position[2])));
        return inRange ? GeometryFault.None : GeometryFault.OutOfRange;
    }

    private static bool IsBox(JsonElement box) => box.ValueKind == JsonValueKind.Array && box.GetArrayLength() is 4 or 6
        && box.EnumerateArray().All(number => number.ValueKind == JsonValueKind.Number && double.IsFinite(Number(number)));

    // A number beyond the range of a double is none.
    private static double Number(JsonElement number) => number.TryGetDouble(out double value) ? value : double.NaN;
}
