using Microsoft.Extensions.Logging;
using Pipeline.Persistence.State;
using Pipeline.Persistence.Telegram;
using Pipeline.Workers.Telegram.Pacing;
using Pipeline.Workers.Telegram.Voice;
using Pipeline.Workers.Telegram.Workspaces;

namespace Pipeline.Workers.Telegram.Drafts;

/// <summary>Gets one draft ready, step by step: hears it, waits for what may still come, and submits it.</summary>
internal sealed class DraftRun(
    IStateStore store, VoiceStep voice, DraftSubmission submission, DraftControl control, TimeProvider time, Func<double> chance, ILogger<DraftRun> log) : IDisposable
{
    // Whoever submits or removes a draft wakes the others; this is for what another worker has done.
    private static readonly TimeSpan ParentInterval = TimeSpan.FromSeconds(5);

    // Fetching and transcribing; who only waits does not count.
    private readonly SemaphoreSlim _room = new(8);

    public async Task RunAsync(Guid nodeId, DraftHandle handle)
    {
        var backoff = new Backoff(chance);
        var isShown = false;
        while (await store.ReadAsync<TelegramDraft>(nodeId, handle.Ending) is { } draft)
        {
            try
            {
                if (draft.Voice is not null && !isShown) isShown = await InRoomAsync(() => voice.HearAsync(draft, handle.Ending), handle.Ending);
                else if (draft.ReadyAt > time.GetUtcNow()) await handle.WaitAsync(draft.ReadyAt - time.GetUtcNow(), time);
                else if (await IsParentPreparedAsync(draft, handle.Ending)) await handle.WaitAsync(ParentInterval, time);
                else await InRoomAsync(() => submission.SubmitAsync(draft, handle.Ending), handle.Ending);
            }
            catch (Exception refusal) when (refusal is VoiceException or WorkspaceFileException or LostParentException)
            {
                await control.DropAsync(draft, refusal.Message, handle.Ending);
                return;
            }
            catch (Exception fault) when (!handle.Ending.IsCancellationRequested)
            {
                log.LogError(fault, "A message could not be got ready; it is tried again");
                await Task.Delay(backoff.Next(), time, handle.Ending);
            }
        }
    }

    public void Dispose() => _room.Dispose();

    private async Task<bool> IsParentPreparedAsync(TelegramDraft draft, CancellationToken cancellationToken) =>
        draft.ParentId is { } parent && await store.ReadAsync<TelegramDraft>(parent, cancellationToken) is not null;

    private async Task<bool> InRoomAsync(Func<Task<bool>> step, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            return await step();
        }
        finally
        {
            _room.Release();
        }
    }
}
