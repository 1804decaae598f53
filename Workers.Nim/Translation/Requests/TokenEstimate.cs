using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>A quick measure of a prompt, taken once, for what must be known before the upstream has counted.</summary>
/// <param name="TextBytes">Bytes of all text that the model reads, in UTF-8.</param>
/// <param name="Images">How many images there are.</param>
internal readonly record struct TokenEstimate(int TextBytes, int Images)
{
    private const int BytesPerToken = 4;
    private const int TokensPerImage = 1_500;

    /// <summary>
    /// A rough count: four bytes to a token, and a usual screenshot's worth for each image. Never zero, which a
    /// client would show as an empty context.
    /// </summary>
    public int Tokens => Math.Max(1, (TextBytes / BytesPerToken) + (Images * TokensPerImage));

    public static TokenEstimate Of(ChatRequest request) => new(
        request.Messages.Sum(BytesOf) + (request.Tools?.Sum(BytesOf) ?? 0),
        request.Messages.OfType<UserMessage>().Sum(message => message.Content.Count(part => part is ImagePart)));

    private static int BytesOf(ChatMessage message) => message switch
    {
        SystemMessage system => BytesOf(system.Content),
        UserMessage user => user.Content.OfType<TextPart>().Sum(part => BytesOf(part.Text)),
        AssistantMessage assistant => BytesOf(assistant.Content)
            + (assistant.ToolCalls?.Sum(call => BytesOf(call.Function.Name) + BytesOf(call.Function.Arguments)) ?? 0),
        ToolMessage tool => BytesOf(tool.Content),
        _ => 0,
    };

    private static int BytesOf(ChatTool tool) =>
        BytesOf(tool.Function.Name)
        + BytesOf(tool.Function.Description)
        + JsonMarshal.GetRawUtf8Value(tool.Function.Parameters).Length;

    private static int BytesOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
