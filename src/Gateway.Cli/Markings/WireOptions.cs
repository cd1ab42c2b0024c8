using System.CommandLine;
using Gateway.Core.Markings;
using Gateway.Core.Markings.Wire;

namespace Gateway.Cli.Markings;

/// <summary>Options that writing and reading wire forms share.</summary>
internal static class WireOptions
{
    public const string Ism = "ism";
    public const string Label = "4774";
    public const string Binding = "4778";
    public const string Stix = "stix";

    public static Option<string> Form()
    {
        var form = new Option<string>("--form")
        {
            Required = true,
            Description = "ism: ISM attributes; 4774: confidentiality label; 4778: signed binding; stix: STIX 2.1 marking definition",
        };
        form.AcceptOnlyFromAmong(Ism, Label, Binding, Stix);
        return form;
    }

    public static Option<string?> Kind(string otherwise)
    {
        var kind = new Option<string?>("--kind") { Description = $"banner or portion; otherwise {otherwise}" };
        kind.AcceptOnlyFromAmong("banner", "portion");
        return kind;
    }

    public static Option<FileInfo[]> Bind() => new("--bind")
    {
        Description = "4778: data that the labels are bound to; its file name is the URI. May be repeated",
        HelpName = "FILE",
    };

    /// <summary>The kind that was named, or the other.</summary>
    public static MarkingKind KindOf(string? named, MarkingKind otherwise) => named switch
    {
        "banner" => MarkingKind.Banner,
        "portion" => MarkingKind.Portion,
        _ => otherwise,
    };

    /// <summary>The URI of a bound file: its name.</summary>
    public static string UriOf(FileInfo file) => Uri.EscapeDataString(file.Name);

    /// <summary>Who makes a label: an e-mail address, an absolute address, or <c>IDTYPE:NAME</c>; null when it is none of them.</summary>
    public static LabelOriginator? Originator(string owner)
    {
        int colon = owner.IndexOf(':', StringComparison.Ordinal);
        if (owner.Contains('@', StringComparison.Ordinal) && colon < 0)
        {
            return new LabelOriginator("rfc822Name", owner);
        }

        if (owner.Contains("://", StringComparison.Ordinal) || owner.StartsWith("urn:", StringComparison.Ordinal))
        {
            return new LabelOriginator("uniformResourceIdentifier", owner);
        }

        return colon > 0 ? new LabelOriginator(owner[..colon], owner[(colon + 1)..]) : null;
    }
}
