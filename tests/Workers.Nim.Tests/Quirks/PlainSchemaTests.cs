using System.Text;
using System.Text.Json.Nodes;
using Pipeline.Contracts.Providers;
using Pipeline.Workers.Nim.Quirks.Shaping;
using static Pipeline.Workers.Nim.Tests.Requests.Translated;

namespace Pipeline.Workers.Nim.Tests.Quirks;

public class PlainSchemaTests
{
    [Theory]
    [InlineData("""{"type":"string","format":"uri","pattern":"\\p{L}(?=x)","minLength":1,"maxLength":65536,"default":"a","title":"T"}""", """{"type":"string"}""")]
    [InlineData("""{"type":"integer","minimum":0,"exclusiveMaximum":9,"multipleOf":3,"description":"n"}""", """{"type":"integer","description":"n"}""")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"object","additionalProperties":{"type":"string"}},"propertyNames":{"pattern":"^a"}}""", """{"type":"object"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a","ghost"],"additionalProperties":false}""", """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""")]
    [InlineData("""{"type":"array"}""", """{"type":"array","items":{}}""")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"string"},{"type":"number"}],"minItems":2}""", """{"type":"array","items":{"anyOf":[{"type":"string"},{"type":"number"}]}}""")]
    [InlineData("""{"type":"array","items":[{"const":"a"},{"const":"b"}]}""", """{"type":"array","items":{"type":"string","enum":["a","b"]}}""")]
    [InlineData("""{"const":"on"}""", """{"type":"string","enum":["on"]}""")]
    [InlineData("""{"type":"string","enum":["a","b",null]}""", """{"type":"string","enum":["a","b"]}""")]
    [InlineData("""{"type":["string","null"]}""", """{"type":"string"}""")]
    [InlineData("""{"type":["string","array"],"items":{"type":"string"},"description":"d"}""", """{"description":"d","anyOf":[{"type":"string"},{"type":"array","items":{"type":"string"}}]}""")]
    [InlineData("""{"anyOf":[{"type":"string","format":"date"},{"type":"null"}],"description":"d"}""", """{"type":"string","description":"d"}""")]
    [InlineData("""{"oneOf":[{"type":"string"},{"type":"number"}]}""", """{"anyOf":[{"type":"string"},{"type":"number"}]}""")]
    [InlineData("""{"oneOf":[{"const":"a","description":"first"},{"const":"b"}],"type":"string"}""", """{"type":"string","description":"first","enum":["a","b"]}""")]
    [InlineData("""{"allOf":[{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]},{"properties":{"b":{"type":"number"}}}]}""", """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"number"}},"required":["a"]}""")]
    [InlineData("""{"not":{"type":"string"},"if":{},"then":{},"else":{}}""", "{}")]
    [InlineData("true", "{}")]
    public void A_schema_keeps_what_is_plain_and_loses_the_rest(string schema, string expected) => AssertJson(expected, Property(schema));

    [Theory]
    [InlineData("anyOf")]
    [InlineData("oneOf")]
    public void Alternatives_at_the_root_become_one_object_that_requires_what_all_require(string keyword) => AssertJson(
        """
        {"type":"object","description":"One of the two.",
         "properties":{"id":{"type":"string"},"kind":{"type":"string","enum":["file","url"]},"path":{"type":"string"},"size":{"anyOf":[{"type":"number"},{"type":"string"}]}},
         "required":["id","kind"]}
        """,
        Parameters($$$"""
            {"type":"object","description":"One of the two.","properties":{"id":{"type":"string"}},"required":["id"],"{{{keyword}}}":[
              {"type":"object","properties":{"kind":{"const":"file"},"path":{"type":"string"},"size":{"type":"number"}},"required":["kind","path"]},
              {"properties":{"kind":{"const":"url"},"size":{"type":"string"}},"required":["kind"]}]}
            """));

    [Fact]
    public void Alternatives_that_only_require_leave_the_properties_as_they_are() => AssertJson(
        """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}""",
        Parameters("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"anyOf":[{"required":["a"]},{"required":["b"]}]}"""));

    [Theory]
    [InlineData("""{"type":"string"}""")]
    [InlineData("""{"description":"none"}""")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"object"}]}""")]
    [InlineData("""{"$ref":"https://example.com/schema.json"}""")]
    public void Parameters_are_always_an_object(string schema)
    {
        var parameters = Parameters(schema);

        Assert.Equal("object", (string)parameters["type"]!);
        AssertJson("{}", parameters["properties"]);
    }

    [Fact]
    public void References_are_replaced_by_what_they_name() => AssertJson(
        """
        {"type":"object","properties":{"here":{"type":"object","description":"Where.","properties":{"x":{"type":"number"}}},
          "there":{"type":"object","properties":{"x":{"type":"number"}}},"name":{"type":"string"}}}
        """,
        Parameters("""
            {"type":"object","$id":"s","$defs":{"a/b":{"type":"object","properties":{"x":{"type":"number","minimum":0}}}},
             "definitions":{"Name":{"type":"string"}},
             "properties":{"here":{"$ref":"#/$defs/a~1b","description":"Where."},"there":{"$ref":"#/$defs/a~1b"},"name":{"$ref":"#/definitions/Name"}}}
            """));

    [Fact]
    public void A_schema_that_contains_itself_ends()
    {
        var tree = Parameters("""{"type":"object","properties":{"child":{"$ref":"#"},"name":{"type":"string"}}}""");

        var depth = 0;
        for (var node = tree; node?["properties"]?["child"] is { } child; node = child) depth++;
        Assert.InRange(depth, 3, 20);
    }

    [Fact]
    public void A_schema_that_multiplies_itself_stays_small()
    {
        var levels = string.Join(',', Enumerable.Range(0, 20).Select(level => $$"""
            "d{{level}}":{"properties":{"a":{"$ref":"#/$defs/d{{level + 1}}"},"b":{"$ref":"#/$defs/d{{level + 1}}"},"c":{"$ref":"#"} } }
            """));

        Assert.InRange(Parameters($$"""{"$ref":"#/$defs/d0","$defs":{ {{levels}} } }""").ToJsonString().Length, 1_000, 200_000);
    }

    [Fact]
    public void A_plain_schema_keeps_its_own_bytes_and_its_request_its_identity()
    {
        var chat = Shaped.Chat("""
            {"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"A","input_schema":
              {"$schema":"s","properties":{"b":{"description":"\u0041", "type":"string"}},"type":"object"}}]}
            """);

        Assert.Same(chat, QuirkRepairs.Apply(chat, new HashSet<Quirk> { Quirk.PlainSchemas }));
    }

    [Fact]
    public void The_same_schema_becomes_the_same_bytes_and_text_stays_utf8()
    {
        byte[] Send() => QuirkRepairs.Apply(Shaped.Chat(Tool("""{"type":"object","properties":{"ä":{"type":"string","format":"uri","description":"grün <b>"}}}""")), new HashSet<Quirk> { Quirk.PlainSchemas }).ToUtf8();

        Assert.Equal(Send(), Send());
        Assert.Contains("""{"ä":{"type":"string","description":"grün <b>"}}""", Encoding.UTF8.GetString(Send()), StringComparison.Ordinal);
    }

    private static JsonNode Property(string schema) =>
        Parameters($$$"""{"type":"object","properties":{"p":{{{schema}}}}}""")["properties"]!["p"]!;

    private static JsonNode Parameters(string schema) =>
        Shaped.Request(Tool(schema), Quirk.PlainSchemas)["tools"]![0]!["function"]!["parameters"]!;

    private static string Tool(string schema) =>
        $$"""{"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"A","input_schema":{{schema}}}]}""";
}
