using CsCheck;
using Gateway.Core.ReleaseLog;

namespace Gateway.Core.Tests.ReleaseLog;

public sealed class TileTests
{
    private static readonly MerkleTree Tree = Trees.Of(70_000);

    [Theory]
    [InlineData(0, 1234067L, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 0L, 256, "tile/0/000")]
    [InlineData(1, 999L, 255, "tile/1/999.p/255")]
    [InlineData(2, 1000L, 1, "tile/2/x001/000.p/1")]
    [InlineData(0, 1000000L, 256, "tile/0/x001/x000/000")]
    public void A_tile_has_the_path_of_the_standard(int level, long index, int width, string path)
    {
        var tile = new Tile(level, index, width);
        Assert.Equal(path, tile.Path);
        Assert.True(Tile.TryParse(path, out Tile read));
        Assert.Equal(tile, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile/0/")]
    [InlineData("tile/0/00")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/x001/x000")]
    [InlineData("tile/0/x001000")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/+01")]
    [InlineData("tile/0/ 01")]
    [InlineData("tile/0/-01")]
    [InlineData("tile/00/001")]
    [InlineData("tile/8/001")]
    [InlineData("tile/-1/001")]
    [InlineData("/tile/0/001")]
    [InlineData("tile/0/001/")]
    [InlineData("tile/0/001.p")]
    [InlineData("tile/0/001.p/")]
    [InlineData("tile/0/001.p/0")]
    [InlineData("tile/0/001.p/01")]
    [InlineData("tile/0/001.p/256")]
    [InlineData("tile/0/001.p/+1")]
    [InlineData("tile/0/001.p/1.p/1")]
    [InlineData("tile/0/001.p/1/")]
    [InlineData("tile/0/../../secret")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("tile/7/x001/000")]
    [InlineData("tile/entries/001")]
    [InlineData("TILE/0/001")]
    public void Any_other_spelling_is_no_tile(string path) => Assert.False(Tile.TryParse(path, out _));

    [Fact]
    public void Every_path_reads_back_as_its_tile() =>
        (from level in Gen.Int[0, 5]
         from index in Gen.OneOf(Gen.Long[0, 2000], Gen.Long[0, (1L << 55) / 256 - 1])
         from width in Gen.Int[1, 256]
         select new Tile(level, index >> (8 * level), width)).Sample(tile =>
            Tile.TryParse(tile.Path, out Tile read) && read == tile);

    [Fact]
    public void Every_bundle_path_reads_back_as_its_bundle() =>
        (from index in Gen.OneOf(Gen.Long[0, 2000], Gen.Long[0, (1L << 55) - 1])
         from width in Gen.Int[1, 256]
         select new EntryBundle(index, width)).Sample(bundle =>
            EntryBundle.TryParse(bundle.Path, out EntryBundle read) && read == bundle && !Tile.TryParse(bundle.Path, out _));

    [Fact]
    public void A_tree_has_the_tiles_of_the_standard_and_no_empty_one()
    {
        // C2SP tlog-tiles: a tree of 70,000 has 273 full tiles and one of width 112 at level 0, one full and one of width 17 at level 1, one of width 1 at level 2.
        Tile[] tiles = [.. Tile.Of(70_000)];
        Assert.Equal(
            ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"],
            tiles.Where(tile => tile.Width < 256 || tile.Level > 0).Select(tile => tile.Path));
        Assert.Equal(274 + 2 + 1, tiles.Length);
        Assert.Empty(Tile.Of(0));
        Assert.Equal(["tile/0/000"], Tile.Of(255).Take(1).Select(tile => tile.Path[..10]));
        Assert.Equal(["tile/0/000", "tile/1/000.p/1"], Tile.Of(256).Select(tile => tile.Path));
    }

    [Fact]
    public void A_tile_holds_the_hashes_of_its_level()
    {
        Assert.Equal(Tree.Hash(0, 257).ToArray(), new Tile(0, 1, 2).Read(Tree, 258)[32..]);
        Assert.Equal(Tree.Hash(8, 256).ToArray(), new Tile(1, 1, 1).Read(Tree, 70_000));
        Assert.Equal(8192, new Tile(0, 3, 256).Read(Tree, 70_000).Length);
    }

    [Fact]
    public void A_tile_beyond_the_published_size_is_not_given()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tile(0, 0, 6).Read(Tree, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tile(0, 1, 1).Read(Tree, 256));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tile(1, 0, 1).Read(Tree, 255));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tile(0, 0, 1).Read(Tree, 70_001));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(70_000)]
    public void The_root_can_be_recomputed_from_hash_tiles(long size)
    {
        Assert.Equal(TileFinding.Consistent, TileAudit.CheckTiles(size, Tree.Root(size), tile => tile.Read(Tree, size)));
        Assert.Equal(TileFinding.RootDiffers, TileAudit.CheckTiles(size, new byte[32], tile => tile.Read(Tree, size)));
        Assert.True(new TileReader(size, tile => tile.Read(Tree, size)).TryRoot(out byte[] root));
        Assert.Equal(Tree.Root(size), root);
    }

    [Fact]
    public void A_changed_tile_is_found_at_every_level()
    {
        foreach (Tile target in new[] { new Tile(0, 100, 256), new Tile(0, 273, 112), new Tile(1, 0, 256), new Tile(1, 1, 17), new Tile(2, 0, 1) })
        {
            TileFinding finding = TileAudit.CheckTiles(70_000, Tree.Root(70_000), tile =>
            {
                byte[] bytes = tile.Read(Tree, 70_000);
                bytes[^1] ^= (byte)(tile == target ? 1 : 0);
                return bytes;
            });
            Assert.Equal(target == new Tile(0, 273, 112) ? TileFinding.RootDiffers : TileFinding.ParentDiffers, finding);
        }
    }

    [Fact]
    public void A_missing_or_short_tile_is_named_as_such()
    {
        Assert.Equal(TileFinding.Missing, TileAudit.CheckTiles(300, Tree.Root(300), tile => tile.Index == 1 ? null : tile.Read(Tree, 300)));
        Assert.Equal(TileFinding.Malformed, TileAudit.CheckTiles(300, Tree.Root(300), tile => tile.Read(Tree, 300)[1..]));
        Assert.False(new TileReader(300, _ => null).TryInclusionPath(7, out byte[] path));
        Assert.Empty(path);
    }

    [Fact]
    public void Proofs_made_from_tiles_are_those_of_the_tree() =>
        (from size in Gen.Int[1, 70_000]
         from index in Gen.Int[0, size - 1]
         select (size, index)).Sample(
            sample =>
            {
                var reader = new TileReader(sample.size, tile => tile.Read(Tree, sample.size));
                Assert.True(reader.TryInclusionPath(sample.index, out byte[] inclusion));
                Assert.True(reader.TryConsistencyPath(sample.index, out byte[] consistency));
                Assert.Equal(Tree.InclusionPath(sample.index, sample.size), inclusion);
                Assert.Equal(Tree.ConsistencyPath(sample.index, sample.size), consistency);
            },
            iter: 200);

    [Fact]
    public void The_root_can_be_recomputed_from_the_entries()
    {
        Assert.Equal(TileFinding.Consistent, TileAudit.CheckEntries(1_000, Tree.Root(1_000), bundle => EntryBundle.Encode(Entries(bundle))));
        Assert.Equal(TileFinding.Missing, TileAudit.CheckEntries(1_000, Tree.Root(1_000), _ => null));
        Assert.Equal(TileFinding.Malformed, TileAudit.CheckEntries(1_000, Tree.Root(1_000), bundle => EntryBundle.Encode(Entries(bundle))[..^1]));
        Assert.Equal(
            TileFinding.RootDiffers,
            TileAudit.CheckEntries(1_000, Tree.Root(1_000), bundle => EntryBundle.Encode([.. Entries(bundle).Reverse()])));
    }

    [Fact]
    public void A_bundle_reads_back_as_its_entries() =>
        Gen.Byte.Array[0, 50].Array[1, 256].Sample(entries =>
        {
            byte[] bytes = EntryBundle.Encode([.. entries.Select(entry => new ReadOnlyMemory<byte>(entry))]);
            Assert.True(new EntryBundle(0, entries.Length).TryDecode(bytes, out var read));
            Assert.Equal(entries, read.Select(entry => entry.ToArray()));
            Assert.False(new EntryBundle(0, entries.Length).TryDecode(bytes.AsMemory(..^1), out _));
            Assert.False(new EntryBundle(0, entries.Length).TryDecode((byte[])[.. bytes, 0], out _));
            Assert.False(new EntryBundle(0, entries.Length).TryDecode((byte[])[.. bytes, 0, 0], out _));
            Assert.False(new EntryBundle(0, entries.Length + 1).TryDecode(bytes, out _));
        });

    [Fact]
    public void A_bundle_has_lengths_in_two_bytes_big_endian()
    {
        byte[] bytes = EntryBundle.Encode([new byte[] { 7 }, new byte[300]]);
        Assert.Equal([0, 1, 7, 1, 44, 0], bytes[..6]);
        Assert.Throws<ArgumentOutOfRangeException>(() => EntryBundle.Encode([new byte[65_536]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => EntryBundle.Encode([]));
    }

    private static ReadOnlyMemory<byte>[] Entries(EntryBundle bundle) =>
        [.. Enumerable.Range(0, bundle.Width).Select(entry => new ReadOnlyMemory<byte>(Trees.Entry(bundle.Index * 256 + entry)))];
}
