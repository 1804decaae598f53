using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Contracts.Commands;
using Pipeline.TestKit.Sse;

namespace Pipeline.Ingress.Tests.LocalAnswers;

/// <summary>No real coding request is ever swallowed, whatever is written in it.</summary>
public sealed class RealWorkProperties
{
    private static readonly string[] Marks =
    [
        "quota", "test", "Hi", ".", "<session>\nfix it\n</session>", "\n<policy_spec>\nx\n</policy_spec>\n\nCommand: ls", "Command: cat a\nOutput: b\n<filepaths></filepaths>",
        "Analyze if this message indicates a new conversation topic. Extract a title, isNewTopic", LocalRequests.SuggestionMark, LocalRequests.SuggestionText, "<system-reminder>x</system-reminder>", "{",
    ];

    private static readonly Gen<string> Words = Gen.OneOf(
        Gen.Elements(Marks),
        Gen.Elements("fix the login", "why?", "run the tests", "日本語", "\"quoted\" \\ back", "a\nb"));

    private static readonly Gen<string> Texts = Words.NonEmptyListOf().Select(words => string.Join(' ', words));

    // The only one that rides on a conversation is recognised by its last message: any other text of a person's.
    private static readonly Gen<string> PersonsTexts = Gen.OneOf(
        Gen.Elements(Marks).Where(mark => !mark.StartsWith("[SUGGESTION", StringComparison.Ordinal)),
        Texts.Select(text => $"please: {text}"),
        Texts.Select(text => $"{LocalRequests.SuggestionMark} {text}"));

    private static readonly Gen<JsonNode> Earlier = Texts.SelectMany(text => Gen.Elements("user", "assistant", "system").Select(role => (JsonNode)Message(role, text)));

    [Fact]
    public void A_request_with_tools_goes_to_a_model() => ForAll(
        from earlier in Earlier.ListOf()
        from text in PersonsTexts
        from system in Texts
        from maxTokens in Gen.Elements(1, 2, 64_000)
        select Request([.. earlier, Message("user", text)], system, maxTokens, isWithTools: true));

    [Fact]
    public void A_request_of_several_turns_goes_to_a_model() => ForAll(
        from earlier in Earlier.NonEmptyListOf()
        from text in PersonsTexts
        from system in Texts
        from maxTokens in Gen.Elements(1, 2, 64_000)
        select Request([.. earlier, Message("user", text)], system, maxTokens, isWithTools: false));

    [Fact]
    public void A_persons_first_message_goes_to_a_model_whatever_it_mentions() => ForAll(
        from text in Texts
        select Request([Message("user", $"please: {text}")], "You are Claude Code, Anthropic's official CLI for Claude.", 64_000, isWithTools: false));

    [Fact]
    public void A_tools_result_may_hold_every_mark() => ForAll(
        from text in Texts
        select Request([Message("user", "go"), Message("assistant", "ok"), Result(text)], text, 64_000, isWithTools: true));

    private static void ForAll(Gen<JsonObject> requests) => Prop
        .ForAll(requests.Select(RequestClassifierTests.Json).ToArbitrary(), body => RequestClassifierTests.Classify(body) == LocalAnswerKind.None)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static JsonObject Request(IEnumerable<JsonNode> messages, string system, int maxTokens, bool isWithTools)
    {
        var body = isWithTools ? AnthropicRequests.WithTools("Bash") : AnthropicRequests.Hello();
        body["messages"] = new JsonArray([.. messages.Select(message => message.DeepClone())]);
        body["system"] = system;
        body["max_tokens"] = maxTokens;
        body["output_config"] = LocalRequests.Title("x")["output_config"]!.DeepClone();
        return body;
    }

    private static JsonObject Message(string role, string text) => new JsonObject { ["role"] = role, ["content"] = text };

    private static JsonObject Result(string text) => new JsonObject
    {
        ["role"] = "user",
        ["content"] = new JsonArray(new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = "t", ["content"] = text }),
    };
}
