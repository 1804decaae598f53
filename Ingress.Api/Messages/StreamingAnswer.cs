using System.IO.Pipelines;
using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Errors;
using Pipeline.Ingress.Recording;
using Pipeline.Ingress.Relay;

namespace Pipeline.Ingress.Messages;

/// <summary>
/// Relays an answer as server-sent events. No byte goes out before the first event or, after a while of
/// silence, the first <c>ping</c>: until then a failure is a real HTTP status.
/// </summary>
internal sealed class StreamingAnswer(HttpContext http, PipeWriter output, RelayStream stream, SilenceTimer silence)
{
    private readonly RequestRecord? _record = http.Record();
    private bool _hasBegun;
    private bool _hasContent;

    /// <exception cref="ApiException">The answer failed before anything was sent.</exception>
    public async Task WriteAsync()
    {
        var aborted = http.RequestAborted;
        while (await stream.WaitAsync(aborted))
        {
            // All that has gathered goes out in one flush: alone a frame leaves at once, under load they batch.
            var ended = WriteGathered();

            // The frame that woke us may be gone with its attempt; a flush would send the headers for nothing.
            if (_hasBegun) await output.FlushAsync(aborted);
            if (ended) return;
            silence.Restart();
        }
    }

    private bool WriteGathered()
    {
        while (stream.TryTake(out var frame))
        {
            if (frame.Kind == FrameKind.Failed)
            {
                WriteFailure(Failure.FromPayload(frame.Payload));
                return true;
            }

            if (frame.Kind == FrameKind.Answering)
            {
                AnsweringModel.Tell(http, frame);
                continue;
            }

            Begin();
            if (frame.Kind == FrameKind.Ping)
            {
                EventBytes.WritePing(output);
                continue;
            }

            _hasContent = true;
            EventBytes.Write(output, frame);
            _record?.Relayed(frame);
            if (frame.Kind.EndsStream())
            {
                _record?.Completed();
                return true;
            }
        }

        return false;
    }

    private void WriteFailure(Failure failure)
    {
        if (!_hasBegun) throw new ApiException(failure);

        // After a ping alone Claude Code streams again, with backoff, only for this type.
        var type = failure.Retryable && !_hasContent ? ErrorTypes.Overloaded : failure.Type;
        _record?.BrokeOff(type);
        EventBytes.WriteError(output, ErrorBody.Create(type, failure.Message, http.RequestId()).Span);
    }

    private void Begin()
    {
        if (_hasBegun) return;

        _hasBegun = true;
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers["x-accel-buffering"] = "no";
    }
}
