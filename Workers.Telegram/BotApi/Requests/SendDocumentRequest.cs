using System.Text.Json;
using Pipeline.Workers.Telegram.BotApi.Json;
using Pipeline.Workers.Telegram.BotApi.Requests.Forms;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.BotApi.Requests;

/// <summary>Sends a file. It is read for each attempt, so that a call can be made again.</summary>
/// <param name="ChatId">Where to.</param>
/// <param name="FileName">What it is called there.</param>
/// <param name="Open">Opens it.</param>
internal sealed record SendDocumentRequest(long ChatId, string FileName, Func<Stream> Open) : BotRequest<Message>("sendDocument")
{
    public int? MessageThreadId { get; init; }

    public ReplyParameters? ReplyParameters { get; init; }

    /// <summary>Each try uploads all of it anew, while nothing else goes to the chat.</summary>
    public override int MaxUnanswered => 3;

    public override HttpContent ToHttpContent()
    {
        var form = new FormContent();
        form.AddField("chat_id", $"{ChatId}");
        if (MessageThreadId is { } topic) form.AddField("message_thread_id", $"{topic}");
        if (ReplyParameters is not null) form.AddField("reply_parameters", JsonSerializer.Serialize(ReplyParameters, BotJson.Default.ReplyParameters));
        form.AddFile("document", FileName, Open());
        return form;
    }
}
