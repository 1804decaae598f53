using Pipeline.Contracts.Frames;
using Pipeline.Ingress.Errors;
using Pipeline.Ingress.Recording;
using Pipeline.Ingress.Relay;
using Pipeline.Transport.Frames;

namespace Pipeline.Ingress.Messages;

/// <summary>Gathers an answer and sends it as one JSON body.</summary>
internal static class WholeAnswer
{
    /// <exception cref="ApiException">The answer failed.</exception>
    public static async Task WriteAsync(HttpContext http, RelayStream stream)
    {
        var message = await GatherAsync(stream, http.Record(), http.RequestAborted);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = message.Length;
        http.Record()?.Completed();
        await http.Response.BodyWriter.WriteAsync(message, http.RequestAborted);
    }

    private static async Task<ReadOnlyMemory<byte>> GatherAsync(RelayStream stream, RequestRecord? record, CancellationToken aborted)
    {
        var fold = new MessageFold();
        while (await stream.WaitAsync(aborted))
        {
            while (stream.TryTake(out var frame))
            {
                if (frame.Kind == FrameKind.Failed) throw new ApiException(Failure.FromPayload(frame.Payload));
                record?.Relayed(frame);
                if (frame.Kind.IsAnthropicEvent()) fold.Add(frame.Payload);
                if (frame.Kind == FrameKind.MessageStop) return fold.ToJson();
            }
        }

        throw new ApiException(RelayFailures.FramesLost);
    }
}
