using Microsoft.Extensions.Options;
using Pipeline.Contracts.Commands;
using Pipeline.Ingress.Errors;
using Pipeline.Ingress.LocalAnswers;
using Pipeline.Ingress.Models;
using Pipeline.Ingress.Recording;
using Pipeline.Ingress.Relay;
using Pipeline.Transport.Bus;

namespace Pipeline.Ingress.Messages;

/// <summary><c>POST /v1/messages</c>: turns a request into a command and relays the answer.</summary>
internal sealed class MessagesEndpoint(
    ModelRoutes routes,
    LocalAnswering local,
    RelayStreams relays,
    CommandSender commands,
    IOptions<IngressOptions> options,
    TimeProvider time)
{
    private readonly TimeSpan _pingAfter = TimeSpan.FromSeconds(options.Value.PingAfterSeconds);
    private readonly TimeSpan _sendTimeout = TimeSpan.FromSeconds(options.Value.StartTimeoutSeconds);

    public async Task HandleAsync(HttpContext http)
    {
        var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
        http.Record()?.Received(body);
        var shape = RequestReader.Read(body);
        var route = routes.Resolve(shape.Model);

        if (await local.TryAnswerAsync(http, body, shape, route) is { } answer)
        {
            http.Record()?.AskedLocally(shape, answer);
            await WriteAsync(http, shape, answer);
            return;
        }

        using var relay = relays.Begin();
        http.Record()?.Asked(shape, route.First, relay.Stream);
        var command = new CompleteMessage
        {
            StreamId = relay.Id,
            RequestId = http.RequestId(),
            ReplyTo = relays.Address,
            Provider = route.First.Provider,
            Model = route.First.Model,
            Fallbacks = [.. route.Models.Skip(1)],
            RequestedModel = shape.Model,
            Stream = shape.Stream,
            IsBackground = shape.IsProbe || shape.Model.Contains(ModelRoute.SmallFamily, StringComparison.OrdinalIgnoreCase),
            TellModel = true,
            AnthropicBeta = http.Request.Headers["anthropic-beta"].ToString() is { Length: > 0 } beta ? beta : null,
            Body = body,
        };
        await SendAsync(relay, command, http.RequestAborted);

        await WriteAsync(http, shape, relay.Stream);
    }

    private async Task WriteAsync(HttpContext http, RequestShape shape, RelayStream stream)
    {
        using var silence = new SilenceTimer(stream, _pingAfter, time);
        await (shape.Stream
            ? new StreamingAnswer(http, http.Response.BodyWriter, stream, silence).WriteAsync()
            : WholeAnswer.WriteAsync(http, stream));
    }

    private async Task SendAsync(OpenRelay relay, CompleteMessage command, CancellationToken aborted)
    {
        var exchange = CommandExchanges.CompleteMessage(command.Provider);
        using var limit = new CancellationTokenSource(_sendTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, limit.Token);
        try
        {
            await relay.SendAsync(token => commands.SendAsync(exchange, command, token), either.Token);
        }
        catch (BrokerUnavailableException fault)
        {
            throw new ApiException(RelayFailures.BrokerAway(fault.Message));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new ApiException(RelayFailures.BrokerAway($"It did not come back within {_sendTimeout.TotalSeconds:0.#} s."));
        }
    }
}
