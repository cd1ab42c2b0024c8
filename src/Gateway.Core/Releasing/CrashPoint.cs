namespace Gateway.Core.Releasing;

/// <summary>
/// The steps of a node's work between which a power cut would matter, in the order in which a product passes them. Their names in
/// configuration are lower case with hyphens (<see cref="CrashPoints.Name"/>). Never reuse a name for another step.
/// </summary>
public enum CrashPoint
{
    /// <summary>A submission was read and found right; nothing of it is sealed.</summary>
    SubmissionValidated = 1,

    /// <summary>The product is sealed in memory; nothing is stored.</summary>
    ProductSealed,

    /// <summary>The writer's transaction is open and empty.</summary>
    BatchBegun,

    /// <summary>All work of the batch ran; the heads are neither signed nor stored.</summary>
    BatchRan,

    /// <summary>Heads are signed and stored in the transaction, which is not committed.</summary>
    BeforeCommit,

    /// <summary>The transaction is durable; no head of it is published.</summary>
    AfterCommit,

    /// <summary>The heads are published; no caller is answered.</summary>
    AfterPublish,

    /// <summary>A submission is on record; the client has no answer.</summary>
    BeforeAnswer,

    /// <summary>A permit was made; nothing of the package is handed to the channel.</summary>
    BeforeSend,

    /// <summary>A package was handed to the channel.</summary>
    AfterSend,

    /// <summary>A WITHDRAWN is on record; the partner was not told.</summary>
    Withdrawn,

    /// <summary>A package came in; nothing of it was looked at.</summary>
    ItemReceived,

    /// <summary>A package was verified; nothing is stored.</summary>
    PackageVerified,

    /// <summary>Content and RECEIPT are on record; the releaser was not told.</summary>
    PackageStored,

    /// <summary>Receipts are about to be handed to the releaser.</summary>
    BeforeAcknowledge,

    /// <summary>The releaser confirmed receipts; that is not on record yet.</summary>
    AfterAcknowledge,

    /// <summary>Receipts of a partner were checked; they are not on record.</summary>
    ReceiptChecked,

    /// <summary>Receipts of a partner are on record; the partner has no answer.</summary>
    ReceiptStored,

    /// <summary>The internal log's head was staged in the release log.</summary>
    InternalHeadStated,

    /// <summary>Keys, roster and policy are stated; the node does not listen yet.</summary>
    SurroundingsStated,

    /// <summary>A policy change was checked and found right; nothing of it is recorded.</summary>
    PolicyChecked,

    /// <summary>POLICY, AUDIT and the history's row are written in a transaction that is not committed.</summary>
    PolicyRecorded,

    /// <summary>The policy change is durable and decides; whoever asked for it has no answer.</summary>
    PolicyActivated,

    /// <summary>What the new policy gives is about to be released, for the first product or the next.</summary>
    PolicyReconsidering,

    /// <summary>Every product was decided again; that is not on record yet.</summary>
    PolicyReconsidered,

    /// <summary>The watch's rules were evaluated; nothing of what they found is recorded.</summary>
    WatchEvaluated,

    /// <summary>What the watch will tell is on record; nothing of it is submitted.</summary>
    WatchRecorded,

    /// <summary>What the watch tells is submitted; that it was is not on record yet.</summary>
    WatchSubmitted,

    /// <summary>An attempt to call people over a channel is on record; nothing is sent.</summary>
    SummonsTried,

    /// <summary>The channel took a message; that is not on record yet.</summary>
    SummonsSent,
}

/// <summary>
/// Where tests end a node as a power cut would. In service nothing is armed, and passing a point costs one read of a field. Thread-safe;
/// armed once, before the node works.
/// </summary>
public static class CrashPoints
{
    private static Action<CrashPoint>? _passing;

    /// <summary>Says that a step was reached. Returns unless a host armed this very passing.</summary>
    public static void Pass(CrashPoint point) => _passing?.Invoke(point);

    /// <summary>
    /// Has <paramref name="passing"/> called at every point, on the thread that passes it. For a host in the Development environment
    /// alone, which refuses the setting everywhere else.
    /// </summary>
    public static void Arm(Action<CrashPoint> passing) => _passing = passing;

    /// <summary>A point's name in configuration: <c>before-commit</c>.</summary>
    public static string Name(CrashPoint point) => string.Concat(point.ToString().Select(
        (letter, at) => char.IsAsciiLetterUpper(letter) ? (at == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
