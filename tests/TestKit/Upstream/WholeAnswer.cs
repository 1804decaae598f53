using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Upstream;

/// <summary>Gathers a scripted completion into the one JSON body that a request without a stream gets.</summary>
internal sealed class WholeAnswer(RecordedRequest request)
{
    private readonly JsonObject _message = new() { ["role"] = "assistant", ["content"] = null };

    public string? FinishReason { private get; set; }

    public JsonObject? Usage { private get; set; }

    public void AddText(string text) => Append("content", text);

    public void AddReasoning(string field, string text) => Append(field, text);

    public void AddToolCall(int index, string name, string arguments, string? id)
    {
        if (_message["tool_calls"] is not JsonArray calls) _message["tool_calls"] = calls = [];
        calls.Add(new JsonObject
        {
            ["id"] = id ?? new ChunkFactory(request).ToolCallId(index),
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments },
        });
    }

    public byte[] ToUtf8() => OpenAiJson.ToUtf8(new JsonObject
    {
        ["id"] = $"chatcmpl-{request.Order}",
        ["object"] = "chat.completion",
        ["created"] = OpenAiJson.Created,
        ["model"] = request.Model,
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["message"] = _message,
            ["logprobs"] = null,
            ["finish_reason"] = FinishReason,
        }),
        ["usage"] = Usage,
    });

    private void Append(string field, string text) =>
        _message[field] = (_message[field]?.GetValue<string>() ?? "") + text;
}
