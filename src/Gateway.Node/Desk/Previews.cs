using System.Collections.Immutable;
using Gateway.Core.Partners;
using Gateway.Core.Releasing;
using Gateway.Core.Sealing;
using Gateway.Node.Assessments;
using Gateway.Node.Callers;
using Gateway.Node.Hosting;
using Gateway.Protocol;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;

namespace Gateway.Node.Desk;

/// <summary>
/// What would be released now. The assessment takes the way of a submission up to the record: cut, committed to and decided by the same
/// code, in memory; nothing of it is kept. Thread-safe.
/// </summary>
internal sealed class Previews(NodeState node, Drafts drafts)
{
    // Twice the content for each recipient, portions and whole, within what clients take in.
    private const int MostBytes = 3 * Limits.Package;

    private readonly ContentCheck _content = new(node);

    public async Task<PreviewResponse> PreviewAsync(PreviewRequest request, LocalCaller caller, CancellationToken cancellation)
    {
        var wrong = ImmutableArray.CreateBuilder<FieldViolation>();
        PartnerCode[] recipients = Recipients(request, wrong);
        RiskAssessment? assessment = request.Assessment;
        SizeClass size = request.SizeClass;
        bool own = true;
        switch (request.WhatCase)
        {
            case PreviewRequest.WhatOneofCase.Draft:
                DraftContent draft = drafts.Read(request.Draft, caller);
                (assessment, size, own) = (draft.Assessment, (SizeClass)draft.Row.SizeClass, draft.Row.Owner == caller.Name);
                break;
            case PreviewRequest.WhatOneofCase.Assessment:
                break;
            case PreviewRequest.WhatOneofCase.None:
                wrong.Add(new FieldViolation("what", "REQUIRED", "Must be an assessment or a draft."));
                break;
        }

        CheckedContent content = _content.Check(assessment, size, wrong);
        if (recipients.Length > 1 && 2L * recipients.Length * (assessment?.CalculateSize() ?? 0) > MostBytes)
        {
            wrong.Add(new FieldViolation("recipients", "RANGE", "The answer would be too large; ask for fewer partners at once."));
        }

        if (wrong.Count > 0)
        {
            throw RichStatus.BadRequest(wrong.ToImmutable());
        }

        var asked = new Core.Sealing.AuditBody(caller.Name, $"preview to={string.Join('+', recipients.Select(code => code.Value))} portions={content.Portions.Length}");
        await node.StateAsync(StatementKind.Audit, asked.Encode(), cancellation);
        return Answer(content, recipients, caller, own);
    }

    private PreviewResponse Answer(CheckedContent content, PartnerCode[] recipients, LocalCaller caller, bool own)
    {
        NodeModel model = node.Model;
        DecisionTime at = node.Decisions.Now();
        using var sealer = new Sealer(RandomSource.System);
        SealedProduct product = sealer.Seal(
            content.Portions,
            new SealTerms(model.Self, RandomSource.System.Bytes(Limits.Hash), at.Now.ToUnixTimeMilliseconds(), content.Mode, content.Schema));

        // Who wrote it may see it; of what somebody else wrote, what clearance shows.
        var sight = new LocalSight(model, caller.Clearance, at);
        HashSet<ushort> visible =
            [.. product.Portions.Where(portion => own || sight.Sees(product.Manifest, content.Schema, portion)).Select(portion => portion.Index)];
        var answers = new PreviewAnswers(model, product, visible.Contains, Fields(content, product));
        var response = new PreviewResponse { Banner = answers.Banner(product.Portions.Where(portion => visible.Contains(portion.Index)))?.ToMessage() };
        response.Recipients.AddRange(recipients.Select(recipient => answers.Of(Preview.Of(product, recipient, model, at))));
        return response;
    }

    private PartnerCode[] Recipients(PreviewRequest request, ImmutableArray<FieldViolation>.Builder wrong)
    {
        HashSet<PartnerCode> known = [.. node.Model.Recipients];
        var asked = new SortedSet<PartnerCode>(request.Recipients.Count == 0 ? known : []);
        for (int i = 0; i < request.Recipients.Count; i++)
        {
            if (PartnerCode.TryParse(request.Recipients[i], out PartnerCode code) && known.Contains(code))
            {
                asked.Add(code);
            }
            else
            {
                wrong.Add(new FieldViolation($"recipients[{i}]", "UNKNOWN", "Must be another partner of the roster."));
            }
        }

        return [.. asked];
    }

    /// <summary>Where each portion stood: of the wordings of a path, ranks ascend as the author's preferences do.</summary>
    private static Dictionary<ushort, string> Fields(CheckedContent content, SealedProduct product)
    {
        ILookup<string, string> fields = content.Portions.Zip(content.Fields)
            .OrderBy(pair => pair.First.Preference)
            .ToLookup(pair => pair.First.Path, pair => pair.Second, StringComparer.Ordinal);
        return product.Portions.GroupBy(portion => portion.Body.Path)
            .SelectMany(path => path.OrderBy(portion => portion.Body.Rank).Zip(fields[path.Key]))
            .ToDictionary(pair => pair.First.Index, pair => pair.Second);
    }
}
