using System.Collections.Immutable;
using Gateway.Core.Assessments.Comparing;
using Gateway.Core.Partners;
using Gateway.Protocol;
using Gateway.Protocol.Errors;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using CoreMode = Gateway.Core.Sealing.Mode;

namespace Gateway.Node.Comparing;

/// <summary>Reads requests; names every fault of one at once.</summary>
internal static class ComparisonRequests
{
    private const int MostNamed = 300;
    private const int LongestId = 64;
    private const uint MostEditions = 64;
    private const uint DefaultEditions = 8;
    private const uint MostPlaces = 1000;

    public static (CoreMode Mode, ComparisonQuery Query) Read(CompareRequest? request, string prefix = "")
    {
        request ??= new CompareRequest();
        var wrong = ImmutableArray.CreateBuilder<FieldViolation>();
        if (!request.Mode.TryToCore(out CoreMode mode))
        {
            Add("mode", "REQUIRED", "Must be ACTUAL, EXERCISE or TEST: they are never mixed.");
        }

        Each(request.Iso3, "iso3", code => code.Length == 3 && code.All(char.IsAsciiLetterUpper), "Must be an ISO 3166-1 alpha-3 code.");
        Each(request.GroupId, "group_id", IsId, "Must have 1 to 64 characters.");
        Each(request.Partner, "partner", code => PartnerCode.TryParse(code, out _), "Must be a partner code.");
        if (request.DefinitionId.Length > LongestId)
        {
            Add("definition_id", "LENGTH", "Must have at most 64 characters.");
        }

        if (request.Editions > MostEditions)
        {
            Add("editions", "RANGE", $"Must be at most {MostEditions}.");
        }

        if (request.Top > MostPlaces)
        {
            Add("top", "RANGE", $"Must be at most {MostPlaces}.");
        }

        return wrong.Count > 0
            ? throw RichStatus.BadRequest(wrong.ToImmutable())
            : (mode, new ComparisonQuery
            {
                Countries = [.. request.Iso3],
                Groups = [.. request.GroupId],
                Definition = request.DefinitionId,
                HorizonMonths = request.HorizonMonths,
                Partners = [.. request.Partner.Select(PartnerCode.Of)],
                Editions = (int)(request.Editions == 0 ? DefaultEditions : request.Editions),
                Top = request.Top,
            });

        void Add(string field, string rule, string message) => wrong.Add(new FieldViolation(prefix + field, rule, message));

        void Each(IReadOnlyList<string> values, string field, Func<string, bool> fits, string message)
        {
            if (values.Count > MostNamed)
            {
                Add(field, "TOO_MANY", $"At most {MostNamed}.");
                return;
            }

            for (int i = 0; i < values.Count; i++)
            {
                if (!fits(values[i]))
                {
                    Add($"{field}[{i}]", "SHAPE", message);
                }
            }
        }
    }

    private static bool IsId(string text) => text.Length is > 0 and <= LongestId;
}
