using Pipeline.Workers.Telegram.BotApi.Types;
using Pipeline.Workers.Telegram.Drafts;
using Pipeline.Workers.Telegram.Updates;

namespace Pipeline.Workers.Telegram.Buttons;

/// <summary>Somebody who may has pressed a button.</summary>
internal sealed class PressedButtons(NodeButtons nodes, RefreshButton refresh, ModelButtons models, DraftControl drafts, ButtonAnswers answers)
{
    public async Task HandleAsync(CallbackQuery query, Turn turn, CancellationToken cancellationToken)
    {
        var words = await PressAsync(query, turn, cancellationToken);
        await answers.AnswerAsync(query, words, cancellationToken);
    }

    private async Task<string?> PressAsync(CallbackQuery query, Turn turn, CancellationToken cancellationToken)
    {
        if (query.Data == ButtonData.Refresh) return await refresh.PressAsync(query, turn, cancellationToken);
        if (ButtonData.TryReadModel(query.Data, out var key)) return await models.PressAsync(key, turn, cancellationToken);
        if (!ButtonData.TryRead(query.Data, out var action, out var nodeId)) return "This button is too old.";

        return action switch
        {
            ButtonAction.RunDraft => await drafts.RunAsync(nodeId, turn, cancellationToken) ? "Running" : "It runs already.",
            ButtonAction.CancelDraft => await drafts.CancelAsync(nodeId, turn, cancellationToken) ? "Cancelled" : "It runs already; stop it there.",
            _ => await nodes.PressAsync(action, nodeId, turn, cancellationToken),
        };
    }
}
