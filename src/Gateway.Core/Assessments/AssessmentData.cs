using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Core.Assessments;

/// <summary>Opens the embedded data files of the folders beside this one. They are part of the build: a fault in them is a bug and throws.</summary>
internal static class AssessmentData
{
    public static JsonDocument Open(string folder, string file)
    {
        string name = $"{typeof(AssessmentData).Namespace}.{folder}.Data.{file}";
        using Stream stream = typeof(AssessmentData).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The embedded resource {name} is missing.");
        return JsonDocument.Parse(stream);
    }

    extension(JsonElement row)
    {
        /// <summary>A text that has to be there.</summary>
        public string Text(string name) => row.GetProperty(name).GetString()!;

        /// <summary>A text that may be missing: then empty.</summary>
        public string TextOrEmpty(string name) => row.TryGetProperty(name, out JsonElement text) ? text.GetString()! : "";

        /// <summary>A list of texts; empty when it is missing.</summary>
        public ImmutableArray<string> Texts(string name) =>
            row.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

        /// <summary>How far the row was compared with its source; every row says so.</summary>
        public Verification Verification() => Enum.Parse<Verification>(row.Text("verification"), ignoreCase: true);
    }
}
