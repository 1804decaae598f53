using Microsoft.AspNetCore.Connections;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Pipeline.TestKit.Upstream;

/// <summary>Plays one scripted reply on one response.</summary>
/// <param name="context">The exchange with the client.</param>
/// <param name="request">What the client asked.</param>
/// <param name="ending">Called just before the last bytes of the reply are written.</param>
/// <param name="interrupted">The client has left, or the server stops.</param>
internal sealed class ReplyPlayer(HttpContext context, RecordedRequest request, Action ending, CancellationToken interrupted)
{
    private readonly ChunkFactory _chunks = new(request);
    private bool _roleSent;

    public async Task<RequestEnd> PlayAsync(UpstreamReply reply)
    {
        var fold = reply.IsCompletion && !request.IsStreaming;
        IReadOnlyList<ReplyStep> steps = fold ? Fold(reply) : reply.Steps;
        SendHead(reply, steps, fold);

        var pieces = new ResponsePieces(context.Response.BodyWriter, reply.CutSizes, interrupted);
        for (var i = 0; i < steps.Count; i++)
        {
            if (i == steps.Count - 1 && steps[i] is not (SilenceStep or WaitStep)) ending();
            if (await PlayAsync(steps[i], pieces)) return RequestEnd.Broken;
        }

        await pieces.FlushAsync();
        return RequestEnd.Answered;
    }

    private void SendHead(UpstreamReply reply, IReadOnlyList<ReplyStep> steps, bool fold)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        response.ContentType = fold ? "application/json" : reply.ContentType;
        foreach (var (name, value) in reply.Headers) response.Headers[name] = value;

        // A server knows the length of a body that it does not stream.
        if ((fold || !reply.IsCompletion) && !steps.Any(step => step.EndsConnection))
            response.ContentLength = steps.OfType<BytesStep>().Sum(step => step.Bytes.Length);
    }

    /// <summary>The script of a whole answer: its waits and faults stay, its chunks become one body at the end.</summary>
    private List<ReplyStep> Fold(UpstreamReply reply)
    {
        var answer = new WholeAnswer(request);
        var controls = new List<ReplyStep>();
        foreach (var step in reply.Steps)
        {
            if (step is CompletionStep completion) completion.AddTo(answer);
            else if (step is BytesStep) throw new InvalidOperationException(
                "The script holds raw chunks, but the request asks for a whole answer; script it with Body(…).");
            else if (step is not DoneStep) controls.Add(step);
        }

        if (controls is not [.., { EndsConnection: true }]) controls.Add(new BytesStep(answer.ToUtf8()));
        return controls;
    }

    /// <summary>True when the step broke the connection.</summary>
    private async Task<bool> PlayAsync(ReplyStep step, ResponsePieces pieces)
    {
        if (await TryWriteAsync(step, pieces)) return false;

        await pieces.FlushAsync();
        if (step is BreakStep { Reset: var reset })
        {
            await (reset ? ResetAsync() : CloseInTheMiddleAsync());
            return true;
        }

        await (step switch
        {
            HeadersStep => SendHeadersAsync(),
            WaitStep wait => wait.Gate.WaitAsync(interrupted),
            SignalStep signal => SignalAsync(signal),
            SilenceStep => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, interrupted),
            _ => throw new NotSupportedException($"No way to play {step.GetType().Name}."),
        });
        return false;
    }

    /// <summary>False for a step that is none of the body's.</summary>
    private async Task<bool> TryWriteAsync(ReplyStep step, ResponsePieces pieces)
    {
        switch (step)
        {
            case CompletionStep completion:
                await WriteChunksAsync(completion, pieces);
                return true;
            case BytesStep raw:
                await pieces.WriteAsync(raw.Bytes);
                return true;
            case DoneStep:
                await pieces.WriteAsync("data: [DONE]\n\n"u8.ToArray());
                return true;
            default:
                return false;
        }
    }

    private async Task WriteChunksAsync(CompletionStep step, ResponsePieces pieces)
    {
        if (!_roleSent)
        {
            _roleSent = true;
            await WriteAsync(_chunks.Delta(new JsonObject { ["role"] = "assistant", ["content"] = "" }));
        }

        foreach (var chunk in step.ToChunks(_chunks)) await WriteAsync(chunk);

        Task WriteAsync(JsonObject chunk) => pieces.WriteAsync(OpenAiJson.ToEvent(chunk));
    }

    private async Task SendHeadersAsync()
    {
        await context.Response.StartAsync(interrupted);
        await context.Response.BodyWriter.FlushAsync(interrupted);
    }

    /// <summary>
    /// The server swallows what is written between a client's reset and its own noticing, so the signal
    /// asks the operating system whether the connection still is one.
    /// </summary>
    private Task SignalAsync(SignalStep signal)
    {
        const int Tcp = 6, TcpInfo = 11;
        const byte Closed = 7;
        Span<byte> state = stackalloc byte[1];
        try
        {
            Connection.GetRawSocketOption(Tcp, TcpInfo, state);
        }
        catch (ObjectDisposedException gone)
        {
            throw new ConnectionAbortedException("The client has left.", gone);
        }

        if (state[0] == Closed) throw new ConnectionAbortedException("The client has left.");
        signal.Reached.TrySetResult();
        return Task.CompletedTask;
    }

    /// <summary>Closing a socket whose linger time is zero sends RST in place of FIN.</summary>
    private Task ResetAsync()
    {
        Connection.Close(timeout: 0);
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>FIN goes out while the message is unfinished; our half stays until the client has seen it and left.</summary>
    private async Task CloseInTheMiddleAsync()
    {
        await SendHeadersAsync();
        try
        {
            Connection.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is ObjectDisposedException or SocketException)
        {
            throw new ConnectionAbortedException("The client has left.", gone);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, interrupted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Socket Connection => context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
}
