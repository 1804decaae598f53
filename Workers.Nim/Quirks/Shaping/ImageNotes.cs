using Pipeline.Workers.Nim.OpenAi.Requests;
using Pipeline.Workers.Nim.Translation.Requests;

namespace Pipeline.Workers.Nim.Quirks.Shaping;

/// <summary>Puts a note in the place of each image, for models that take text alone.</summary>
internal static class ImageNotes
{
    public static ChatRequest Write(ChatRequest request) => request.Messages.Any(HasImage)
        ? request with { Messages = [.. request.Messages.Select(Rewrite).OfType<ChatMessage>()] }
        : request;

    private static bool HasImage(ChatMessage message) =>
        message is UserMessage user && user.Content.Any(part => part is ImagePart);

    /// <summary>Null where the message had nothing but images that a tool's result, which now has the notes, had returned.</summary>
    private static ChatMessage? Rewrite(ChatMessage message) => message switch
    {
        ToolMessage { TextWithoutImages: { } text } tool => tool with { Content = text, TextWithoutImages = null },
        UserMessage user when HasImage(user) => Rewrite(user),
        _ => message,
    };

    private static UserMessage? Rewrite(UserMessage message)
    {
        List<ContentPart> parts = [.. message.Content
            .Where(part => !part.ShowsResult)
            .Select(part => part is ImagePart ? new TextPart(ImageBlocks.Note) : part)];
        return parts.Count == 0 ? null : new UserMessage(parts);
    }
}
