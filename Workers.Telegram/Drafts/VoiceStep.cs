using Microsoft.Extensions.Options;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Attachments;
using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Buttons;
using Pipeline.Workers.Telegram.Conversation;
using Pipeline.Workers.Telegram.Voice;

namespace Pipeline.Workers.Telegram.Drafts;

/// <summary>Hears a voice note and shows the person what was heard, who then has a moment to take it back.</summary>
internal sealed class VoiceStep(
    IStateStore store, VoiceTranscriber transcriber, TelegramFiles files, Replies replies, IOptions<VoiceOptions> options, TimeProvider time)
{
    private readonly VoiceOptions _options = options.Value;

    /// <summary>Hears and shows; whether that is done.</summary>
    /// <exception cref="VoiceException">Says in words why there is nothing to hear.</exception>
    public async Task<bool> HearAsync(TelegramDraft draft, CancellationToken cancellationToken)
    {
        var message = draft.HeardMessageId ?? await SayListeningAsync(draft, cancellationToken);
        var heard = draft.Heard ?? await ListenAsync(draft, cancellationToken);
        await replies.ChangeAsync(draft.Chat, message, VoiceWords.Heard(heard, _options.CancelSeconds), Buttons(draft, mayRun: true), cancellationToken);
        await ChangeAsync(draft, Wait, cancellationToken);
        return true;

        // Somebody may have been quicker, where it was shown before a restart.
        void Wait(TelegramDraft found) =>
            found.ReadyAt = found.ReadyAt == DraftControl.AtOnce ? found.ReadyAt : time.GetUtcNow() + TimeSpan.FromSeconds(_options.CancelSeconds);
    }

    private async Task<int> SayListeningAsync(TelegramDraft draft, CancellationToken cancellationToken)
    {
        var place = new Place(draft.Chat, draft.Topic);
        var said = await replies.SayAsync(place, VoiceWords.Listening, draft.MessageIds[0], Buttons(draft, mayRun: false), cancellationToken)
            ?? throw new VoiceException("I could not show you what I hear, so I did not listen. Please type your message.");
        await ChangeAsync(draft, found => found.HeardMessageId = said.MessageId, cancellationToken);
        await store.ChangeAsync(change => MessageLinks.PointAsync(change, place, said.MessageId, draft.TreeId, draft.NodeId, time.GetUtcNow(), cancellationToken), cancellationToken);
        return said.MessageId;
    }

    private async Task<string> ListenAsync(TelegramDraft draft, CancellationToken cancellationToken)
    {
        var voice = draft.Voice!;
        var note = new VoiceNote(
            "voice.ogg", voice.MimeType ?? "audio/ogg", voice.Bytes, TimeSpan.FromSeconds(voice.Seconds), opening => files.OpenAsync(voice.FileId, _options.MaxMegabytes, opening));
        var heard = await transcriber.TranscribeAsync(note, cancellationToken);
        await ChangeAsync(draft, found => found.Heard = heard, cancellationToken);
        return heard;
    }

    private static InlineKeyboardMarkup Buttons(TelegramDraft draft, bool mayRun)
    {
        var cancel = new InlineKeyboardButton("✖️ Cancel", ButtonData.Of(ButtonAction.CancelDraft, draft.NodeId));
        return new InlineKeyboardMarkup([mayRun ? [new InlineKeyboardButton("▶️ Run now", ButtonData.Of(ButtonAction.RunDraft, draft.NodeId)), cancel] : [cancel]]);
    }

    private Task ChangeAsync(TelegramDraft draft, Action<TelegramDraft> set, CancellationToken cancellationToken) => store.ChangeAsync(
        async change =>
        {
            if (await change.FindAsync<TelegramDraft>(draft.NodeId, cancellationToken) is { } found) set(found);
        },
        cancellationToken);
}
