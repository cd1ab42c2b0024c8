using System.Collections.Immutable;

namespace Gateway.Core.Policy.Activation;

/// <summary>Policy files with their approval, as they are handed to a node. Nothing of it is checked.</summary>
/// <param name="Files">All files of the set.</param>
/// <param name="Approval">The approval's file; empty for none.</param>
public sealed record PolicyBundle(ImmutableArray<PolicySource> Files, ReadOnlyMemory<byte> Approval)
{
    /// <summary>The approval's name in a folder. It is put there last: without it the folder holds nothing to bring into force.</summary>
    public const string ApprovalName = "approval.note";

    /// <summary>The ending of policy files.</summary>
    public const string Extension = ".relpol";

    /// <summary>Most files in a set.</summary>
    public const int MostFiles = 256;
}
