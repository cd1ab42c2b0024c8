using System.Collections.Immutable;
using Gateway.Core.Policy;
using Gateway.Core.Policy.Activation;

namespace Gateway.Core.Releasing;

/// <summary>The policies that were in force, read. What is not here was never in force at this node.</summary>
public interface IPolicyRead
{
    /// <summary>The set in force; null before the first.</summary>
    PolicyActivation? ActivePolicy();

    /// <summary>Up to <paramref name="count"/> sets after a number, ascending.</summary>
    IReadOnlyList<PolicyActivation> Policies(long after, int count);

    /// <summary>The highest version that was ever in force under each policy name, by name.</summary>
    IReadOnlyList<PolicyVersion> NewestPolicies();
}

/// <summary>The policies that were in force, written, in the one write transaction.</summary>
public interface IPolicyWrite
{
    /// <summary>Adds the set that comes into force; its number is that of the active one + 1.</summary>
    void AddPolicy(PolicyActivation row);

    /// <summary>
    /// Notes that every product was decided again under the set of this number, as of an instant and with the documents of this digest
    /// (<see cref="NodeModel.DocumentsDigest"/>).
    /// </summary>
    void SetPolicyReconsidered(long number, long atMs, ReadOnlyMemory<byte> documents);
}

/// <summary>A file of a set that was in force.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Version">Policy name, version and digest of the canonical text.</param>
/// <param name="Text">The text as it was written, comments included.</param>
public sealed record PolicyText(string File, PolicyVersion Version, string Text);

/// <summary>One set that came into force at this node.</summary>
public sealed record PolicyActivation
{
    /// <summary>Counts from 1.</summary>
    public required long Number { get; init; }

    /// <summary><see cref="PolicySet.Digest"/>, 64 hex digits.</summary>
    public required string Digest { get; init; }

    /// <summary>When, milliseconds since the Unix epoch.</summary>
    public required long ActivatedAtMs { get; init; }

    /// <summary>Position of its POLICY in the internal log.</summary>
    public required long LogIndex { get; init; }

    /// <summary>Configured name of the author; empty where none signed, as at the first start of a development node.</summary>
    public string Author { get; init; } = "";

    /// <summary>Configured name of the approver; empty as above.</summary>
    public string Approver { get; init; } = "";

    /// <summary>The approval's file as it came; empty as above.</summary>
    public ReadOnlyMemory<byte> Approval { get; init; }

    /// <summary>As of when every product was decided again, milliseconds since the Unix epoch; 0: not yet.</summary>
    public long ReconsideredAtMs { get; init; }

    /// <summary>Digest of roster and agreements under which that was; empty: not yet.</summary>
    public ReadOnlyMemory<byte> ReconsideredWith { get; init; }

    /// <summary>The files, by policy name.</summary>
    public required ImmutableArray<PolicyText> Files { get; init; }

    /// <summary>The files as they are loaded.</summary>
    public IEnumerable<PolicySource> Sources => Files.Select(file => new PolicySource(file.File, file.Text));
}
