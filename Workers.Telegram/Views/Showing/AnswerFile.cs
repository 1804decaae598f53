using System.Text;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Views.Content;
using Pipeline.Workers.Telegram.Views.Recording;

namespace Pipeline.Workers.Telegram.Views.Showing;

/// <summary>The file that holds an answer too long for messages: sent once for each end of a node.</summary>
internal sealed class AnswerFile(NodeMessages messages, ViewRecords records)
{
    /// <summary>Sends it, where the answer has one; that of an earlier end goes.</summary>
    /// <param name="view">The node's record.</param>
    /// <param name="version">The change that ended it.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="lease">Ends it.</param>
    public async Task<TelegramView?> SendAsync(TelegramView view, long version, FinalAnswer answer, CancellationToken lease)
    {
        if (view.FileMessageId is not null && view.FileVersion == version) return view;
        if (await DropAsync(view, lease) is not { } current) return null;
        if (answer is not { FileName: { } name, FileContent: { } content }) return current;
        return await messages.SendAsync(current, Request(current, name, content), (shown, id, ending) => records.SetFileAsync(shown, id, version, ending), lease);
    }

    /// <summary>Deletes it.</summary>
    public async Task<TelegramView?> DropAsync(TelegramView view, CancellationToken lease)
    {
        if (view.FileMessageId is not { } file) return view;
        await messages.DeleteAsync(view, [file], lease);
        return await records.DropFileAsync(view, lease);
    }

    private static SendDocumentRequest Request(TelegramView view, string name, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        return new SendDocumentRequest(view.Chat, name, () => new MemoryStream(bytes, writable: false))
        {
            MessageThreadId = view.Topic,
            ReplyParameters = new ReplyParameters(view.BotMessageIds[^1]),
        };
    }
}
