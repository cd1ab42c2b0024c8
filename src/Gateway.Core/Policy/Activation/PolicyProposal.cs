using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy.Activation;

/// <summary>One policy file as a proposal or a record names it.</summary>
/// <param name="Name">The policy's name.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="Digest"><see cref="PolicyDigests.Of(PolicyFile)"/>: <c>sha256:</c> and 64 hex digits, as <c>supersedes</c> writes it.</param>
public sealed record PolicyVersion(string Name, int Version, string Digest);

/// <summary>
/// What author and approver of a policy change sign: which set comes into force after which, and what will flow by it. Its text is JSON
/// that people can read, in one spelling only (docs/policy.md, "Four eyes"). Immutable.
/// </summary>
public sealed record PolicyProposal
{
    /// <summary>Longest reason, in characters.</summary>
    public const int LongestReason = 500;

    private const string NoSet = "none";

    /// <summary>Whose node it is for.</summary>
    public required PartnerCode Partner { get; init; }

    /// <summary>Counts the sets that were in force at the node, this one included: 1 for the first.</summary>
    public required int Number { get; init; }

    /// <summary>The set it replaces, 64 hex digits; null for the first.</summary>
    public required string? Replaces { get; init; }

    /// <summary>The set, <see cref="PolicySet.Digest"/>.</summary>
    public required string Digest { get; init; }

    /// <summary>Its files, by policy name.</summary>
    public required ImmutableArray<PolicyVersion> Files { get; init; }

    /// <summary>Digest of the report of what changes for every partner, 64 hex digits.</summary>
    public required string Diff { get; init; }

    /// <summary>Root of the corpus that the report was made over, 64 hex digits.</summary>
    public required string Corpus { get; init; }

    /// <summary>When it was proposed, whole seconds of UTC. For people; nothing is decided by it.</summary>
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Why, in the author's words.</summary>
    public required string Reason { get; init; }

    /// <summary>The proposal of a set.</summary>
    public static PolicyProposal Of(
        PartnerCode partner, PolicySet set, (int Number, string Digest)? active, string diff, string corpus, DateTimeOffset at, string reason) => new()
        {
            Partner = partner,
            Number = (active?.Number ?? 0) + 1,
            Replaces = active?.Digest,
            Digest = set.Digest,
            Files = PolicyDigests.Of(set),
            Diff = diff,
            Corpus = corpus,
            ProposedAt = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero),
            Reason = reason,
        };

    /// <summary>The text, UTF-8.</summary>
    public byte[] Write() => DocumentText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("partner", Partner.Value);
        writer.WriteNumber("number", Number);
        writer.WriteString("replaces", Replaces is null ? NoSet : PolicyDigests.Prefix + Replaces);
        writer.WriteString("policy", PolicyDigests.Prefix + Digest);
        writer.WriteStartArray("files");
        foreach (PolicyVersion file in Files)
        {
            writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{file.Name} version {file.Version} {file.Digest}"));
        }

        writer.WriteEndArray();
        writer.WriteString("diff", PolicyDigests.Prefix + Diff);
        writer.WriteString("corpus", PolicyDigests.Prefix + Corpus);
        writer.WriteString("proposed_at", DocumentText.Time(ProposedAt));
        writer.WriteString("reason", Reason);
        writer.WriteEndObject();
    });

    /// <summary>Reads a text. False, with every error, unless it is what <see cref="Write"/> writes, to the byte.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, [NotNullWhen(true)] out PolicyProposal? proposal, out ImmutableArray<DocumentError> errors)
    {
        if (DocumentText.TryRead(text, Read, out proposal, out errors) && !proposal!.Write().AsSpan().SequenceEqual(text))
        {
            errors = [new DocumentError("$", "other-spelling", "The text is not spelt as gatewayctl writes it; write the proposal again.")];
            proposal = null;
        }

        return proposal is not null;
    }

    private static PolicyProposal Read(DocumentCursor root)
    {
        root.Members("partner", "number", "replaces", "policy", "files", "diff", "corpus", "proposed_at", "reason");
        return new PolicyProposal
        {
            Partner = root.TryMember("partner", out DocumentCursor partner) ? partner.Code() : default,
            Number = root.TryMember("number", out DocumentCursor number) ? number.Number(1, int.MaxValue) : 1,
            Replaces = root.TryMember("replaces", out DocumentCursor replaces) ? Replaced(replaces) : null,
            Digest = Digits(root, "policy"),
            Files = root.TryMember("files", out DocumentCursor files) ? [.. files.Items().Select(File)] : [],
            Diff = Digits(root, "diff"),
            Corpus = Digits(root, "corpus"),
            ProposedAt = root.TryMember("proposed_at", out DocumentCursor at) ? at.Time() : default,
            Reason = root.TryMember("reason", out DocumentCursor reason) ? Words(reason) : "",
        };
    }

    private static string? Replaced(DocumentCursor cursor) => cursor.Text() is var text && text == NoSet ? null : Hex(cursor, text);

    private static string Digits(DocumentCursor root, string name) =>
        root.TryMember(name, out DocumentCursor cursor) ? Hex(cursor, cursor.Text()) : "";

    private static string Hex(DocumentCursor cursor, string text)
    {
        if (PolicyDigests.TryDigits(text, out string? digits))
        {
            return digits;
        }

        cursor.Fail("not-a-digest", "sha256: and 64 lower-case hex digits are expected here.");
        return "";
    }

    private static PolicyVersion File(DocumentCursor cursor)
    {
        string[] words = cursor.Text().Split(' ');
        if (words is [var name, "version", var version, var digest]
            && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && PolicyDigests.TryDigits(digest, out _))
        {
            return new PolicyVersion(name, number, digest);
        }

        cursor.Fail("not-a-file", "A file is written: name version NUMBER sha256:HEX.");
        return new PolicyVersion("", 1, "");
    }

    private static string Words(DocumentCursor cursor)
    {
        string text = cursor.Text();
        if (text.Length > LongestReason || text.EnumerateRunes().Any(rune => Rune.IsControl(rune)))
        {
            cursor.Fail("not-a-reason", "A reason is one line of at most 500 characters.");
        }

        return text;
    }
}
