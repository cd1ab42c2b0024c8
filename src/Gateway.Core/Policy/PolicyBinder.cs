using System.Collections.Immutable;
using Gateway.Core.Markings;
using Gateway.Core.Partners;

namespace Gateway.Core.Policy;

/// <summary>Puts the blocks of one file together and gives names their meaning.</summary>
internal sealed class PolicyBinder(PolicySource source, Roster roster, List<PolicyError> errors)
{
    private static readonly ImmutableHashSet<string> Schemas = ["risk-assessment/1", "marking/1"];

    private readonly PolicyWords _words = new(source.Name, roster, errors);

    /// <summary>The file; of use only if no error was noted.</summary>
    public PolicyFile Bind(ImmutableArray<BlockSyntax> blocks)
    {
        PolicySyntax? policy = Single<PolicySyntax>(blocks, "policy");
        SchemaSyntax? schema = Single<SchemaSyntax>(blocks, "schema");
        EffectiveSyntax? effective = Single<EffectiveSyntax>(blocks, "effective");
        PartnerCode? scope = policy is { Scope.IsWritten: true } ? _words.Partner(policy.Scope) : null;
        (DateTimeOffset from, DateTimeOffset review) = effective is null ? default : Period(effective);
        var rules = new RuleBinder(_words, scope, from);
        return new PolicyFile
        {
            Name = policy is null ? "" : _words.NameOf(policy.Id),
            Version = policy is null ? 1 : _words.Version(policy.Version),
            Scope = scope,
            Supersedes = policy is { Superseded.IsWritten: true } ? Superseded(policy) : null,
            Schemas = schema is null ? [] : [.. schema.Names.Select(Schema)],
            Effective = from,
            ReviewBy = review,
            Rules = [.. blocks.OfType<RuleSyntax>().Select(rules.Bind)],
            Examples = [.. blocks.OfType<ExampleSyntax>().Select(Example)],
            Invariants = [.. blocks.OfType<InvariantSyntax>().Select(Invariant)],
            Position = policy is null ? new PolicyPosition(source.Name, 1, 1) : _words.At(policy.Id),
        };
    }

    private T? Single<T>(ImmutableArray<BlockSyntax> blocks, string keyword)
        where T : BlockSyntax
    {
        T[] found = [.. blocks.OfType<T>()];
        if (found.Length != 1)
        {
            errors.Add(new PolicyError(source.Name, 1, 1, "header", $"A policy file has exactly one {keyword} line."));
        }

        return found is [var only, ..] ? only : null;
    }

    private (int Version, string Digest) Superseded(PolicySyntax policy)
    {
        int version = _words.Version(policy.Superseded);
        if (version >= _words.Version(policy.Version))
        {
            _words.Fail(policy.Superseded, "header", "A policy supersedes a lower version.");
        }

        if (!policy.Digest.Text.StartsWith("sha256:", StringComparison.Ordinal) || !PartnerReader.IsLowerHex(policy.Digest.Text.AsSpan(7), 64))
        {
            _words.Fail(policy.Digest, "header", "sha256: and 64 lower-case hex digits are expected here.");
        }

        return (version, policy.Digest.Text);
    }

    private string Schema(Name name)
    {
        if (!Schemas.Contains(name.Text) && !name.Text.StartsWith("roster/", StringComparison.Ordinal))
        {
            _words.Fail(name, "unknown-name", $"No schema is called {name.Text}.");
        }

        return name.Text;
    }

    private (DateTimeOffset From, DateTimeOffset Review) Period(EffectiveSyntax effective)
    {
        DateTimeOffset from = _words.Date(effective.From);
        DateTimeOffset review = _words.Date(effective.ReviewBy);
        if (review <= from)
        {
            _words.Fail(effective.ReviewBy, "header", "A policy is reviewed after it takes effect.");
        }

        return (from, review);
    }

    private PolicyExample Example(ExampleSyntax syntax) => new()
    {
        Title = syntax.Title.Text,
        FieldClass = _words.FieldClass(syntax.FieldClass),
        Marking = new Marking
        {
            Policy = syntax.Marking.Policy.Text ?? "US",
            Text = syntax.Marking.Text.Text,
            ReleasableTo = [.. syntax.Marking.ReleasableTo.Select(n => n.Text)],
            OriginatorList = [.. syntax.Marking.OriginatorList.Select(n => n.Text)],
            Community = syntax.Marking.Community.Text ?? "",
            NotBeforeMs = syntax.Marking.NotBefore.IsWritten ? _words.Date(syntax.Marking.NotBefore).ToUnixTimeMilliseconds() : 0,
        },
        Regions = _words.Set(syntax.Regions, _words.Region),
        Topics = _words.Set(syntax.Topics, _words.Topic),
        From = syntax.From.IsWritten ? _words.Partner(syntax.From) : null,
        Granted = syntax.Granted,
        To = _words.Partner(syntax.To),
        At = _words.Date(syntax.At),
        Expected = syntax.Expected.Value,
        By = _words.Set(syntax.By, name => name.Text),
        Position = _words.At(syntax.Title),
    };

    private PolicyInvariant Invariant(InvariantSyntax syntax)
    {
        if (syntax.Bound.Value == Outcome.Release)
        {
            _words.Fail(syntax.Bound.At, "invariant-bounds-nothing", "An invariant at release forbids nothing.");
        }

        return new PolicyInvariant(
            syntax.Title.Text,
            _words.Set(syntax.Classes, _words.FieldClass),
            _words.Set(syntax.Partners, name => _words.Partner(name)),
            syntax.Bound.Value,
            _words.At(syntax.Title));
    }
}
