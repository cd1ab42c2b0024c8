using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Node.Callers;

namespace Gateway.Node.Tests.Callers;

public sealed class CallQuotaTests
{
    private static readonly Caller Fra = new Caller.Peer(PartnerCode.Of("FRA"));
    private static readonly Caller Local = new Caller.Local(new LocalCaller("FRA", Role.Ministry, Level.Secret, "USA"));

    [Fact]
    public void A_caller_that_floods_is_stopped_and_another_of_the_same_name_is_not()
    {
        using var quota = new CallQuota(new QuotaSettings(CallsPerSecond: 1, Burst: 5, Concurrent: 100));
        for (int i = 0; i < 5; i++)
        {
            Assert.NotNull(quota.TryEnter(Fra));
        }

        Assert.Null(quota.TryEnter(Fra));
        Assert.NotNull(quota.TryEnter(Local));
    }

    [Fact]
    public void A_place_comes_back_when_its_call_ends()
    {
        using var quota = new CallQuota(new QuotaSettings(CallsPerSecond: 1000, Burst: 1000, Concurrent: 2));
        IDisposable? first = quota.TryEnter(Fra);
        Assert.NotNull(quota.TryEnter(Fra));
        Assert.Null(quota.TryEnter(Fra));
        first!.Dispose();
        Assert.NotNull(quota.TryEnter(Fra));
    }
}
