using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Workers.Nim.OpenAi.Requests;

namespace Pipeline.Workers.Nim.Translation.Requests;

/// <summary>
/// A quick, rough count of a prompt's tokens for the start of an answer, before the upstream has counted:
/// four bytes to a token, and a usual screenshot's worth for each image.
/// </summary>
internal static class TokenEstimate
{
    private const int BytesPerToken = 4;
    private const int TokensPerImage = 1_500;

    /// <summary>Never zero, which a client would show as an empty context.</summary>
    public static int Of(ChatRequest request)
    {
        var bytes = request.Messages.Sum(BytesOf) + (request.Tools?.Sum(BytesOf) ?? 0);
        var images = request.Messages.OfType<UserMessage>().Sum(message => message.Content.Count(part => part is ImagePart));
        return Math.Max(1, (bytes / BytesPerToken) + (images * TokensPerImage));
    }

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
