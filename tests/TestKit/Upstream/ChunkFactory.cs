using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Upstream;

/// <summary>Makes the chunks of one streamed answer.</summary>
internal sealed class ChunkFactory(RecordedRequest request)
{
    public bool UsageWanted => request.WantsUsage;

    /// <summary>Ids differ from request to request, as a client that sends them back relies on.</summary>
    public string ToolCallId(int index) => $"call_{request.Order}_{index}";

    public JsonObject Delta(JsonObject delta, string? finishReason = null) => Chunk(new JsonArray(new JsonObject
    {
        ["index"] = 0,
        ["delta"] = delta,
        ["logprobs"] = null,
        ["finish_reason"] = finishReason,
    }));

    public JsonObject ToolCall(int index, string? id, string? name, string? arguments)
    {
        var call = new JsonObject { ["index"] = index };
        if (id is not null)
        {
            call["id"] = id;
            call["type"] = "function";
        }

        var function = new JsonObject();
        if (name is not null) function["name"] = name;
        function["arguments"] = arguments;
        call["function"] = function;
        return Delta(new JsonObject { ["tool_calls"] = new JsonArray(call) });
    }

    public JsonObject Usage(JsonObject usage)
    {
        var chunk = Chunk([]);
        chunk["usage"] = usage;
        return chunk;
    }

    private JsonObject Chunk(JsonArray choices) => new()
    {
        ["id"] = $"chatcmpl-{request.Order}",
        ["object"] = "chat.completion.chunk",
        ["created"] = OpenAiJson.Created,
        ["model"] = request.Model,
        ["choices"] = choices,
    };
}
