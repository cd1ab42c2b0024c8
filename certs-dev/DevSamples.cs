namespace Gateway.DevKeys;

/// <summary>The files of <c>samples/</c> that development nodes start from, carried inside this assembly.</summary>
internal static class DevSamples
{
    /// <summary>The text of a sample that has to be there.</summary>
    public static string Text(string name) =>
        Find(name) ?? throw new InvalidOperationException($"The sample {name} is missing from the build.");

    /// <summary>The files of a folder of samples with their texts, by name.</summary>
    public static IReadOnlyList<(string Name, string Text)> All(string folder) =>
    [
        .. typeof(DevSamples).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name[(folder.Length + 1)..], Text(name))),
    ];

    /// <summary>The text of a sample, null if there is none of that name.</summary>
    public static string? Find(string name)
    {
        using Stream? stream = typeof(DevSamples).Assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
