using System.Text;
using Microsoft.Extensions.Options;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Answers;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Buttons;
using Pipeline.Workers.Telegram.Limits;
using Pipeline.Workers.Telegram.Rendering;
using Pipeline.Workers.Telegram.Rendering.Messages;
using Pipeline.Workers.Telegram.Updates;
using Pipeline.Workers.Telegram.Views;
using Pipeline.Workers.Telegram.Views.Content;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Conversation;

/// <summary>Answers what was asked before from memory, marked as such.</summary>
internal sealed class KnownAnswers(
    IStateStore store, CachedAnswers cache, ChatWorkspaces workspaces, MessageLinks links, Replies replies, LastingNotes notes, IOptions<ViewOptions> options, TimeProvider time)
{
    /// <summary>Looks a question up; null where its answer may not be reused.</summary>
    /// <param name="node">The question.</param>
    /// <param name="refresh">Whether the person wants it asked again.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AskedQuestion?> AskAsync(NewNode node, bool refresh, CancellationToken cancellationToken)
    {
        if (node.ParentId is not null || TryResolve(node.Workspace) is not { } workspace) return null;
        var asked = await cache.AskAsync(new Question(node.Place.ChatId, workspace, node.Model, node.Prompt), refresh, cancellationToken);
        if (asked?.Answer is not { } answer || await IsThereAsync(answer, node.Place, cancellationToken)) return asked;

        cache.Forget(answer.TreeId);
        return asked with { Answer = null };
    }

    // Another worker may have cleared it, which this one's memory has not heard of: shown again, it would be deleted with its question.
    private async Task<bool> IsThereAsync(CachedAnswer answer, Place place, CancellationToken cancellationToken) =>
        await store.ReadAsync<TelegramView>(answer.NodeId, cancellationToken) is { } view && view.ChatId == place.ChatId;

    /// <summary>Submits a question, whose answer is kept if it may be.</summary>
    /// <returns>Whether it was submitted.</returns>
    public async Task<bool> SubmitAsync(AskedQuestion? asked, NewNode node, Turn turn, Submissions submissions, CancellationToken cancellationToken)
    {
        if (asked is not null) cache.Expect(node.NodeId, asked);
        var isSubmitted = await submissions.SubmitAsync(node, turn, cancellationToken);
        if (!isSubmitted) cache.Drop(node.NodeId);
        return isSubmitted;
    }

    /// <summary>Shows an answer; a reply to it, or to the question, continues from where it came from.</summary>
    public async Task ShowAsync(CachedAnswer answer, NewNode question, CancellationToken cancellationToken)
    {
        var (place, asked) = (question.Place, question.MessageIds[0]);
        await links.LinkAsync(place, asked, answer.TreeId, answer.NodeId, cancellationToken);
        var body = AnswerBody.Of(answer.Text, isWhole: true, options.Value);
        var parts = MessageSplitter.Split(FormattedText.Join([Mark(answer).In(MessageEntityType.Italic), body.Text]));
        foreach (var (index, part) in parts.Index())
        {
            var buttons = index == parts.Count - 1 ? new InlineKeyboardMarkup([[new InlineKeyboardButton("🔄 Refresh", ButtonData.Refresh)]]) : null;
            await LinkAsync(await replies.SayAsync(place, part, asked, buttons, cancellationToken));
        }

        if (body.File is not { } file) return;
        var content = Encoding.UTF8.GetBytes(file);
        await LinkAsync(await replies.SendAsync(place, AnswerBody.FileName, () => new MemoryStream(content, writable: false), asked, cancellationToken));

        Task LinkAsync(Message? message) => message is null
            ? Task.CompletedTask
            : notes.KeepAsync(() => links.LinkAsync(place, message.MessageId, answer.TreeId, answer.NodeId, cancellationToken), cancellationToken);
    }

    private FormattedText Mark(CachedAnswer answer) =>
        FormattedText.Of($"💾 From memory, {LimitWords.Time(time.GetUtcNow() - answer.AnsweredAt)} old; nothing in the workspace has changed since.");

    private string? TryResolve(string? workspace)
    {
        try
        {
            return workspaces.Resolve(workspace);
        }
        catch (WorkspaceFileException)
        {
            // The worker that runs it says so.
            return null;
        }
    }
}
