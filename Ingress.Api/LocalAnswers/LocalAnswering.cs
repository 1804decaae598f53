using Microsoft.Extensions.Options;
using Pipeline.Contracts.Commands;
using Pipeline.Ingress.Errors;
using Pipeline.Ingress.Messages;
using Pipeline.Ingress.Models;
using Pipeline.Ingress.Relay;
using Pipeline.Tokens.Prompts;
using Pipeline.Transport.Bus;
using Pipeline.Transport.Frames;

namespace Pipeline.Ingress.LocalAnswers;

/// <summary>
/// Has requests that need no model answered by an optimizer. Where that does not come to anything in time, for
/// whatever reason, there is no answer here, and a model is asked as for any other request.
/// </summary>
internal sealed class LocalAnswering(
    IFrameInbox inbox,
    CommandSender commands,
    PromptCounter prompts,
    LocalAnswerMetrics metrics,
    IOptions<LocalAnswerOptions> options,
    TimeProvider time,
    ILogger<LocalAnswering> log)
{
    // More than any such answer has; nothing is held back, as the whole of it is waited for.
    private const int BufferBytes = 1024 * 1024;

    private readonly TimeSpan _patience = TimeSpan.FromSeconds(options.Value.PatienceSeconds);
    private readonly OptimizerRest _rest = new(TimeSpan.FromSeconds(options.Value.RestSeconds), time);

    /// <summary>The whole answer as a stream that has ended; null where a model is to be asked.</summary>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    public async Task<RelayStream?> TryAnswerAsync(HttpContext http, byte[] body, RequestShape shape, ModelRoute route)
    {
        var kind = RequestClassifier.Classify(body, shape);
        if (!options.Value.Allows(kind) || IsForProvider(kind, route)) return null;
        if (LocalFacts.Read(kind, body, shape.Outline) is not { } facts) return null;

        metrics.Hit(kind);
        return _rest.IsOver ? await AskAsync(http, kind, Command(http, body, shape, kind, facts)) : null;
    }

    // Who names a provider's model wants to know whether it is there: nobody knows but the provider.
    private static bool IsForProvider(LocalAnswerKind kind, ModelRoute route) => kind == LocalAnswerKind.ModelProbe && route.IsNamedByClient;

    private AnswerLocally Command(HttpContext http, byte[] body, RequestShape shape, LocalAnswerKind kind, LocalFacts facts) => new()
    {
        StreamId = Guid.CreateVersion7(),
        RequestId = http.RequestId(),
        ReplyTo = inbox.Address,
        RequestedModel = shape.Model,
        Kind = kind,
        Text = facts.Text,
        Output = facts.Output,
        Prefill = facts.Prefill,
        InputTokens = prompts.Count(body).Total,
    };

    private async Task<RelayStream?> AskAsync(HttpContext http, LocalAnswerKind kind, AnswerLocally command)
    {
        var relay = new RelayStream(BufferBytes, time, reconnections: 0, dismiss: _ => { });
        var stream = new LocalStream(relay);
        using var subscription = inbox.Open(command.StreamId, stream);
        using var limit = new CancellationTokenSource(_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, limit.Token);
        try
        {
            await commands.SendAsync(CommandExchanges.AnswerLocally, command, either.Token);
            if (await stream.Ended.WaitAsync(either.Token))
            {
                metrics.Saved(kind, stream.Usage);
                return relay;
            }

            log.LogWarning("{RequestId}: the optimizer could not answer; a model is asked", command.RequestId);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            _rest.Begin();
            log.LogWarning("{RequestId}: no optimizer has answered within {Seconds} s; a model is asked", command.RequestId, _patience.TotalSeconds);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _rest.Begin();
            log.LogWarning("{RequestId}: no optimizer can be asked, so a model is: {Reason}", command.RequestId, fault.Message);
        }

        return null;
    }
}
