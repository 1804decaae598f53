using System.Buffers;
using Pipeline.Contracts.Frames;

namespace Pipeline.Ingress.Messages;

/// <summary>Writes frames as server-sent events; the payload is copied, never parsed.</summary>
internal static class EventBytes
{
    public static void Write(IBufferWriter<byte> output, Frame frame)
    {
        output.Write(Prefix(frame.Kind));
        output.Write(frame.Payload.Span);
        output.Write("\n\n"u8);
    }

    public static void WritePing(IBufferWriter<byte> output) => output.Write("event: ping\ndata: {\"type\":\"ping\"}\n\n"u8);

    public static void WriteError(IBufferWriter<byte> output, ReadOnlySpan<byte> error)
    {
        output.Write("event: error\ndata: "u8);
        output.Write(error);
        output.Write("\n\n"u8);
    }

    private static ReadOnlySpan<byte> Prefix(FrameKind kind) => kind switch
    {
        FrameKind.MessageStart => "event: message_start\ndata: "u8,
        FrameKind.ContentBlockStart => "event: content_block_start\ndata: "u8,
        FrameKind.ContentBlockDelta => "event: content_block_delta\ndata: "u8,
        FrameKind.ContentBlockStop => "event: content_block_stop\ndata: "u8,
        FrameKind.MessageDelta => "event: message_delta\ndata: "u8,
        FrameKind.MessageStop => "event: message_stop\ndata: "u8,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not an event of a message."),
    };
}
