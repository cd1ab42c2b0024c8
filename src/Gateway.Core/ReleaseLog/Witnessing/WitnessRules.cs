namespace Gateway.Core.ReleaseLog.Witnessing;

/// <summary>What a request to a witness comes to. A closed set; each stands for one answer of C2SP tlog-witness.</summary>
public abstract record WitnessDecision
{
    private WitnessDecision()
    {
    }

    /// <summary>200: persist <paramref name="Head"/>, then cosign it. It extends, by proof, all that was cosigned before.</summary>
    public sealed record Cosign(Checkpoint Head, ReadOnlyMemory<byte> Note) : WitnessDecision;

    /// <summary>400: no request.</summary>
    public sealed record Malformed : WitnessDecision;

    /// <summary>400: the path starts behind the checkpoint.</summary>
    public sealed record OldAboveSize : WitnessDecision;

    /// <summary>403: a line that the roster demands of the log is missing or fails.</summary>
    public sealed record BadSignature : WitnessDecision;

    /// <summary>404: no log whose heads this witness keeps.</summary>
    public sealed record UnknownLog : WitnessDecision;

    /// <summary>409: the path starts elsewhere than at the head cosigned last, whose size this is.</summary>
    public sealed record OtherSize(long Size) : WitnessDecision;

    /// <summary>409: the log signed two roots of one size, of which this is the size. Proof of a fork.</summary>
    public sealed record OtherRoot(long Size) : WitnessDecision;

    /// <summary>422: the log signed a head and did not prove that it extends the one cosigned last.</summary>
    public sealed record BadProof : WitnessDecision;
}

/// <summary>
/// What a witness checks (C2SP tlog-witness, in its order; see docs/protocol.md). It moves only when every line that the roster demands of
/// the log verifies <em>and</em> the new head extends the one that it stored itself: whoever stole all keys but one moves no witness at all,
/// whoever stole all of them moves none onto a fork. Pure.
/// </summary>
public static class WitnessRules
{
    /// <summary>
    /// Judges a checkpoint whose lines were verified, against the head cosigned last; null: none yet. Judging and storing must be one
    /// transaction, or two requests at once could move the witness back.
    /// </summary>
    public static WitnessDecision Judge(AddCheckpointRequest request, Checkpoint claimed, Checkpoint? last)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(claimed);
        if (last is not null && last.Origin != claimed.Origin)
        {
            throw new ArgumentException("Heads of two logs.", nameof(last));
        }

        if (request.OldSize > claimed.Size)
        {
            return new WitnessDecision.OldAboveSize();
        }

        long held = last?.Size ?? 0;
        if (last is not null && claimed.Size == held && !claimed.Equals(last))
        {
            return new WitnessDecision.OtherRoot(held);
        }

        if (request.OldSize != held)
        {
            return new WitnessDecision.OtherSize(held);
        }

        // From size zero nothing can be proved, and the path must say so by being empty.
        bool extends = held == 0
            ? request.Path.IsEmpty
            : ConsistencyProof.Verify(held, last!.Root.AsSpan(), claimed.Size, claimed.Root.AsSpan(), request.Path.Span);
        return extends ? new WitnessDecision.Cosign(claimed, request.Note) : new WitnessDecision.BadProof();
    }
}
