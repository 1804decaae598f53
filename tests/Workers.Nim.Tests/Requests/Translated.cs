using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Translation;
using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Workers.Nim.Tests.Requests;

/// <summary>Translates Anthropic JSON and gives back what an upstream would receive.</summary>
internal static class Translated
{
    public static TranslatedRequest Whole(string json) =>
        RequestTranslator.Translate(Encoding.UTF8.GetBytes(json), "upstream-model", "claude-model");

    public static JsonNode Request(string json) => JsonOf(Whole(json).Chat);

    public static JsonNode JsonOf(ChatRequest chat) => JsonNode.Parse(chat.ToUtf8())!;

    /// <summary>A request of one user message plus the given members, e.g. <c>"top_k": 5</c>.</summary>
    public static JsonNode With(string members) => Request(Asking(members));

    public static AnswerContext AnswerWith(string members) => Whole(Asking(members)).Answer;

    public static JsonNode Messages(string messages) => Request($$"""{"messages":{{messages}}}""")["messages"]!;

    public static string ErrorOf(string json) => Assert.Throws<InvalidRequestException>(() => Whole(json)).Message;

    public static void AssertJson(string expected, JsonNode? actual)
    {
        var wanted = JsonNode.Parse(expected);
        if (!JsonNode.DeepEquals(wanted, actual)) Assert.Equal(Indented(wanted), Indented(actual));
    }

    private static string Asking(string members) =>
        $$"""{"messages":[{"role":"user","content":"hi"}],{{members}}}""";

    private static string Indented(JsonNode? node) =>
        node?.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) ?? "null";
}
