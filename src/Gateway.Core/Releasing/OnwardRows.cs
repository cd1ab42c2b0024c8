using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Releasing;

/// <summary>A place of a releaser's feed for this node: where a product that goes on came from.</summary>
/// <param name="Releaser">Who sent it.</param>
/// <param name="Lane">Lane of the releaser's feed for us.</param>
/// <param name="Sequence">Position in the lane.</param>
public sealed record FeedSource(PartnerCode Releaser, Lane Lane, long Sequence)
{
    /// <summary>The place of a received package.</summary>
    public static FeedSource Of(ReceivedRow row) => new(row.Releaser, row.Lane, row.Sequence);
}

/// <summary>The grants of one publication of a product sealed here. Destroying the row ends what can be proved of them.</summary>
/// <param name="Product">The product.</param>
/// <param name="Root">Root of the tree, 32 bytes.</param>
/// <param name="Seed">What all of its randomness comes from, 32 bytes.</param>
/// <param name="Granted">The pairs, in the order that the tree was made in.</param>
public sealed record GrantRow(ProductId Product, ReadOnlyMemory<byte> Root, ReadOnlyMemory<byte> Seed, ImmutableArray<GrantedTo> Granted);

/// <summary>An owner's ONWARD_GRANT that this node holds and may hand on by.</summary>
/// <param name="Product">The product.</param>
/// <param name="Proof">The statement with its proof; its hop is not meant.</param>
/// <param name="Checkpoint">The signed note of the checkpoint that the proof leads to.</param>
public sealed record ConsentRow(ProductId Product, OnwardProof Proof, ReadOnlyMemory<byte> Checkpoint)
{
    private readonly (PartnerCode Owner, OnwardGrantBody Body) _read = Read(Proof);

    /// <summary>Who gave it: the author of the statement.</summary>
    public PartnerCode Owner => _read.Owner;

    /// <summary>What it says.</summary>
    public OnwardGrantBody Body => _read.Body;

    /// <summary>Reads a proof that was verified before it was stored.</summary>
    public static (PartnerCode Owner, OnwardGrantBody Body) Read(OnwardProof proof) =>
        Statement.TryDecode(proof.Statement, out Statement? statement, out _)
        && OnwardGrantBody.TryDecode(statement.Body.Span, out OnwardGrantBody? body)
            ? (statement.Author, body)
            : throw new InvalidOperationException("A stored ONWARD_GRANT can be read.");

    /// <summary>Whether it lets a holder hand on to a partner now.</summary>
    public bool IsFor(PartnerCode to, PartnerCode holder, DateTimeOffset now) => Body.To == to && Body.Holder == holder && !Body.IsOver(now);
}

/// <summary>What became of a holder's request for an ONWARD_GRANT.</summary>
public enum GrantRequestState
{
    /// <summary>A release officer has to decide.</summary>
    Waiting = 1,

    /// <summary>The ONWARD_GRANT is logged.</summary>
    Given = 2,

    /// <summary>A release officer said no.</summary>
    Refused = 3,
}

/// <summary>A holder's request to this node, an owner, to let portions go on to one more partner.</summary>
/// <param name="Number">Given by the store, from 1; 0 before.</param>
/// <param name="Product">The product.</param>
/// <param name="Holder">Who asks, and would hand on.</param>
/// <param name="To">Who would receive.</param>
/// <param name="Indexes">The portions, ascending.</param>
/// <param name="AtMs">When it came, our clock, milliseconds since the Unix epoch.</param>
/// <param name="State">Where it stands.</param>
/// <param name="LogIndex">Position of the ONWARD_GRANT in our release log, or -1.</param>
/// <param name="Reason">The officer's reason; empty while it waits.</param>
public sealed record GrantRequestRow(
    long Number,
    ProductId Product,
    PartnerCode Holder,
    PartnerCode To,
    ImmutableArray<ushort> Indexes,
    long AtMs,
    GrantRequestState State,
    long LogIndex,
    string Reason);
