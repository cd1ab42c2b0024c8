using Gateway.Cli.Products;
using Gateway.Testing;

namespace Gateway.Cli.Tests.Products;

public sealed class PrivateFileTests
{
    [Fact]
    public async Task What_is_fetched_from_a_node_can_be_read_by_its_owner_only_though_an_open_file_stood_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        using var directory = new TempDirectory();
        string path = directory.File("product.json");
        await File.WriteAllTextAsync(path, "open", TestContext.Current.CancellationToken);
#pragma warning disable CA1416 // Skipped above.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await PrivateFile.WriteAsync(path, [1, 2], TestContext.Current.CancellationToken);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
#pragma warning restore CA1416
        Assert.Equal([1, 2], await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }
}
