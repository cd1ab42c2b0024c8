using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Core.Partners;

/// <summary>The common form of signed documents: UTF-8 JSON without comments, written with two spaces, LF and a final newline.</summary>
internal static class DocumentText
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 16, CommentHandling = JsonCommentHandling.Disallow };

    // Relaxed escaping keeps names readable; the text is never embedded in HTML.
    private static readonly JsonWriterOptions Writing = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads a document; the value is to be trusted only if no error was noted.</summary>
    public static bool TryRead<T>(ReadOnlySpan<byte> json, Func<DocumentCursor, T> read, out T? value, out ImmutableArray<DocumentError> errors)
        where T : class
    {
        var found = new List<DocumentError>();
        value = null;
        try
        {
            CheckTexts(json);
            using JsonDocument document = JsonDocument.Parse(json.ToArray(), Reading);
            value = read(new DocumentCursor(document.RootElement, "", found));
        }
        catch (JsonException broken)
        {
            string line = (broken.LineNumber.GetValueOrDefault() + 1).ToString(CultureInfo.InvariantCulture);
            found.Add(new DocumentError("$", "not-json", $"The text is not JSON in UTF-8 from line {line} on."));
        }

        errors = [.. found.Distinct()];
        value = errors.IsEmpty ? value : null;
        return errors.IsEmpty;
    }

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Writing))
        {
            write(writer);
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    // Broken UTF-8 and lone surrogate escapes pass the JSON syntax and only show when a name or text is taken out.
    private static void CheckTexts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Reading.MaxDepth });
        while (reader.Read())
        {
            try
            {
                _ = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String ? reader.GetString() : null;
            }
            catch (InvalidOperationException broken)
            {
                throw new JsonException("Broken text.", broken);
            }
        }
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static void WriteList(this Utf8JsonWriter writer, string name, IEnumerable<string> items)
    {
        writer.WriteStartArray(name);
        foreach (string item in items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }
}
