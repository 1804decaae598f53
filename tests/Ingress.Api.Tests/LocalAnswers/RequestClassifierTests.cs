using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Contracts.Commands;
using Pipeline.Ingress.LocalAnswers;
using Pipeline.Ingress.Messages;
using Pipeline.TestKit.Sse;

namespace Pipeline.Ingress.Tests.LocalAnswers;

public sealed class RequestClassifierTests
{
    public static TheoryData<string, LocalAnswerKind> Recorded => new()
    {
        { Json(LocalRequests.QuotaProbe()), LocalAnswerKind.QuotaProbe },
        { Json(LocalRequests.QuotaProbe(stream: true)), LocalAnswerKind.QuotaProbe },
        { Json(LocalRequests.Probe("test")), LocalAnswerKind.ModelProbe },
        { Json(LocalRequests.Probe(".")), LocalAnswerKind.ModelProbe },
        { """{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"text","text":"Hi","cache_control":{"type":"ephemeral"}}]}]}""", LocalAnswerKind.ModelProbe },
        { Json(LocalRequests.Title("fix the bug")), LocalAnswerKind.Title },
        { Json(LocalRequests.Topic("fix the bug")), LocalAnswerKind.Topic },
        { Json(LocalRequests.Topic("fix the bug", isPrefilled: false)), LocalAnswerKind.Topic },
        { Json(LocalRequests.CommandPrefix("git status")), LocalAnswerKind.CommandPrefix },
        { Json(LocalRequests.FilePaths("cat a", "hello")), LocalAnswerKind.FilePaths },
        { Json(LocalRequests.Suggestion()), LocalAnswerKind.Suggestion },
        { Json(LocalRequests.Suggestion(LocalRequests.SuggestionMark)), LocalAnswerKind.Suggestion },
    };

    [Theory]
    [MemberData(nameof(Recorded))]
    public void What_the_CLI_sends_is_recognised(string body, LocalAnswerKind kind) => Assert.Equal(kind, Classify(body));

    [Theory]
    [MemberData(nameof(Recorded))]
    public void So_it_is_however_a_client_escapes_and_orders_its_JSON(string body, LocalAnswerKind kind)
    {
        var backwards = JsonNode.Parse(body)!.AsObject().Reverse().Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()));

        Assert.Equal(kind, Classify(new JsonObject(backwards).ToJsonString(new JsonSerializerOptions { WriteIndented = true })));
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_reminder_of_the_CLIs_in_a_block_of_its_own_does_not_count(string body, LocalAnswerKind kind)
    {
        var request = JsonNode.Parse(body)!;
        var message = request["messages"]!.AsArray().Last(message => (string?)message!["role"] == "user")!;
        if (message["content"] is not JsonArray blocks)
            message["content"] = blocks = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = (string?)message["content"] });
        blocks.Insert(0, new JsonObject { ["type"] = "text", ["text"] = "<system-reminder>x</system-reminder>" });

        Assert.Equal(kind, Classify(request.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
    }

    [Theory]
    [InlineData("quota")]
    [InlineData("test")]
    [InlineData("Hi")]
    public void A_word_alone_is_no_probe(string text) => Assert.Equal(LocalAnswerKind.None, Classify(Json(AnthropicRequests.Hello(text: text))));

    [Theory]
    [InlineData("quotas")]
    [InlineData("What is my quota?")]
    [InlineData("hi there")]
    [InlineData("")]
    public void One_token_for_other_words_is_no_probe(string text) => Assert.Equal(LocalAnswerKind.None, Classify(Json(LocalRequests.Probe(text))));

    [Theory]
    [InlineData("What does <policy_spec> mean in this log?\n\nCommand: ls")]
    [InlineData("<session> is a tag that I do not know")]
    [InlineData("Command: ls\nOutput: a.txt\nWhy is there one file only?")]
    [InlineData("Why do I see [SUGGESTION MODE: Suggest what the user might type] here?")]
    [InlineData("[SUGGESTION MODE: what is this?")]
    [InlineData("[SUGGESTION MODE: Suggest what the user might naturally type next into Claude Code.] is in my log, why?")]
    [InlineData("[SUGGESTION MODE: Suggest what the user might naturally type next into Claude Code.]\nThis was in my log. Why?")]
    [InlineData("Analyze if this message indicates a new conversation topic and give it a title")]
    [InlineData("[SUGGESTION MODE:]]")]
    [InlineData("[")]
    public void A_person_who_mentions_a_mark_talks_to_the_model(string text) => Assert.Equal(LocalAnswerKind.None, Classify(Json(AnthropicRequests.Hello(text: text))));

    [Theory]
    [InlineData("""{"type":"object","properties":{"title":{"type":"string"},"branch":{"type":"string"}}}""")]
    [InlineData("""{"type":"object","properties":{"name":{"type":"string"}}}""")]
    [InlineData("""{"type":"object","properties":{}}""")]
    [InlineData("""{"type":"object"}""")]
    [InlineData("true")]
    public void Another_schema_is_no_title(string schema)
    {
        var body = LocalRequests.Title("fix the bug");
        body["output_config"]!["format"]!["schema"] = JsonNode.Parse(schema);

        Assert.Equal(LocalAnswerKind.None, Classify(Json(body)));
    }

    [Fact]
    public void A_schema_with_a_title_alone_is_no_title_of_a_session()
    {
        var body = LocalRequests.Title("x");
        body["messages"] = new JsonArray(AnthropicRequests.User("Find a title for my article on bees."));

        Assert.Equal(LocalAnswerKind.None, Classify(Json(body)));
    }

    internal static LocalAnswerKind Classify(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return RequestClassifier.Classify(bytes, RequestReader.Read(bytes));
    }

    internal static string Json(JsonNode body) => Encoding.UTF8.GetString(AnthropicRequests.ToUtf8(body));
}
