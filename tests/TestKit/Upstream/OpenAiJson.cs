using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.TestKit.Upstream;

/// <summary>JSON of the chat API, written as its servers write it.</summary>
internal static class OpenAiJson
{
    /// <summary>The servers are written in Python and leave text beyond ASCII unescaped.</summary>
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A fixed moment, so that answers are the same in each run.</summary>
    public const long Created = 1_763_700_000;

    public static byte[] ToUtf8(JsonNode json) => JsonSerializer.SerializeToUtf8Bytes(json, Options);

    public static byte[] ToEvent(JsonNode json) => [.. "data: "u8, .. ToUtf8(json), .. "\n\n"u8];

    public static JsonObject Usage(int prompt, int completion, int cached) => new()
    {
        ["prompt_tokens"] = prompt,
        ["completion_tokens"] = completion,
        ["total_tokens"] = prompt + completion,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = cached },
    };

    public static JsonObject Error(int code, string type, string message) => new()
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = code },
    };

    /// <summary>The problem document of the gateway in front of the models.</summary>
    public static JsonObject Problem(int status, string title, string detail) => new()
    {
        ["type"] = "about:blank",
        ["status"] = status,
        ["title"] = title,
        ["detail"] = detail,
    };

    public static JsonObject Models(IEnumerable<string> ids) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. ids.Select(id => new JsonObject
        {
            ["id"] = id,
            ["object"] = "model",
            ["created"] = Created,
            ["owned_by"] = id.Split('/')[0],
        })]),
    };
}
