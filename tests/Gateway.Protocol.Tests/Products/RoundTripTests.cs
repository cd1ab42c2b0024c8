using System.Collections;
using CsCheck;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Portion = Gateway.Core.Sealing.Portion;

namespace Gateway.Protocol.Tests.Products;

public class RoundTripTests
{
    [Fact]
    public void An_assessment_opened_in_full_reads_as_it_was_written() =>
        AnyAssessment.Gen.Sample(
            submitted =>
            {
                RiskAssessment original = submitted.Clone();
                RiskAssessment assembled = Reassembler.Reassemble<RiskAssessment>(FakeSeal.Seal(FakeSeal.Flatten(submitted)), FakeSeal.Schema);
                Assert.Equal(original, submitted);
                Assert.Equal(Labels.Expected(submitted), Labels.Relabelled(assembled));
            },
            iter: 300);

    [Fact]
    public void What_is_not_opened_leaves_no_trace() =>
        Gen.Select(AnyAssessment.Gen, Gen.Int).Sample(
            (submitted, seed) =>
            {
                var portions = FakeSeal.Seal(FakeSeal.Flatten(submitted), seed);
                Portion[] opened = Closed(portions, new Random(seed));
                string text = Reassembler.Reassemble<RiskAssessment>(opened, FakeSeal.Schema).ToString();
                string paths = string.Join('\n', opened.Select(portion => portion.Body.Path));
                foreach (string id in portions.SelectMany(portion => portion.Body.Path.Split('/')).Where(part => PortionPath.IsId(part)))
                {
                    Assert.False(text.Contains(id, StringComparison.Ordinal) && !paths.Contains(id, StringComparison.Ordinal));
                }
            },
            iter: 200);

    [Fact]
    public void Portions_are_shown_only_when_opened_and_at_most_one_variant_of_each_path() =>
        Gen.Select(AnyAssessment.Gen, Gen.Int).Sample(
            (submitted, seed) =>
            {
                Portion[] opened = Closed(FakeSeal.Seal(FakeSeal.Flatten(submitted), seed), new Random(seed));
                RiskAssessment assembled = Reassembler.Reassemble<RiskAssessment>(opened, FakeSeal.Schema);
                int paths = opened.Where(portion => !FakeSeal.IsNested(portion)).Select(portion => portion.Body.Path).Distinct().Count();
                Assert.Equal(paths, Schemas.PlanOf(RiskAssessment.Descriptor).Children.Sum(field => ((IList)field.Field.Accessor.GetValue(assembled)).Count));
                string[] ids = [.. Labels.All(assembled).Select(portion => Labels.Header(portion).Id).Where(id => id.Length > 0)];
                Assert.Equal(ids.Distinct(), ids);
            },
            iter: 200);

    [Fact]
    public void Two_flattenings_share_no_id()
    {
        RiskAssessment submitted = new AnyAssessment(new Random(7)).Next();
        var first = FakeSeal.Flatten(submitted).SelectMany(draft => draft.Path.Split('/')).Where(part => PortionPath.IsId(part));
        var second = FakeSeal.Flatten(submitted).SelectMany(draft => draft.Path.Split('/')).Where(part => PortionPath.IsId(part));
        Assert.Empty(first.Intersect(second));
    }

    [Fact]
    public void Views_are_the_portionsbytes_by_index()
    {
        var opened = FakeSeal.Seal(FakeSeal.Flatten(new AnyAssessment(new Random(8)).Next()));
        var views = Reassembler.View(opened.Reverse(), FakeSeal.Schema);
        Assert.Equal(opened.Select(portion => ((uint)portion.Index, portion.Body.Path, portion.Body.Type)), views.Select(view => (view.Index, view.Path, view.Type)));
        Assert.All(opened.Zip(views), pair => Assert.Equal(ByteString.CopyFrom(pair.First.Body.Value.Span), pair.Second.Value));
        Assert.All(views, view => Assert.NotEqual(FieldClass.Unspecified, view.FieldClass));
    }

    [Fact]
    public void Lists_are_shown_by_date_and_the_undated_last()
    {
        RiskAssessment submitted = Valid.Assessment();
        submitted.Evidence.Add([Dated("e1", 0), Dated("e2", 30), Dated("e3", 10), Dated("e4", 20)]);
        RiskAssessment assembled = Reassembler.Reassemble<RiskAssessment>(FakeSeal.Seal(FakeSeal.Flatten(submitted)), FakeSeal.Schema);
        Assert.Equal([10, 20, 30, 0], assembled.Evidence.Select(evidence => evidence.DateMs));

        static Evidence Dated(string label, long date) => new() { Portion = Valid.Portion(label), DateMs = date };
    }

    [Fact]
    public void A_portion_outside_the_schema_is_a_bug()
    {
        Portion portion = FakeSeal.Seal(FakeSeal.Flatten(Valid.Assessment()))[0];
        Portion foreign = portion with { Body = portion.Body with { Path = "nothing" } };
        Assert.Throws<ArgumentException>(() => Reassembler.Reassemble<RiskAssessment>([foreign], FakeSeal.Schema));
    }

    // A random part of the product, closed under must_accompany as a release is.
    private static Portion[] Closed(IEnumerable<Portion> portions, Random random)
    {
        List<Portion> opened = [.. portions.Where(_ => random.Next(4) > 0)];
        while (opened.RemoveAll(portion => portion.Body.MustAccompany.Any(index => opened.TrueForAll(other => other.Index != index))) > 0)
        {
        }

        return [.. opened];
    }
}
