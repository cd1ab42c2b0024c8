using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Sealing;
using Gateway.Core.Tests.Sealing;

namespace Gateway.Core.Tests.Releasing;

/// <summary>
/// Two products that differ only in what is withheld from a party look the same to it: equal in everything that is not drawn at random, and
/// alike in distribution in everything that is. Seeds are fixed, so the outcome is too. A new view (the next hop's, say) is one more row of
/// <see cref="Viewers"/>.
/// </summary>
public sealed class DistinguisherTests
{
    private const int Samples = 150;

    // Kolmogorov and Smirnov: two samples of one distribution differ by more than 1.95 √(2/n) once in a thousand; there are some four hundred comparisons.
    private static readonly double Bound = 2.4 * Math.Sqrt(2.0 / Samples);

    private static readonly ImmutableArray<DraftPortion> Plain = [.. TestSchema.Drafts.Where(draft => draft.Marking.Text is "UNCLASSIFIED" or "DIFFUSION RESTREINTE//REL TO DEU, USA")
        .Select(draft => draft with { MustAccompany = draft.MustAccompany.IsEmpty ? [] : [2] })];

    private static readonly DraftPortion Evidence = TestSchema.Drafts[5];

    private static readonly ImmutableArray<(string Name, ImmutableArray<DraftPortion> Drafts)> Withheld =
    [
        ("nothing more", Plain),
        ("one more portion", Before(Evidence)),
        ("twenty more portions", Before([.. Enumerable.Range(0, 20).Select(i => Evidence with { Path = $"evidence/{i:x16}" })])),
        ("a large portion", Before(Evidence with { Value = TestSchema.Value((2, "E-17"), (6, new string('a', 30_000))) })),
        ("a portion of the highest level", Before(Evidence with { Marking = new Marking { Policy = "FRA", Text = "TRÈS SECRET" } })),
        ("a fuller wording above each tear line", Before(
            Plain[1] with { Preference = -1, Marking = Secret, MustAccompany = [1] }, Plain[2] with { Preference = -1, Marking = Secret })),
        ("five fuller wordings", Before([.. Enumerable.Range(1, 5).Select(i => Plain[1] with { Preference = -i, Marking = Secret, MustAccompany = [] })])),
        ("other places and subjects", Before(Evidence with { Regions = ["TCD", "SDN"], Topics = ["famine"] })),
    ];

    private static readonly ImmutableArray<Viewer> Viewers = [Viewer.DirectRecipient(Parties.Deu), Viewer.DirectRecipient(Parties.Usa), Viewer.Bystander(Parties.Swe)];

    private static readonly Dictionary<string, Lazy<Task<RecipientView[]>>> PlainViews =
        Viewers.ToDictionary(viewer => viewer.Name, viewer => new Lazy<Task<RecipientView[]>>(() => Take(viewer, Plain, firstSeed: 0)));

    private static Marking Secret => new() { Policy = "FRA", Text = "SECRET" };

    public static TheoryData<string, string> Cases => [.. Viewers.SelectMany(viewer => Withheld.Skip(1).Select(withheld => (viewer.Name, withheld.Name)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Nothing_that_a_recipient_counts_tells_two_products_apart(string viewer, string withheld)
    {
        Viewer looks = Viewers.Single(one => one.Name == viewer);
        RecipientView[] plain = await PlainViews[viewer].Value;
        RecipientView[] more = await Take(looks, Withheld.Single(one => one.Name == withheld).Drafts, firstSeed: Samples);
        RecipientView first = plain[0];
        foreach (RecipientView view in plain.Concat(more))
        {
            Assert.Equal(first.Exact, view.Exact);
        }

        foreach (string name in first.Drawn.Keys)
        {
            double distance = Distance([.. plain.Select(view => view.Drawn[name])], [.. more.Select(view => view.Drawn[name])]);
            Assert.True(distance < Bound, $"{name} tells them apart: {distance:0.000}, bound {Bound:0.000}");
        }
    }

    [Fact]
    public async Task What_is_released_does_tell_products_apart()
    {
        // The comparison itself must find what is there.
        Viewer looks = Viewers[0];
        ImmutableArray<DraftPortion> shown = [.. Plain, Evidence with { Marking = Plain[1].Marking }];
        RecipientView one = (await Take(looks, Plain, 0, 1))[0], other = (await Take(looks, shown, 0, 1))[0];
        Assert.NotEqual(one.Exact["package but for what is drawn"], other.Exact["package but for what is drawn"]);
        Assert.Equal(1.0, Distance([1, 2, 3], [4, 5, 6]));
        Assert.Equal(0.0, Distance([1, 2, 3], [3, 2, 1]));
    }

    private static async Task<RecipientView[]> Take(Viewer viewer, ImmutableArray<DraftPortion> drafts, int firstSeed, int count = Samples)
    {
        var views = new RecipientView[count];
        for (int i = 0; i < count; i++)
        {
            views[i] = await viewer.Take(drafts, firstSeed + i);
        }

        return views;
    }

    /// <summary>The withheld drafts first, so that nothing depends on their standing last.</summary>
    private static ImmutableArray<DraftPortion> Before(params ImmutableArray<DraftPortion> withheld) =>
        [.. withheld, .. Plain.Select(draft => draft with { MustAccompany = [.. draft.MustAccompany.Select(index => index + withheld.Length)] })];

    /// <summary>The largest distance of the two distribution functions.</summary>
    private static double Distance(double[] one, double[] other)
    {
        Array.Sort(one);
        Array.Sort(other);
        return one.Concat(other).Distinct().Max(x => Math.Abs(Share(one, x) - Share(other, x)));

        static double Share(double[] sorted, double x)
        {
            int at = Array.BinarySearch(sorted, x);
            for (at = at < 0 ? ~at : at; at < sorted.Length && sorted[at] <= x; at++)
            {
            }

            return (double)at / sorted.Length;
        }
    }
}
