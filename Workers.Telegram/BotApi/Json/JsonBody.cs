using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.Workers.Telegram.BotApi.Json;

/// <summary>JSON with a known length, which some proxies before self-hosted servers want.</summary>
internal static class JsonBody
{
    public static HttpContent Of(object value, JsonTypeInfo type) => new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type))
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
    };
}
