using CsCheck;
using Gateway.Core.Assessments.Forecasting;

namespace Gateway.Core.Tests.Assessments.Forecasting;

public class RankAgreementTests
{
    private static readonly Gen<double[]> Scores = Gen.Int[0, 12].Select(n => n / 4.0).Array[2, 40];

    [Fact]
    public void Ties_share_the_mean_of_their_places_or_the_best_of_them()
    {
        Assert.Equal([4, 2.5, 1, 2.5, 5], Ranks.Average([2, 3, 9, 3, -1]));
        Assert.Equal([4, 2, 1, 2, 5], Ranks.Competition([2, 3, 9, 3, -1]));
        Assert.Empty(Ranks.Average([]));
    }

    // Worked by hand: ranks 5 4 3 2 1 and 5 4 2.5 1 2.5; the products about 3 sum to 8, the squares to 10 and 9.5.
    [Fact]
    public void Spearman_with_ties_is_the_correlation_of_average_ranks()
    {
        RankAgreement agreement = Of([1, 2, 3, 4, 5], [5, 6, 7, 8, 7], 2);
        Assert.Equal(8 / Math.Sqrt(95), agreement.Spearman!.Value, 14);
        Assert.Equal((5, 2, 3, 2), (agreement.Common, agreement.TopFirst, agreement.TopSecond, agreement.Overlap));
    }

    [Fact]
    public void Only_what_both_scored_is_ranked()
    {
        var first = new Dictionary<string, double> { ["MLI"] = 1, ["NER"] = 2, ["SDN"] = 3 };
        var second = new Dictionary<string, double> { ["NER"] = 30, ["SDN"] = 20, ["TCD"] = 99 };
        var agreement = RankAgreement.Of(first, second, 1);
        Assert.Equal((2, -1.0, 0), (agreement.Common, agreement.Spearman, agreement.Overlap));
    }

    [Fact]
    public void Lists_that_say_nothing_have_no_correlation()
    {
        Assert.Equal((0, null, 0), (Of([], [], 30).Common, Of([], [], 30).Spearman, Of([], [], 30).Overlap));
        Assert.Equal((1, null, 1), (Of([3], [4], 30).Common, Of([3], [4], 30).Spearman, Of([3], [4], 30).Overlap));
        Assert.Null(Of([1, 1, 1], [1, 2, 3], 1).Spearman);
    }

    [Fact]
    public void What_is_no_number_has_no_place()
    {
        Assert.Throws<ArgumentException>(() => Of([1, double.NaN], [1, 2], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of([1, 2], [1, 2], 0));
        Assert.Equal(1, Of([1, double.PositiveInfinity, double.NegativeInfinity], [1, 1e308, -1e308], 1).Spearman);
    }

    [Fact]
    public void It_lies_between_minus_one_and_one_and_does_not_depend_on_who_comes_first() =>
        Gen.Select(Scores, Gen.Int[0, 12].Select(n => (double)n).Array[40, 40], Gen.Int[1, 50]).Sample((one, other, top) =>
        {
            double[] two = other[..one.Length];
            RankAgreement there = Of(one, two, top), back = Of(two, one, top);
            Assert.True(there.Spearman is null or (>= -1 and <= 1));
            Assert.Equal(there.Spearman, back.Spearman);
            Assert.Equal((there.Overlap, there.TopFirst, there.TopSecond), (back.Overlap, back.TopSecond, back.TopFirst));
            Assert.True(there.Overlap <= Math.Min(there.TopFirst, there.TopSecond) && there.TopFirst >= Math.Min(top, one.Length));
        });

    [Fact]
    public void Only_the_order_of_scores_matters() =>
        Gen.Select(Scores, Gen.Int[0, 12].Select(n => (double)n).Array[40, 40], Gen.Int[1, 50]).Sample((one, other, top) =>
        {
            double[] two = other[..one.Length];
            Assert.Equal(Of(one, two, top), Of([.. one.Select(Math.Exp)], [.. two.Select(x => (x * x * x) - 5)], top));
        });

    [Fact]
    public void A_list_agrees_with_itself_and_not_with_its_opposite() =>
        Scores.Where(scores => scores.Distinct().Count() > 1).Sample(scores =>
        {
            Assert.Equal(1, Of(scores, scores, 3).Spearman!.Value, 14);
            Assert.Equal(-1, Of(scores, [.. scores.Select(score => -score)], 3).Spearman!.Value, 14);
        });

    private static RankAgreement Of(double[] one, double[] two, int top) => RankAgreement.Of(Keyed(one), Keyed(two), top);

    private static Dictionary<int, double> Keyed(double[] scores) => scores.Select((score, i) => (score, i)).ToDictionary(pair => pair.i, pair => pair.score);
}
