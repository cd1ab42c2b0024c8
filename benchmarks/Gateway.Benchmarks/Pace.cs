namespace Gateway.Benchmarks;

/// <summary>How long and how much is measured.</summary>
/// <param name="Budget">For one comparison of short operations.</param>
/// <param name="Turn">For one turn of one side, where an operation is a commit.</param>
/// <param name="Turns">Turns that count; one more warms up.</param>
/// <param name="Packages">In one pull.</param>
/// <param name="Grown">Entries in the log of a node that has been running for long.</param>
/// <param name="Stored">Portions that a policy change is tried on.</param>
/// <param name="Countries">Countries that are compared.</param>
internal sealed record Pace(TimeSpan Budget, TimeSpan Turn, int Turns, int Packages, int Grown, int Stored, int Countries)
{
    /// <summary>For the record.</summary>
    public static Pace Full { get; } = new(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(0.4), 8, 512, 200_000, 1_000_000, 200);

    /// <summary>Shows that everything runs; its figures mean little.</summary>
    public static Pace Quick { get; } = new(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.05), 1, 32, 5_000, 20_000, 4);
}
