using System.Collections.Immutable;
using CsCheck;
using Gateway.Core.HorizonScanning;
using Gateway.Core.Markings;
using Gateway.Core.Partners;
using Gateway.Core.Sealing;

namespace Gateway.Core.Tests.HorizonScanning;

/// <summary>What stands in a digest, in which order, under which banner.</summary>
public sealed class HorizonScanTests
{
    private static readonly DateTimeOffset Since = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2026, 11, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly PartnerCode Usa = PartnerCode.Of("USA");
    private static readonly PartnerCode Fra = PartnerCode.Of("FRA");
    private static readonly Marking Unclassified = new() { Policy = "US", Text = "(U//REL TO USA, FRA)" };
    private static readonly Marking Secret = new() { Policy = "US", Text = "(S//REL TO USA, FRA)" };
    private static readonly Marking French = new() { Policy = "FRA", Text = "SECRET", ReleasableTo = ["USA"] };

    [Fact]
    public void New_is_what_arrived_in_between_warnings_first()
    {
        HorizonDigest digest = Build(
            Product(1, ScannedKind.Assessment, "AFG"),
            Product(2, ScannedKind.Assessment, "ZWE") with { ArrivedAt = Since },
            Product(3, ScannedKind.Warning, "MLI") with { Answered = true },
            Product(4, ScannedKind.Assessment, "BDI") with { ArrivedAt = Since.AddTicks(-1) },
            Product(5, ScannedKind.Assessment, "COD") with { ArrivedAt = Until },
            Product(6, ScannedKind.Assessment, "SDN") with { IssuedAt = Since.AddYears(-1) });
        Assert.Equal(["MLI", "AFG", "SDN", "ZWE"], In(digest, DigestSection.New).Select(item => item.Iso3));
        Assert.Equal("Title 3", digest.Items[0].Title);
    }

    [Fact]
    public void Two_digests_that_meet_leave_nothing_out_and_say_nothing_twice() => Gen.Long[-10, 10].Array[0, 30].Sample(hours =>
    {
        ScannedProduct[] products = [.. hours.Select((hour, i) => Product(i, ScannedKind.Assessment, "MLI") with { ArrivedAt = Since.AddHours(hour) })];
        DateTimeOffset early = Since.AddHours(-20), late = Since.AddHours(20);
        IEnumerable<DigestItem> both = Build(products, early, Since).Items.Concat(Build(products, Since, late).Items);
        Assert.Equal(
            Build(products, early, late).Items.Select(item => item.Products[0].ToString()).Order(),
            both.Select(item => item.Products[0].ToString()).Order());
    });

    [Fact]
    public void A_warning_in_force_waits_until_it_is_answered_however_old_it_is()
    {
        ScannedProduct old = Product(1, ScannedKind.Warning, "MLI") with { ArrivedAt = Since.AddYears(-1), IssuedAt = Since.AddYears(-1), DueAt = Since };
        DigestItem item = Assert.Single(Build(old).Items);
        Assert.Equal((DigestSection.Unanswered, true), (item.Section, item.Overdue));
        Assert.Empty(Build(old with { Answered = true }).Items);
        Assert.Empty(Build(old with { Cancels = true }).Items);
        Assert.Empty(Build(old with { LapsesAt = Until }).Items);
        Assert.Single(Build(old with { LapsesAt = Until.AddTicks(1) }).Items);
        Assert.False(Build(old with { DueAt = Until.AddTicks(1) }).Items[0].Overdue);
    }

    [Fact]
    public void Of_a_chain_the_newest_edition_waits_and_a_cancellation_ends_it()
    {
        ScannedProduct first = Product(1, ScannedKind.Warning, "MLI") with { Lineage = "aa", ArrivedAt = Since.AddDays(-2), IssuedAt = Since.AddDays(-2) };
        ScannedProduct update = Product(2, ScannedKind.Warning, "MLI") with { Lineage = "aa", ArrivedAt = Since.AddDays(-1), IssuedAt = Since.AddDays(-1) };
        ScannedProduct cancel = Product(3, ScannedKind.Warning, "MLI") with { Lineage = "aa", ArrivedAt = Until, IssuedAt = Since, Cancels = true };
        Assert.Equal([update.Product], Build(first, update, cancel).Items.Select(item => item.Products[0]));
        Assert.Empty(In(Build(first, update, cancel with { ArrivedAt = Since }), DigestSection.Unanswered));
        Assert.Equal(2, Build(first, update with { Originator = Usa }).Items.Length);
    }

    [Fact]
    public void A_request_waits_until_it_is_answered_and_nothing_else_waits() =>
        Assert.Equal(
            [ScannedKind.Warning, ScannedKind.Request],
            In(Build([.. Enum.GetValues<ScannedKind>().Select((kind, i) => Product(i, kind, "MLI"))]), DigestSection.Unanswered).Select(item => item.Kind));

    [Fact]
    public void Rises_and_disputes_count_when_somebody_spoke_since_the_widest_first()
    {
        ScannedProduct before = Product(1, ScannedKind.Assessment, "MLI") with { ArrivedAt = Since.AddDays(-9) }, now = Product(2, ScannedKind.Assessment, "MLI") with { Originator = Usa };
        ScannedRise Rise(ScannedProduct product, double? points) =>
            new() { Product = product.Product, Originator = product.Originator, Iso3 = "MLI", Fact = $"{points}", Points = points, Markings = [Unclassified] };
        ScannedDispute Dispute(double gap, params ScannedProduct[] products) => new()
        {
            Products = [.. products.Select(product => product.Product)], Partners = [Fra, Usa], Iso3 = "MLI", Fact = $"{gap}", GapPoints = gap, Markings = [Unclassified],
        };
        var world = new ScannedWorld(
            Mode.Actual,
            [before, now],
            [Rise(now, 0.5), Rise(now, 2), Rise(now, null), Rise(before, 9), Rise(Product(9, ScannedKind.Assessment, "X"), 9)],
            [Dispute(5, before, now), Dispute(10, now, before), Dispute(20, before), Dispute(30, now, Product(9, ScannedKind.Assessment, "X"))]);
        HorizonDigest digest = HorizonScan.Build(world, Since, Until, Usa, MarkingRegistry.Default);
        Assert.Equal(["2", "0.5", ""], In(digest, DigestSection.Rising).Select(item => item.Fact));
        Assert.Equal(["10", "5"], In(digest, DigestSection.Disputed).Select(item => item.Fact));
        Assert.Equal([Fra, Usa], In(digest, DigestSection.Disputed)[0].Partners);
    }

    [Fact]
    public void The_banner_is_the_roll_up_of_what_is_in_it_and_of_nothing_else()
    {
        ScannedProduct low = Product(1, ScannedKind.Assessment, "MLI"), high = Product(2, ScannedKind.Assessment, "TCD") with { Markings = [Secret] };
        Assert.Equal(["UNCLASSIFIED//REL TO USA, FRA"], Build(low, high with { ArrivedAt = Since.AddDays(-1) }).Banners.Select(banner => banner.Text));
        HorizonDigest digest = Build(low, high);
        Assert.Equal(["SECRET//REL TO USA, FRA"], digest.Banners.Select(banner => banner.Text));
        Assert.Equal(["UNCLASSIFIED//REL TO USA, FRA", "SECRET//REL TO USA, FRA"], digest.Items.Select(item => Assert.Single(item.Markings).Text));
        Assert.Empty(Build().Banners);
    }

    [Fact]
    public void Marks_of_two_nations_are_rolled_up_with_their_owners_or_stand_together()
    {
        HorizonDigest digest = Build(Product(1, ScannedKind.Assessment, "MLI") with { Markings = [Secret] }, Product(2, ScannedKind.Assessment, "TCD") with { Markings = [French] });
        Assert.NotEmpty(digest.Banners);
        Assert.All(digest.Banners, banner => Assert.IsType<MarkingReading.Readable>(MarkingReader.Read(banner, MarkingKind.Banner, MarkingRegistry.Default)));
        Assert.Contains("FRA", string.Join(' ', digest.Banners.Select(banner => banner.Policy + banner.Text)), StringComparison.Ordinal);
        Assert.Contains("SECRET", string.Join(' ', digest.Banners.Select(banner => banner.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_in_which_things_are_held_does_not_matter() => Gen.Int[0, 40].Array[0, 20].Select(Gen.Int).Sample((seeds, order) =>
    {
        ScannedProduct[] products =
        [
            .. seeds.Distinct().Select(seed => Product(seed, (ScannedKind)(1 + (seed % 6)), $"C{seed % 3}") with { IssuedAt = Since.AddHours(seed % 4), Lineage = $"{seed % 5}" }),
        ];
        ScannedProduct[] other = [.. products.OrderBy(product => HashCode.Combine(product.Title, order))];
        HorizonDigest one = Build(products), two = Build(other);
        Assert.Equal(one.Items.Select(Words), two.Items.Select(Words));
        Assert.Equal(one.Banners.AsEnumerable(), two.Banners);
    });

    private static string Words(DigestItem item) => $"{item.Section} {item.Kind} {item.Title} {item.Overdue}";

    private static ImmutableArray<DigestItem> In(HorizonDigest digest, DigestSection section) => [.. digest.Items.Where(item => item.Section == section)];

    private static HorizonDigest Build(params ScannedProduct[] products) => Build(products, Since, Until);

    private static HorizonDigest Build(ScannedProduct[] products, DateTimeOffset since, DateTimeOffset until) =>
        HorizonScan.Build(new ScannedWorld(Mode.Actual, [.. products], [], []), since, until, Usa, MarkingRegistry.Default);

    private static ScannedProduct Product(int seed, ScannedKind kind, string iso3) => new()
    {
        Product = ProductId.OfManifest([(byte)seed]),
        Originator = Fra,
        Kind = kind,
        IssuedAt = Since.AddHours(1),
        ArrivedAt = Since.AddHours(2),
        Markings = [Unclassified],
        Iso3 = iso3,
        Title = $"Title {seed}",
    };
}
