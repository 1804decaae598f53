using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pipeline.Workers.Telegram.BotApi.Json;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.BotApi.Requests;

/// <summary>A call of one of the API's methods.</summary>
/// <typeparam name="TResponse">What the method returns.</typeparam>
internal abstract record BotRequest<TResponse>([property: JsonIgnore] string MethodName)
{
    /// <summary>How long the server is asked to wait before it answers.</summary>
    [JsonIgnore]
    public virtual TimeSpan ServerWait => TimeSpan.Zero;

    /// <summary>How many tries without an answer are enough; where each costs little there is no limit.</summary>
    [JsonIgnore]
    public virtual int MaxUnanswered => int.MaxValue;

    /// <summary>The parameters as the body of an HTTP request.</summary>
    public virtual HttpContent ToHttpContent() => JsonBody.Of(this, BotJson.Default.GetTypeInfo(GetType())!);

    /// <summary>How the answer is read.</summary>
    public static JsonTypeInfo<ApiResponse<TResponse>> ResponseInfo =>
        (JsonTypeInfo<ApiResponse<TResponse>>)BotJson.Default.GetTypeInfo(typeof(ApiResponse<TResponse>))!;
}
