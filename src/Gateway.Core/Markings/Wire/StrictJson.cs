using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Core.Markings.Wire;

/// <summary>Reads a JSON object from strangers: no repeated names, no comments, bounded in size and depth.</summary>
internal static class StrictJson
{
    public const int MaxBytes = StrictXml.MaxBytes;
    private const int MaxDepth = 32;

    public static WireOutcome<JsonObject> Read(ReadOnlySpan<byte> bytes)
    {
        var errors = new WireErrors();
        if (bytes.Length > MaxBytes)
        {
            errors.Add("JSON-SIZE", "$", $"Send at most {MaxBytes} bytes.");
            return errors.Refuse<JsonObject>();
        }

        try
        {
            var options = new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
            if (JsonNode.Parse(bytes, documentOptions: options) is JsonObject root)
            {
                return errors.Close(root);
            }

            errors.Add("JSON-OBJECT", "$", "Send one JSON object.");
        }
        catch (JsonException e)
        {
            errors.Add("JSON-MALFORMED", $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}",
                $"This is not JSON that is admitted: a name stands twice, it nests deeper than {MaxDepth}, or it is not well-formed.");
        }

        return errors.Refuse<JsonObject>();
    }
}
