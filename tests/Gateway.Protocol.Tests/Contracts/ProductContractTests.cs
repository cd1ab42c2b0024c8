using Gateway.Core.Wire;
using Gateway.Protocol.Products;
using Gateway.Protocol.V1;
using Google.Protobuf.Reflection;

namespace Gateway.Protocol.Tests.Contracts;

public class ProductContractTests
{
    private static readonly MessageDescriptor[] Roots = [.. ProductKind.All.Select(kind => kind.Message)];
    private static readonly MessageDescriptor[] Messages = [.. Roots.SelectMany(root => Reachable(root, [])).Distinct()];
    private static readonly FieldDescriptor[] Fields = [.. Messages.SelectMany(message => message.Fields.InDeclarationOrder())];

    private static IEnumerable<MessageDescriptor> Portions => Messages.Where(message => message.FieldClass != FieldClass.Unspecified);

    [Fact]
    public void Every_repeated_field_says_how_it_is_cut() =>
        Assert.DoesNotContain(Fields, field => field.IsRepeated && field.Granularity == Granularity.Unspecified);

    [Fact]
    public void Only_repeated_fields_are_cut_and_only_at_the_top_or_in_portions() =>
        Assert.All(Fields.Where(field => field.IsPortion), field =>
        {
            Assert.True(field.IsRepeated, field.FullName);
            Assert.Contains(field.MessageType, Portions);
            Assert.True(Roots.Contains(field.ContainingType) || Portions.Contains(field.ContainingType), field.FullName);
        });

    [Fact]
    public void Portions_stand_only_in_fields_that_are_cut() =>
        Assert.All(Fields.Where(field => field.FieldType == FieldType.Message && Portions.Contains(field.MessageType)), field => Assert.True(field.IsPortion, field.FullName));

    [Fact]
    public void Everything_at_the_top_is_a_portion() =>
        Assert.All(Roots.SelectMany(root => root.Fields.InDeclarationOrder()), field => Assert.True(field.IsPortion, field.FullName));

    [Fact]
    public void Every_portion_has_its_header_in_field_1() =>
        Assert.All(Portions, message =>
        {
            FieldDescriptor header = Assert.Single(message.Fields.InDeclarationOrder(), field => field.IsHeader);
            Assert.Equal((1, Portion.Descriptor), (header.FieldNumber, header.MessageType));
        });

    [Fact]
    public void Field_numbers_stay_below_64() => Assert.All(Fields, field => Assert.InRange(field.FieldNumber, 1, 63));

    [Fact]
    public void References_are_repeated_text_of_a_portion_with_a_one_byte_key() =>
        Assert.All(Fields.Where(field => field.IsReference), field =>
        {
            Assert.True(field.IsRepeated && field.FieldType == FieldType.String && Portions.Contains(field.ContainingType), field.FullName);
            Assert.InRange(field.FieldNumber, 1, 15);
        });

    [Fact]
    public void Lists_are_ordered_by_at_most_one_time() =>
        Assert.All(Portions, message =>
        {
            FieldDescriptor[] dates = [.. message.Fields.InDeclarationOrder().Where(field => field.IsOrderDate)];
            Assert.InRange(dates.Length, 0, 1);
            Assert.All(dates, date => Assert.Equal((FieldType.Int64, false), (date.FieldType, date.IsRepeated)));
        });

    [Fact]
    public void Times_are_milliseconds_and_nothing_else_is_an_int64() =>
        Assert.All(Fields, field => Assert.Equal(field.FieldType == FieldType.Int64, field.Name.EndsWith("_ms", StringComparison.Ordinal)));

    [Fact]
    public void There_are_no_maps_floats_or_repeated_numbers() =>
        Assert.All(Fields, field =>
        {
            Assert.False(field.IsMap || field.FieldType == FieldType.Float, field.FullName);
            Assert.True(!field.IsRepeated || field.FieldType is FieldType.String or FieldType.Message, field.FullName);
        });

    [Fact]
    public void Must_accompany_stands_only_inside_portions() =>
        Assert.All(Fields.Where(field => field.MustAccompany), field => Assert.DoesNotContain(field.ContainingType, Roots));

    [Fact]
    public void Every_kind_has_a_header_with_title_and_mode_in_field_1() =>
        Assert.All(ProductKind.All, kind =>
        {
            FieldDescriptor header = kind.Message.FindFieldByNumber(1);
            Assert.Equal(("header", true), (header.Name, header.IsSingle));
            Assert.IsType<IProductHeader>(header.MessageType.Parser.ParseFrom([]), exactMatch: false);
            Assert.Null(Assert.IsType<IProductContent>(kind.Message.Parser.ParseFrom([]), exactMatch: false).FirstHeader);
        });

    [Fact]
    public void Every_kind_can_be_submitted_and_shared() =>
        Assert.All(ProductKind.All, kind =>
        {
            var content = (IProductContent)kind.Message.Parser.ParseFrom([]);
            var request = new SubmitRequest();
            request.SetContent(content);
            Assert.Same(content, request.Content());
            Assert.Equal(SubmitRequest.Descriptor.Oneofs[0].Accessor.GetCaseFieldDescriptor(request).Name, request.ContentName());
            var shared = new SharedProduct();
            shared.SetContent(content);
            Assert.Same(content, shared.Content());
        });

    [Fact]
    public void Warnings_take_the_lane_that_goes_ahead() =>
        Assert.All(Schemas.All, schema => Assert.Equal(
            schema.Name.StartsWith("gateway.v1.Warning/", StringComparison.Ordinal) ? Core.Sealing.Lane.Warnings : Core.Sealing.Lane.Products, schema.Lane));

    [Fact]
    public void Schemas_come_in_the_sizes_of_their_kind_and_are_found_by_name_and_size_class()
    {
        Assert.Equal([32, 128, 256, 512, 32, 128, 128, 512, 32, 32, 128, 32], Schemas.All.Select(schema => schema.Commitments));
        Assert.True(Schemas.TryGet("gateway.v1.RiskAssessment/128", out var byName));
        Assert.True(Schemas.TryGet(SizeClass._128, out var bySize));
        Assert.Same(byName, bySize);
        Assert.False(Schemas.TryGet("gateway.v1.RiskAssessment/64", out _));
        Assert.False(Schemas.TryGet(SizeClass.Unspecified, out _));
    }

    [Fact]
    public void The_schema_has_a_place_for_every_portion_and_no_header_in_its_shapes()
    {
        var types = Schemas.All[0].Types.ToDictionary(type => type.Pattern);
        Assert.Equal(
            Reachable(RiskAssessment.Descriptor, []).Where(message => message.FieldClass != FieldClass.Unspecified).Select(message => message.FullName).Order(),
            types.Values.Select(type => type.Type).Order());
        Assert.Equal("gateway.v1.Confidence", types["judgements/*/confidence"].Type);
        Assert.Equal("gateway.v1.Caveat", types["judgements/*/caveats/*"].Type);
        Assert.Equal("gateway.v1.Place", types["subject/place"].Type);
        Assert.Equal(Core.Assessments.FieldClass.SourcesAndMethods, types["sources/*"].FieldClass);
        Assert.All(types.Values, type => Assert.DoesNotContain(1, type.Shape.Fields.Keys));
        MessageShape judgement = types["judgements/*"].Shape;
        Assert.DoesNotContain(judgement.Fields.Values, field => field.Name is "confidence" or "caveats");
    }

    private static HashSet<MessageDescriptor> Reachable(MessageDescriptor message, HashSet<MessageDescriptor> seen)
    {
        if (seen.Add(message))
        {
            foreach (FieldDescriptor field in message.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message))
            {
                Reachable(field.MessageType, seen);
            }
        }

        return seen;
    }
}
