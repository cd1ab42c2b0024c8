using Gateway.Core.Releasing;
using Gateway.Node.Hosting;

namespace Gateway.Node.Tests.Hosting;

public sealed class CrashArmingTests
{
    [Fact]
    public void Every_crash_point_can_be_armed_by_a_name_of_its_own()
    {
        Assert.Equal(Enum.GetValues<CrashPoint>().Length, CrashArming.Names.Distinct().Count());
        foreach (CrashPoint point in Enum.GetValues<CrashPoint>())
        {
            Assert.True(CrashArming.TryParse(CrashPoints.Name(point) + ":3", out CrashArming? arming));
            Assert.Equal((point, 3), (arming.Point, arming.Nth));
        }
    }

    [Fact]
    public void Without_a_count_it_is_the_first_passing()
    {
        Assert.True(CrashArming.TryParse("before-commit", out CrashArming? arming));
        Assert.Equal((CrashPoint.BeforeCommit, 1), (arming.Point, arming.Nth));
    }
}
