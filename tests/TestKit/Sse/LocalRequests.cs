using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Sse;

/// <summary>
/// Requests of Claude Code that need no model, in the form in which it sends them: probes, titles and suggestions as
/// recorded of 2.1.330, the others as 2.0.76 does.
/// </summary>
public static class LocalRequests
{
    /// <summary>The policy's frame; its examples tell a model what the tests of prefixes tell the code.</summary>
    private const string Policy = "\n<policy_spec>\n# Claude Code Code Bash command prefix detection\n\nExamples:\n- cat foo.txt => cat\n- git push => none\n</policy_spec>\n\n"
        + "The user has allowed certain command prefixes to be run.\nONLY return the prefix. Do not return any other text.\n\nCommand: ";

    private const string FilePathsSystem = "Extract any file paths that this command reads or modifies. Format your response as:\n<is_displaying_contents>\ntrue\n</is_displaying_contents>\n\n"
        + "<filepaths>\npath/to/file1\npath/to/file2\n</filepaths>\n\nDo not include any other text in your response.";

    private const string TopicSystem = "Analyze if this message indicates a new conversation topic. If it does, extract a 2-3 word title that captures the new topic. "
        + "Format your response as a JSON object with two fields: 'isNewTopic' (boolean) and 'title' (string, or null if isNewTopic is false).";

    /// <summary>The first line of suggestion mode.</summary>
    public const string SuggestionMark = "[SUGGESTION MODE: Suggest what the user might naturally type next into Claude Code.]";

    /// <summary>All that the CLI says in suggestion mode.</summary>
    public const string SuggestionText = SuggestionMark
        + "\n\nFIRST: Look at the user's recent messages and original request.\n\nNEVER SUGGEST:\n- Evaluative (\"looks good\")\n\nReply with ONLY the suggestion, no quotes or explanation.";

    /// <summary>Whether there is quota left.</summary>
    public static JsonObject QuotaProbe(bool stream = false) => Probe("quota", stream);

    /// <summary>One token for a word.</summary>
    public static JsonObject Probe(string text, bool stream = false)
    {
        var body = AnthropicRequests.Hello(stream, text);
        body["max_tokens"] = 1;
        return body;
    }

    /// <summary>A session's title.</summary>
    public static JsonObject Title(string words, bool stream = true, string language = "the predominant language of the session")
    {
        var body = AnthropicRequests.Hello(stream);
        body["messages"] = new JsonArray(Blocks("user", Text($"<session>\n{words}\n</session>\n\nWrite the title in {language}.")));
        body["system"] = new JsonArray(
            Text("x-anthropic-billing-header: cc_version=2.1.330.593; cc_entrypoint=cli;"),
            Text("You are naming a coding session so the user can pick it out of a long list of sessions."));
        body["tools"] = new JsonArray();
        body["output_config"] = JsonNode.Parse("""
            {"effort":"medium","format":{"type":"json_schema","schema":{"type":"object","properties":{"title":{"type":"string"}},"required":["title"],"additionalProperties":false}}}
            """);
        return body;
    }

    /// <summary>The older form of it, of which the client writes the first character.</summary>
    public static JsonObject Topic(string words, bool isPrefilled = true, bool stream = true)
    {
        var body = AnthropicRequests.Hello(stream, words);
        body["system"] = new JsonArray(Text(TopicSystem));
        if (isPrefilled) body["messages"]!.AsArray().Add(new JsonObject { ["role"] = "assistant", ["content"] = "{" });
        return body;
    }

    /// <summary>The prefix of a shell command.</summary>
    public static JsonObject CommandPrefix(string command, bool stream = true) => AnthropicRequests.Hello(stream, $"{Policy}{command}\n");

    /// <summary>The files that a shell command has shown.</summary>
    public static JsonObject FilePaths(string command, string output, bool stream = true)
    {
        var body = AnthropicRequests.Hello(stream, $"Command: {command}\nOutput: {output}\n");
        body["system"] = new JsonArray(Text(FilePathsSystem));
        return body;
    }

    /// <summary>A suggestion at the end of a conversation with tools.</summary>
    public static JsonObject Suggestion(string text = SuggestionText)
    {
        var body = AnthropicRequests.Realistic();
        var messages = body["messages"]!.AsArray();
        messages.Add(Blocks("assistant", Text("Done.")));
        messages.Add(AnthropicRequests.User(text));
        return body;
    }

    private static JsonObject Blocks(string role, params JsonNode[] content) => new() { ["role"] = role, ["content"] = new JsonArray(content) };

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };
}
