using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Channels;

/// <summary>Why people are called to sign in. The number is stored: never reuse one.</summary>
public enum SummonsKind
{
    /// <summary>A partner's warning arrived here.</summary>
    WarningArrived = 1,

    /// <summary>A warning was raised here.</summary>
    WarningRaised = 2,

    /// <summary>A warning still waits for its acknowledgement.</summary>
    Reminder = 3,

    /// <summary>A warning was not acknowledged in time.</summary>
    Escalation = 4,

    /// <summary>A warning that was sent from here has not been received by a partner.</summary>
    Undelivered = 5,

    /// <summary>Nothing happened: an operator tries the channels.</summary>
    Trial = 6,
}

/// <summary>
/// One occasion to call people. Equal occasions are the same one: recorded again, after a crash or by a second copy, it calls nobody twice.
/// </summary>
/// <param name="Kind">Why.</param>
/// <param name="Product">The warning; null of a trial.</param>
/// <param name="Mode">Real, exercise, test.</param>
/// <param name="Partner">The partner that it has not reached, of <see cref="SummonsKind.Undelivered"/>; default otherwise.</param>
/// <param name="Round">Tells repetitions apart: 1 for the first reminder of a warning, 2 for the second; 0 where there is only one.</param>
public sealed record Summons(SummonsKind Kind, ProductId? Product, Mode Mode, PartnerCode Partner = default, long Round = 0);

/// <summary>A summons on record.</summary>
/// <param name="Number">Counts up from 1.</param>
/// <param name="Summons">What happened.</param>
/// <param name="AtMs">When it was recorded, milliseconds since the Unix epoch.</param>
/// <param name="Reference">What people are told instead of the product: random, of this node alone; empty until the summons is spread.</param>
public sealed record SummonsRow(long Number, Summons Summons, long AtMs, string Reference);
