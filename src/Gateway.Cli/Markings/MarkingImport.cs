using System.Collections.Immutable;
using System.CommandLine;
using Gateway.Cli.Bindings;
using Gateway.Cli.Shell;
using Gateway.Client;
using Gateway.Core.Markings;
using Gateway.Core.Markings.Wire;
using Gateway.Core.Partners;

namespace Gateway.Cli.Markings;

/// <summary><c>gatewayctl marking import</c>: the marks in a document of another system.</summary>
internal static class MarkingImport
{
    public static Verb Build(Surface surface)
    {
        Option<string> form = WireOptions.Form();
        Option<string?> kind = WireOptions.Kind("banner; ISM attributes and labels do not say");
        var roster = new Option<FileInfo?>("--roster") { Description = "4778: the pinned roster", HelpName = "FILE" };
        var signer = new Option<string?>("--signer") { Description = "4778: the partner that must have signed", HelpName = "CODE" };
        Option<FileInfo[]> bind = WireOptions.Bind();
        var words = new RegistryOption();
        var json = new Option<bool>("--json") { Description = "One JSON object" };
        var file = new Argument<FileInfo>("FILE") { Description = "The document" };
        return new Verb("import", "Reads the marks of a document and prints them in canonical form, or every reason why it is refused.", form, kind, roster, signer, bind, words.Symbol, json, file)
        {
            Examples =
            [
                "marking import --form stix bundle.json",
                "marking import --form 4778 --roster roster.note --signer USA --bind report.pdf binding.xml",
            ],
        }.Does(parsed =>
        {
            if (!words.TryRead(parsed, out MarkingRegistry? registry, out string? wrong))
            {
                return surface.Refuse(wrong);
            }

            string chosen = parsed.GetRequiredValue(form);
            byte[] document = File.ReadAllBytes(parsed.GetRequiredValue(file).FullName);
            MarkingKind of = WireOptions.KindOf(parsed.GetValue(kind), MarkingKind.Banner);
            if (chosen != WireOptions.Binding)
            {
                return WireReport.Imported(surface, chosen, Read(chosen, document, of, registry), parsed.GetValue(json));
            }

            if (parsed.GetValue(roster) is not { } pinned || !PartnerCode.TryParse(parsed.GetValue(signer), out PartnerCode code))
            {
                return surface.Misuse("a binding counts by its signature: give --roster and --signer");
            }

            if (!PinnedRoster.TryRead(pinned.FullName, out Roster? known, out string? fault))
            {
                return surface.Refuse(fault);
            }

            if (!known.TryFind(code, out Partner? partner))
            {
                return surface.Refuse($"{code.Value} is no partner of this roster");
            }

            Dictionary<string, byte[]> data = (parsed.GetValue(bind) ?? [])
                .ToDictionary(WireOptions.UriOf, bound => File.ReadAllBytes(bound.FullName), StringComparer.Ordinal);
            WireOutcome<ImmutableList<WireMark>> marks = BindingVerifier.Verify(document, partner, data, registry)
                .Then(information => Bound(information, of, registry));
            return WireReport.Imported(surface, chosen, marks, parsed.GetValue(json));
        });
    }

    private static WireOutcome<ImmutableList<WireMark>> Read(string form, byte[] document, MarkingKind kind, MarkingRegistry registry) => form switch
    {
        WireOptions.Ism => IsmForm.ReadXml(document, kind, registry).Then(mark => Done([new WireMark("originator", "", mark)])),
        WireOptions.Stix => StixForm.Read(document, registry).Then(marks => Done(
            marks.Marks.Select(mark => new WireMark(
                mark.Object.StartsWith("marking-definition", StringComparison.Ordinal) ? "definition" : "object",
                mark.Selector.Length == 0 ? mark.Object : $"{mark.Object}.{mark.Selector}",
                mark.Marking)))),
        _ => LabelXml.Read(document, registry).Then(label => Label(label, "", kind, registry)),
    };

    // Every label of every binding, the originator's first; all errors of all labels.
    private static WireOutcome<ImmutableList<WireMark>> Bound(BindingInformation information, MarkingKind kind, MarkingRegistry registry)
    {
        ImmutableArray<WireError> outside =
        [
            .. information.Bindings.SelectMany(binding => binding.MetadataReferences).Select(reference => new WireError(
                "4778-METADATA-REFERENCE", reference.Uri, "Labels outside the document are not fetched; put them into Metadata.")),
        ];
        List<WireOutcome<ImmutableList<WireMark>>> all =
        [
            .. information.Bindings.SelectMany(binding => binding.Labels.OrderBy(label => label.Role).Select(label => Label(label, binding.Id, kind, registry))),
        ];
        ImmutableArray<WireError> errors = [.. outside, .. all.OfType<WireOutcome<ImmutableList<WireMark>>.Refused>().SelectMany(refused => refused.Errors)];
        return errors.IsEmpty
            ? Done(all.OfType<WireOutcome<ImmutableList<WireMark>>.Done>().SelectMany(done => done.Value))
            : new WireOutcome<ImmutableList<WireMark>>.Refused(errors);
    }

    private static WireOutcome<ImmutableList<WireMark>> Label(ConfidentialityLabel label, string on, MarkingKind kind, MarkingRegistry registry) =>
        LabelMarking.Read(label, kind, registry).Then(mark => Done([new WireMark(Role(label.Role), on, mark)]));

    private static string Role(LabelRole role) => role switch
    {
        LabelRole.Originator => "originator",
        LabelRole.Alternative => "alternative",
        LabelRole.Metadata => "metadata",
    };

    private static WireOutcome<ImmutableList<WireMark>> Done(IEnumerable<WireMark> marks) => new WireOutcome<ImmutableList<WireMark>>.Done([.. marks]);
}
