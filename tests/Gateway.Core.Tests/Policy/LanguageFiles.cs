namespace Gateway.Core.Tests.Policy;

/// <summary>Files of the repository that the tests of the policy language read.</summary>
internal static class LanguageFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>The sample policies by name and text.</summary>
    public static TheoryData<string> SamplePolicies =>
        [.. Directory.GetFiles(Path.Combine(Root, "samples", "policies"), "*.relpol", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)];

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The grammar in docs/policy.md: what stands between its fences.</summary>
    public static string Ebnf { get; } = FindEbnf();

    private static string FindEbnf()
    {
        string text = Text("docs/policy.md");
        int start = text.IndexOf("```ebnf\n", StringComparison.Ordinal);
        Assert.True(start >= 0, "docs/policy.md holds the grammar in a block marked ebnf.");
        start += "```ebnf\n".Length;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Gateway.sln");
    }
}
