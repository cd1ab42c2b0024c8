using CsCheck;
using Gateway.Core.Policy;
using Gateway.Core.Policy.WhatIf;

namespace Gateway.Core.Tests.Policy.WhatIf;

public sealed class CorpusIndexTests
{
    [Fact]
    public void The_root_does_not_depend_on_the_order_of_portions() => Gen.Select(CorpusCases.Portions, Gen.Int).Sample((portions, seed) =>
    {
        CorpusPortion[] shuffled = [.. portions];
        new Random(seed).Shuffle(shuffled);
        return CorpusIndex.Of(World.Usa, portions).Root == CorpusIndex.Of(World.Usa, shuffled).Root;
    });

    [Fact]
    public void Another_portion_another_root() => CorpusCases.Portions.Where(portions => portions.Length > 0).Sample(portions =>
        CorpusIndex.Of(World.Usa, portions).Root != CorpusIndex.Of(World.Usa, portions[1..]).Root);

    [Fact]
    public void What_was_released_since_changes_the_root()
    {
        CorpusPortion portion = new() { Product = CorpusCases.Product(1), Index = 3, Facts = World.Portion("(U)") };

        Assert.NotEqual(CorpusIndex.Of(World.Usa, [portion]).Root, CorpusIndex.Of(World.Usa, [portion with { Released = [World.Fra] }]).Root);
    }

    [Fact]
    public void Every_portion_stands_in_one_class() => CorpusCases.Portions.Sample(portions =>
    {
        var index = CorpusIndex.Of(World.Usa, portions);
        return index.Portions == portions.Length
            && index.Classes.Sum(found => found.Count) == portions.Length
            && index.Classes.Select(found => found.Key).Distinct().Count() == index.Classes.Length;
    });

    [Fact]
    public void A_class_does_not_depend_on_the_time_of_sealing()
    {
        CorpusPortion portion = new() { Product = CorpusCases.Product(1), Index = 3, Facts = World.Portion("(U)") };

        var index = CorpusIndex.Of(World.Usa, [portion, portion with { Product = CorpusCases.Product(2) }]);

        Assert.Equal(2, Assert.Single(index.Classes).Count);
    }

    [Fact]
    public void A_portion_that_comes_twice_is_refused()
    {
        CorpusPortion portion = new() { Product = CorpusCases.Product(1), Index = 3, Facts = World.Portion("(U)") };

        Assert.Throws<ArgumentException>(() => CorpusIndex.Of(World.Usa, [portion, portion with { Released = [World.Fra] }]));
    }

    [Fact]
    public void A_product_with_two_descriptions_is_refused()
    {
        CorpusPortion portion = new() { Product = CorpusCases.Product(1), Index = 3, Facts = World.Portion("(U)") };
        CorpusPortion other = portion with { Index = 4, Product = portion.Product with { SealedAt = World.Noon } };

        Assert.Throws<ArgumentException>(() => CorpusIndex.Of(World.Usa, [portion, other]));
    }
}
