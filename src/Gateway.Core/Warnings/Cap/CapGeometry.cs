using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Gateway.Core.Warnings.Cap;

/// <summary>
/// GeoJSON (RFC 7946) as polygons and circles of CAP. Holes are left out: an area may be named too large, never too small. What is not a
/// geometry of these kinds, or lies outside the world, gives nothing. Pure and total.
/// </summary>
internal static class CapGeometry
{
    private const int MostPoints = 10_000;
    private const int LeastPoints = 4;

    public static (ImmutableArray<ImmutableArray<CapPoint>> Polygons, CapCircle? Circle) Of(string geometry, uint precisionMetres)
    {
        if (geometry.Length == 0)
        {
            return ([], null);
        }

        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(geometry), new JsonDocumentOptions { MaxDepth = 8 });
            JsonElement coordinates = json.RootElement.GetProperty("coordinates");
            return json.RootElement.GetProperty("type").GetString() switch
            {
                // Without a radius a point would claim to be exact.
                "Point" when precisionMetres > 0 && Point(coordinates) is { } centre => ([], new CapCircle(centre, precisionMetres / 1000.0)),
                "Polygon" when Outline(coordinates) is { } ring => ([ring], null),
                "MultiPolygon" when coordinates.EnumerateArray().Select(Outline).ToArray() is var rings && rings.All(ring => ring is not null) =>
                    ([.. rings.Select(ring => ring!.Value)], null),
                _ => ([], null),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return ([], null);
        }
    }

    private static ImmutableArray<CapPoint>? Outline(JsonElement rings)
    {
        if (rings.GetArrayLength() == 0 || rings[0].GetArrayLength() is < LeastPoints or > MostPoints)
        {
            return null;
        }

        var points = ImmutableArray.CreateBuilder<CapPoint>();
        foreach (JsonElement position in rings[0].EnumerateArray())
        {
            if (Point(position) is not { } point)
            {
                return null;
            }

            points.Add(point);
        }

        return points[0] == points[^1] ? points.ToImmutable() : null;
    }

    private static CapPoint? Point(JsonElement position)
    {
        (double longitude, double latitude) = (position[0].GetDouble(), position[1].GetDouble());
        return double.Abs(longitude) <= 180 && double.Abs(latitude) <= 90 ? new CapPoint(latitude, longitude) : null;
    }
}
