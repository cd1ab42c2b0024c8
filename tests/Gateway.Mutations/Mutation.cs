using System.Collections.Immutable;

namespace Gateway.Mutations;

/// <summary>
/// One check, the edit that removes it, and the tests that fail then. The edit is exact: <paramref name="Find"/> stands once in
/// <paramref name="File"/>. Immutable.
/// </summary>
/// <param name="Check">What is checked, as a sentence; unique.</param>
/// <param name="File">Source file, from the root of the repository.</param>
/// <param name="Find">Source text of the check.</param>
/// <param name="Replace">What stands there when the check is gone; compiles.</param>
/// <param name="Killers">The tests that must fail, every one of them.</param>
public sealed record Mutation(string Check, string File, string Find, string Replace, params ImmutableArray<Killer> Killers)
{
    /// <summary>The assembly that the file is compiled into.</summary>
    public string Project => File.Split('/')[1];
}

/// <summary>A test that fails when a check is gone.</summary>
/// <param name="Project">Test project.</param>
/// <param name="Class">Test class.</param>
/// <param name="Method">Test method.</param>
/// <param name="Case">A text argument of the theory's case that fails; empty: any case.</param>
public sealed record Killer(string Project, string Class, string Method, string Case = "")
{
    /// <summary>A test of Gateway.Core.Tests, written <c>Class.Method</c>.</summary>
    public static Killer Core(string test) => Of("Gateway.Core.Tests", test);

    /// <summary>A test of Gateway.Node.Tests, written <c>Class.Method</c>.</summary>
    public static Killer Node(string test) => Of("Gateway.Node.Tests", test);

    /// <summary>A row of Forgeries.cs: the verifier must refuse it, for the reason that stands there.</summary>
    public static Killer Forgery(string name) =>
        new("Gateway.Core.Tests", "PackageVerifierTests", "Every_forgery_is_refused_by_the_check_that_is_there_for_it", name);

    /// <inheritdoc/>
    public override string ToString() => Case.Length == 0
        ? $"`{Class}.{Method}`"
        : Class == "PackageVerifierTests" ? $"forgery `{Case}`" : $"`{Class}.{Method}` (`{Case}`)";

    private static Killer Of(string project, string test) => new(project, test.Split('.')[0], test.Split('.')[1]);
}
