using System.Collections;
using System.Collections.Immutable;
using Gateway.Core.Sealing;
using Gateway.Protocol.Products;
using Gateway.Protocol.Tests.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Forms = Gateway.Protocol.FieldForms.FieldFormConversion;
using Portion = Gateway.Protocol.V1.Portion;

namespace Gateway.Protocol.Tests.Assessments;

/// <summary>The sample with every field of an assessment, and the one of a field form.</summary>
public class FullAssessmentTests
{
    [Fact]
    public void The_sample_fills_every_field_that_the_contract_has()
    {
        HashSet<string> filled = [];
        Fill(Read(), filled);
        string[] all = [.. Reachable(RiskAssessment.Descriptor, []).SelectMany(type => type.Fields.InDeclarationOrder()).Select(field => field.FullName)];

        // An assessment is either joint or written by one partner: this one is not joint.
        Assert.Equal(["gateway.v1.Header.joint_partners", "gateway.v1.Header.joint_quorum"], all.Except(filled));
    }

    [Fact]
    public void A_node_takes_it_in_the_usual_size_class()
    {
        Assert.True(Schemas.TryGet(SizeClass._128, out ProductSchema? schema));
        FlattenOutcome outcome = Flattener.Flatten(Read(), schema, RandomSource.System);
        Assert.True(outcome is FlattenOutcome.Flattened, outcome is FlattenOutcome.Refused refused ? string.Join('\n', refused.Violations) : "");
    }

    [Fact]
    public void Opened_in_full_it_reads_as_it_was_written()
    {
        RiskAssessment written = Labelled(Read());
        var opened = (RiskAssessment)Reassembler.Reassemble(FakeSeal.Seal(FakeSeal.Flatten(written)), FakeSeal.Schema);
        Assert.Equal(Labels.Expected(written), Labels.Relabelled(opened));
    }

    [Fact]
    public void What_an_actor_has_at_hand_can_be_withheld_by_itself()
    {
        ImmutableArray<Core.Sealing.Portion> portions = FakeSeal.Seal(FakeSeal.Flatten(Read()));
        var opened = (RiskAssessment)Reassembler.Reassemble(portions.Where(portion => !portion.Body.Path.Contains("capabilities", StringComparison.Ordinal)), FakeSeal.Schema);
        Assert.Empty(Assert.Single(opened.Actors).Capabilities);
    }

    [Fact]
    public void The_sample_form_is_taken_and_comes_back()
    {
        var form = JsonParser.Default.Parse<FieldForm>(File.ReadAllText(Sample("field-form.json")));
        Assert.Empty(Forms.Check(form, FakeSeal.Schema, RandomSource.System));
        Assert.True(Forms.TryRead(Forms.ToAssessment(form), out FieldForm? read, out _));
        Assert.Equal(form, read);
    }

    private static RiskAssessment Read() => JsonParser.Default.Parse<RiskAssessment>(File.ReadAllText(Sample("every-field.json")));

    // Labels that survive sealing, as the generator of assessments gives them.
    private static RiskAssessment Labelled(RiskAssessment assessment)
    {
        int next = 0;
        foreach (Portion header in Labels.All(assessment).Select(Labels.Header))
        {
            header.Topic.Add(AnyAssessment.LabelTopic + (header.Id.Length > 0 ? header.Id : $"s{next++}"));
        }

        return assessment;
    }

    private static void Fill(IMessage message, HashSet<string> filled)
    {
        foreach (FieldDescriptor field in message.Descriptor.Fields.InDeclarationOrder())
        {
            object? value = field.Accessor.GetValue(message);
            bool present = value switch
            {
                IList list => list.Count > 0,
                null => false,
                string text => text.Length > 0,
                ByteString bytes => !bytes.IsEmpty,
                _ => field.HasPresence ? field.Accessor.HasValue(message) : !value.Equals(Activator.CreateInstance(value.GetType())),
            };
            if (present)
            {
                filled.Add(field.FullName);
            }

            IEnumerable inner = value is IList values ? values : new[] { value };
            foreach (IMessage one in inner.OfType<IMessage>())
            {
                Fill(one, filled);
            }
        }
    }

    // Headers aside: they are the same in every product.
    private static HashSet<MessageDescriptor> Reachable(MessageDescriptor message, HashSet<MessageDescriptor> seen)
    {
        if (message != Portion.Descriptor && seen.Add(message))
        {
            foreach (FieldDescriptor field in message.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message))
            {
                Reachable(field.MessageType, seen);
            }
        }

        return seen;
    }

    private static string Sample(string file)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository."), "samples", "assessments", file);
    }
}
