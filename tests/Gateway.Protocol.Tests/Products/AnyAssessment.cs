using System.Collections;
using CsCheck;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Gateway.Protocol.Tests.Products;

/// <summary>
/// Generates valid assessments that use every field. Each portion names its label in a topic ("label-j1"), which survives
/// sealing, so that labels can be found again behind random ids.
/// </summary>
internal sealed class AnyAssessment(Random random)
{
    public const string LabelTopic = "label-";

    private static readonly string[] Words = ["", "a", "Ménaka", "violence against civilians", "サヘル", "x/y", new('w', 200)];

    // What stands in names may not stand in them.
    private static readonly string[] Texts = [.. Words, "a\nb"];

    private readonly List<string> _labels = [];
    private int _next;

    public static Gen<RiskAssessment> Gen => CsCheck.Gen.Int.Select(seed => new AnyAssessment(new Random(seed)).Next());

    public RiskAssessment Next(int most = 3)
    {
        var assessment = new RiskAssessment();
        foreach (PortionField field in Schemas.PlanOf(RiskAssessment.Descriptor).Children)
        {
            bool required = field.Name is "header" or "subject";
            Portions(assessment, field, required ? random.Next(1, 3) : random.Next(0, most + 1), nested: false);
        }

        Scenarios(assessment);
        foreach (IMessage portion in Labels.All(assessment))
        {
            foreach (FieldDescriptor field in Labels.Plan(portion).References)
            {
                var list = (IList)field.Accessor.GetValue(portion);
                for (int i = random.Next(0, 3); i > 0 && _labels.Count > 0; i--)
                {
                    list.Add(_labels[random.Next(_labels.Count)]);
                }
            }
        }

        return assessment;
    }

    // Where there are any: at least two, and one of each kind that is demanded.
    private void Scenarios(RiskAssessment assessment)
    {
        if (assessment.Scenarios.Count == 0)
        {
            return;
        }

        ScenarioKind[] kinds = [ScenarioKind.MostLikely, ScenarioKind.MostDangerous, ScenarioKind.Counterfactual];
        PortionField field = Schemas.PlanOf(RiskAssessment.Descriptor).Child("scenarios")!;
        foreach (ScenarioKind kind in kinds)
        {
            string label = $"p{_next++}";
            assessment.Scenarios.Add(new Scenario { Portion = Header(label, field), Kind = kind });
            _labels.Add(label);
        }
    }

    private void Portions(IMessage parent, PortionField field, int count, bool nested)
    {
        var list = (IList)field.Field.Accessor.GetValue(parent);
        string label = "";
        for (int i = 0; i < count; i++)
        {
            bool variant = i > 0 && !field.MustAccompany && (field.Single || random.Next(3) == 0);
            label = variant ? label : $"p{_next++}";
            IMessage portion = Message(field.Field.MessageType);
            field.Plan.Header!.Accessor.SetValue(portion, Header(label, field));
            list.Add(portion);
            foreach (PortionField child in field.Plan.Children)
            {
                Portions(portion, child, random.Next(0, child.Single && child.MustAccompany ? 2 : 3), nested: true);
            }

            if (!nested && !field.Single && !_labels.Contains(label))
            {
                _labels.Add(label);
            }
        }
    }

    private Portion Header(string label, PortionField field)
    {
        var header = new Portion
        {
            Id = field.Single ? "" : label,
            Marking = new Marking { Policy = "US", Text = "(S//REL TO USA, FRA)", ReleasableTo = { "USA", "FRA" }, NotBeforeMs = random.Next(2) },
            Topic = { LabelTopic + label, "sahel" },
        };
        if (random.Next(2) == 0)
        {
            header.Region.Add(["NER", "MLI", "NER"]);
        }

        return header;
    }

    private IMessage Message(MessageDescriptor type)
    {
        IMessage message = type.Parser.ParseFrom([]);
        foreach (FieldDescriptor field in type.Fields.InDeclarationOrder().Where(field => !field.IsHeader && !field.IsPortion && !field.IsReference))
        {
            if (field.IsRepeated)
            {
                var list = (IList)field.Accessor.GetValue(message);
                for (int i = random.Next(0, 3); i > 0; i--)
                {
                    list.Add(Value(field));
                }
            }
            else if (random.Next(4) > 0)
            {
                field.Accessor.SetValue(message, Value(field));
            }
        }

        ValidRanges.Mend(message);
        return message;
    }

    private object Value(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String when field.Name is "text" or "description" or "method" => Texts[random.Next(Texts.Length)],
        FieldType.String => Words[random.Next(Words.Length)],
        FieldType.Bytes => ByteString.CopyFrom(1, 2, 3),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.Double => random.Next(3) == 0 ? 0.0 : random.NextDouble(),
        FieldType.UInt32 => (uint)random.Next(0, 5),
        FieldType.Int32 => random.Next(-2, 3),
        FieldType.UInt64 => (ulong)random.NextInt64(0, 1L << random.Next(1, 62)),
        FieldType.Int64 => random.NextInt64(0, 1L << random.Next(1, 42)),
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, random.Next(1, field.EnumType.Values.Count)),
        _ => Message(field.MessageType),
    };
}
