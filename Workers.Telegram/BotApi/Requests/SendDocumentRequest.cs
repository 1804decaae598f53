using System.Text.Json;
using Pipeline.Workers.Telegram.BotApi.Json;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.BotApi.Requests;

/// <summary>Sends a file. It is read for each attempt, so that a call can be made again.</summary>
/// <param name="ChatId">Where to.</param>
/// <param name="FileName">What it is called there.</param>
/// <param name="Open">Opens it.</param>
internal sealed record SendDocumentRequest(long ChatId, string FileName, Func<Stream> Open) : BotRequest<Message>("sendDocument")
{
    public string? Caption { get; init; }

    public int? MessageThreadId { get; init; }

    public ReplyParameters? ReplyParameters { get; init; }

    public override HttpContent ToHttpContent()
    {
        var form = new MultipartFormDataContent { { new StringContent($"{ChatId}"), "chat_id" } };
        if (Caption is not null) form.Add(new StringContent(Caption), "caption");
        if (MessageThreadId is { } topic) form.Add(new StringContent($"{topic}"), "message_thread_id");
        if (ReplyParameters is not null)
            form.Add(new StringContent(JsonSerializer.Serialize(ReplyParameters, BotJson.Default.ReplyParameters)), "reply_parameters");
        form.Add(new StreamContent(Open()), "document", FileName);
        return form;
    }
}
