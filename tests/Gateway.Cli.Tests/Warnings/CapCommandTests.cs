using System.Xml.Linq;
using Gateway.Cli.Tests.Shell;
using Gateway.Protocol.V1;
using Gateway.Testing;
using Google.Protobuf;

namespace Gateway.Cli.Tests.Warnings;

/// <summary>Warnings out of files as messages of CAP.</summary>
public sealed class CapCommandTests : IDisposable
{
    private static readonly XNamespace Cap = "urn:oasis:names:tc:emergency:cap:1.2";

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_pulled_warning_becomes_a_message_with_its_chain_and_its_banner()
    {
        string first = Write(1, WarningKind.Alert), second = Write(2, WarningKind.Update), target = _folder.File("warning.xml");
        CommandRun run = await CommandRun.Of("warning", "cap", "--file", second, "--earlier", first, "--out", target);
        Assert.Equal((0, ""), (run.Code, run.Error));
        XElement alert = XElement.Load(target);
        Assert.Equal(("Exercise", "Update", "Private"), ((string)alert.Element(Cap + "status")!, (string)alert.Element(Cap + "msgType")!, (string)alert.Element(Cap + "scope")!));
        Assert.Equal("USA FRA SWE", (string)alert.Element(Cap + "addresses")!);
        Assert.Contains(new string('1', 2), (string)alert.Element(Cap + "references")!, StringComparison.Ordinal);
        Assert.Equal("marking:US:SECRET//REL TO USA, FRA, SWE", (string)alert.Element(Cap + "code")!);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target));
        }
    }

    [Fact]
    public async Task What_is_no_warning_or_no_product_is_refused_and_a_lone_cancellation_too()
    {
        string other = _folder.File("other.json");
        File.WriteAllText(other, JsonFormatter.Default.Format(new SharedProduct { Assessment = global::Gateway.Testing.Samples.Assessment() }));
        Assert.Equal(1, (await CommandRun.Of("warning", "cap", "--file", other)).Code);
        File.WriteAllText(other, "{\"no\": \"product\"}");
        Assert.Equal(1, (await CommandRun.Of("warning", "cap", "--file", other)).Code);
        CommandRun cancel = await CommandRun.Of("warning", "cap", "--file", Write(3, WarningKind.Cancel));
        Assert.Equal(1, cancel.Code);
        Assert.Contains("names what it cancels", cancel.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.Of("warning", "cap", "nonsense")).Code);
    }

    private string Write(byte seed, WarningKind kind)
    {
        Warning warning = global::Gateway.Testing.Samples.WarningRequest("w").Warning;
        warning.Header[0].Kind = kind;
        string file = _folder.File($"{seed}.json");
        File.WriteAllText(file, JsonFormatter.Default.Format(new SharedProduct
        {
            ProductId = ByteString.CopyFrom(Enumerable.Repeat((byte)(seed * 17), 32).ToArray()),
            LineageId = ByteString.CopyFrom(new byte[32]),
            Originator = "USA",
            IssuedAtMs = 1_796_000_000_000 + (seed * 1000),
            Mode = Mode.Exercise,
            Banner = new Marking { Policy = "US", Text = "SECRET//REL TO USA, FRA, SWE" },
            Warning = warning,
        }));
        return file;
    }
}
