using Google.Protobuf.Collections;
using CoreFieldClass = Gateway.Core.Assessments.FieldClass;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Protocol.Tests;

public class TranslationTests
{
    [Fact]
    public void A_marking_survives_both_ways()
    {
        var marking = new V1.Marking
        {
            Policy = "SWE",
            Text = "HEMLIG",
            ReleasableTo = { "FIN", "NOR" },
            OriginatorList = { "DNK" },
            Community = "c",
            NotBeforeMs = 5,
        };
        Assert.Equal(marking, marking.ToCore().ToMessage());
    }

    [Fact]
    public void Modes_agree_by_number_and_name()
    {
        Assert.Equal(Names<CoreMode>(0), Names<V1.Mode>(1));
        Assert.All(Enum.GetValues<CoreMode>(), mode => Assert.True(mode.ToMessage().TryToCore(out CoreMode back) && back == mode));
        Assert.False(V1.Mode.Unspecified.TryToCore(out _));
        Assert.False(((V1.Mode)9).TryToCore(out _));
    }

    [Fact]
    public void Field_classes_agree_by_number_and_name()
    {
        Assert.Equal(Names<CoreFieldClass>(0), Names<V1.FieldClass>(1));
        Assert.All(Enum.GetValues<CoreFieldClass>(), one => Assert.True(one.ToMessage().TryToCore(out CoreFieldClass back) && back == one));
        Assert.False(V1.FieldClass.Unspecified.TryToCore(out _));
    }

    private static IEnumerable<(int, string)> Names<T>(int skip)
        where T : struct, Enum => Enum.GetValues<T>().Select(value => (Convert.ToInt32(value, null), value.ToString())).Skip(skip);
}
