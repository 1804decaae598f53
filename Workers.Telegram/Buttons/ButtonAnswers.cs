using Microsoft.Extensions.Logging;
using Pipeline.Workers.Telegram.BotApi;
using Pipeline.Workers.Telegram.BotApi.Requests;
using Pipeline.Workers.Telegram.BotApi.Types;

namespace Pipeline.Workers.Telegram.Buttons;

/// <summary>Answers buttons, which otherwise seem to hang. It is no message, so that it needs no place among those.</summary>
internal sealed class ButtonAnswers(ITelegramBotClient bot, ILogger<ButtonAnswers> log)
{
    /// <summary>Answers.</summary>
    /// <param name="query">The button that was pressed.</param>
    /// <param name="text">What the person is shown for a moment, in up to 200 characters; null for nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task AnswerAsync(CallbackQuery query, string? text, CancellationToken cancellationToken)
    {
        var result = await bot.SendRequest(new AnswerCallbackQueryRequest(query.Id, text), cancellationToken);

        // Telegram takes no answer to what was pressed long ago.
        if (!result.IsOk) log.LogDebug("A button could not be answered: {Reason}", result.Error.Description);
    }
}
