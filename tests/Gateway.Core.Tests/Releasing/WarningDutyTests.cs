using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.Releasing;

/// <summary>What happens to a warning follows from the record and the clock, and each thing happens once.</summary>
public sealed class WarningDutyTests
{
    private const long Hour = 3_600_000;
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    private static readonly WarningDuty Held = new()
    {
        Product = ProductId.OfManifest("warning"u8),
        Self = Fra,
        Own = false,
        Times = new WarningTimes(1_000, 1_000 + Hour),
        UndeliveredAfter = TimeSpan.FromMinutes(10),
    };

    private static readonly WarningDuty Sent = Held with
    {
        Self = Usa,
        Own = true,
        Deliveries = [new WarningDelivery(Fra, new WarningTimes(1_000, 1_000 + Hour), Delivered: false)],
    };

    [Fact]
    public void Whatever_the_order_of_looks_the_same_things_are_recorded_once()
    {
        var random = new Random(11);
        for (int run = 0; run < 200; run++)
        {
            WarningDuty duty = Held;
            for (int look = 0; look < 12; look++)
            {
                duty = Look(duty, random.NextInt64(0, 3 * Hour));
            }

            duty = Look(duty, 3 * Hour);
            Assert.Equal(duty.Known.Length, duty.Known.Select(row => row.Kind).Distinct().Count());
            Assert.Contains(duty.Known, row => row.Kind == WarningEventKind.Escalated);
        }
    }

    [Theory]
    [InlineData(1_000 + (Hour / 2) - 1, "Arrived")]
    [InlineData(1_000 + (Hour / 2), "Arrived, Reminded")]
    [InlineData(1_000 + Hour - 1, "Arrived, Reminded")]
    [InlineData(1_000 + Hour, "Arrived, Escalated")]
    public void The_bounds_are_the_instants_themselves(long now, string expected) =>
        Assert.Equal(expected, string.Join(", ", Held.Due(now).Select(row => row.Kind)));

    [Fact]
    public void A_deadline_that_was_over_on_arrival_escalates_at_once()
    {
        WarningTimes late = WarningTimes.Of(9_000, 5_000, TimeSpan.FromHours(1));
        Assert.Equal([WarningEventKind.Arrived, WarningEventKind.Escalated], (Held with { Times = late }).Due(9_000).Select(row => row.Kind));
    }

    [Fact]
    public void What_was_answered_superseded_cancelled_or_taken_back_alarms_nobody()
    {
        Assert.DoesNotContain((Held with { Answers = [WarningResponse.Seen] }).Due(9 * Hour), IsAlarm);
        Assert.DoesNotContain((Held with { Cancels = true }).Due(9 * Hour), IsAlarm);
        foreach (WarningDuty duty in new[] { Held, Sent })
        {
            Assert.DoesNotContain((duty with { Superseded = true }).Due(9 * Hour), IsAlarm);
            Assert.DoesNotContain((duty with { TakenBack = true }).Due(9 * Hour), IsAlarm);
        }
    }

    [Fact]
    public void Who_holds_a_cancellation_owes_a_receipt_and_no_answer() =>
        Assert.Equal([WarningEventKind.Raised, WarningEventKind.Undelivered], (Sent with { Cancels = true }).Due(9 * Hour).Select(row => row.Kind));

    [Fact]
    public void A_receipt_that_comes_late_clears_the_alarm_and_an_answer_that_comes_late_is_an_answer()
    {
        WarningDuty late = Look(Sent, 9 * Hour);
        Assert.Equal([WarningEventKind.Raised, WarningEventKind.Undelivered, WarningEventKind.Overdue], late.Known.Select(row => row.Kind));
        late = late with { Deliveries = [late.Deliveries[0] with { Delivered = true }], Responses = [(Fra, WarningResponse.Seen)] };
        Assert.Equal([WarningEventKind.Delivered, WarningEventKind.Responded], late.Due(10 * Hour).Select(row => row.Kind));
    }

    private static WarningDuty Look(WarningDuty duty, long now) => duty with { Known = [.. duty.Known, .. duty.Due(now)] };

    private static bool IsAlarm(WarningEventRow row) =>
        row.Kind is WarningEventKind.Reminded or WarningEventKind.Escalated or WarningEventKind.Undelivered or WarningEventKind.Overdue;
}
