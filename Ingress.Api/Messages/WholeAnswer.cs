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
        var message = await GatherAsync(http, stream);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = message.Length;
        http.Record()?.Completed();
        await http.Response.BodyWriter.WriteAsync(message, http.RequestAborted);
    }

    private static async Task<ReadOnlyMemory<byte>> GatherAsync(HttpContext http, RelayStream stream)
    {
        var (fold, record) = (new MessageFold(), http.Record());
        while (await stream.WaitAsync(http.RequestAborted))
        {
            while (stream.TryTake(out var frame))
            {
                if (frame.Kind == FrameKind.Failed) throw new ApiException(Failure.FromPayload(frame.Payload));
                if (frame.Kind == FrameKind.Answering) AnsweringModel.Tell(http, frame);
                record?.Relayed(frame);
                if (frame.Kind.IsAnthropicEvent()) fold.Add(frame.Payload);
                if (frame.Kind == FrameKind.MessageStop) return fold.ToJson();
            }
        }

        throw new ApiException(RelayFailures.FramesLost);
    }
}
