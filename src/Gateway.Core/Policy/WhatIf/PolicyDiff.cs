using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Policy.WhatIf;

/// <summary>Portions whose outcome changes in one and the same way for one partner.</summary>
public sealed record DiffRow
{
    /// <summary>Who gains or loses.</summary>
    public required PartnerCode Partner { get; init; }

    /// <summary>Outcome before, and the rules that decided it.</summary>
    public required Decision Before { get; init; }

    /// <summary>Outcome after, and the rules that decide it: what gives, or what takes away.</summary>
    public required Decision After { get; init; }

    /// <summary>How many portions.</summary>
    public required long Count { get; init; }

    /// <summary>How many of them the partner holds already. A loss does not bring those back; only a notice asks for them.</summary>
    public required long AlreadySent { get; init; }

    /// <summary>The products they belong to, ascending by time of sealing, then by id.</summary>
    public required ImmutableArray<ProductId> Products { get; init; }

    /// <summary>Those of the products of which the partner holds one of the portions, in the same order.</summary>
    public required ImmutableArray<ProductId> SentProducts { get; init; }

    /// <summary>Whether the portions can leave afterwards and could not, or only as a tear line, before. A hold waits and does not flow.</summary>
    public bool IsNewFlow => After.Outcome > Before.Outcome && After.Outcome >= Outcome.TearLine;
}

/// <summary>
/// What a change of policy, roster, agreements, markings or time does to a corpus: every class is decided for every partner before and
/// after. It speaks of portions by themselves; which wording of a path is opened, and whether a banner can be written, is decided at release.
/// Immutable.
/// </summary>
public sealed record PolicyDiff
{
    /// <summary>Root of the corpus it was taken over.</summary>
    public required string CorpusRoot { get; init; }

    /// <summary>Digest of the policy before.</summary>
    public required string Before { get; init; }

    /// <summary>Digest of the policy after.</summary>
    public required string After { get; init; }

    /// <summary>How many portions were looked at.</summary>
    public required long Portions { get; init; }

    /// <summary>How many classes they have.</summary>
    public required int Classes { get; init; }

    /// <summary>How many partners they were decided for.</summary>
    public required int Partners { get; init; }

    /// <summary>What rises, by partner, then by the rules after and before.</summary>
    public required ImmutableArray<DiffRow> Gains { get; init; }

    /// <summary>What falls, in the same order.</summary>
    public required ImmutableArray<DiffRow> Losses { get; init; }

    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => Gains.IsEmpty && Losses.IsEmpty;

    /// <summary>How many portions rise, each counted for each partner.</summary>
    public long GainCount => Gains.Sum(row => row.Count);

    /// <summary>How many portions fall, each counted for each partner.</summary>
    public long LossCount => Losses.Sum(row => row.Count);

    /// <summary>How many of the gains can leave afterwards.</summary>
    public long NewFlowCount => Gains.Where(row => row.IsNewFlow).Sum(row => row.Count);

    /// <summary>
    /// SHA-256 over <see cref="CanonicalText"/>, 64 lower-case hex digits: what officers sign. The instants of the two decisions are
    /// not in it, so whoever takes the same diff a minute later signs the same, as long as nothing came due in between.
    /// </summary>
    public string Digest => CorpusIndex.RootOf(Encoding.ASCII.GetBytes(CanonicalText));

    /// <summary>The diff as ASCII lines that end in LF, every product id included (docs/policy.md, "Diff report").</summary>
    public string CanonicalText
    {
        get
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"policy-diff 1\ncorpus {CorpusRoot}\nbefore {Before}\nafter {After}\n");
            Append(text, "gain", Gains);
            Append(text, "loss", Losses);
            return text.ToString();
        }
    }

    /// <summary>
    /// Decides the corpus under both contexts, each at its own instant, for everybody whom either roster knows. Throws
    /// <see cref="ArgumentException"/> when a context is not that of the corpus's holder.
    /// </summary>
    public static PolicyDiff Between(CorpusIndex corpus, DecisionContext before, DecisionContext after)
    {
        if (before.Releaser != corpus.Holder || after.Releaser != corpus.Holder)
        {
            throw new ArgumentException("A corpus is decided by the partner that holds it.", nameof(corpus));
        }

        return new CorpusDecider(corpus, before, after).Run();
    }

    private static void Append(StringBuilder text, string kind, ImmutableArray<DiffRow> rows)
    {
        foreach (DiffRow row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{kind} {row.Partner} {Words(row.Before)} {Words(row.After)} {row.Count} {row.AlreadySent}\n");
            var sent = row.SentProducts.ToHashSet();
            foreach (ProductId product in row.Products)
            {
                text.Append(CultureInfo.InvariantCulture, $"{(sent.Contains(product) ? "sent" : "product")} {product}\n");
            }
        }
    }

    // Ids of rules are words without commas and spaces.
    private static string Words(Decision decision) => $"{decision.Outcome.ToString().ToLowerInvariant()}:{string.Join(',', decision.Rules)}";
}
