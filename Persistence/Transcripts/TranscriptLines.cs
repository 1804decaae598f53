using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Pipeline.Contracts.Transcripts;

namespace Pipeline.Persistence.Transcripts;

/// <summary>
/// Events as lines, <c>POSITION LENGTH JSON</c>: readable with any tool, and a line that a crash has torn does not have
/// its length.
/// </summary>
internal static class TranscriptLines
{
    private const byte End = (byte)'\n';
    private const byte Separator = (byte)' ';

    /// <summary>Writes events.</summary>
    public static byte[] Write(IEnumerable<StoredEvent> events)
    {
        var lines = new ArrayBufferWriter<byte>();
        foreach (var stored in events)
        {
            Encoding.UTF8.GetBytes($"{stored.Position.Value} {stored.Payload.Length} ", lines);
            lines.Write(stored.Payload.Span);
            lines.Write([End]);
        }

        return lines.WrittenSpan.ToArray();
    }

    /// <summary>How many bytes an event is as a line.</summary>
    public static long LengthOf(StoredEvent stored) => Digits(stored.Position.Value) + 1 + Digits(stored.Payload.Length) + 1 + stored.Payload.Length + 1;

    /// <summary>Reads events; what is no whole line is left out.</summary>
    public static IEnumerable<StoredEvent> Read(ReadOnlyMemory<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var length = lines.Span.IndexOf(End);
            if (length < 0) yield break;
            if (Parse(lines[..length]) is { } stored) yield return stored;
            lines = lines[(length + 1)..];
        }
    }

    private static int Digits(long number)
    {
        var digits = 1;
        while ((number /= 10) > 0) digits++;
        return digits;
    }

    private static StoredEvent? Parse(ReadOnlyMemory<byte> line)
    {
        if (!Utf8Parser.TryParse(line.Span, out long position, out var digits) || !HasSeparator(line, digits)) return null;

        var rest = line[(digits + 1)..];
        return Utf8Parser.TryParse(rest.Span, out int length, out digits) && HasSeparator(rest, digits) && rest.Length - digits - 1 == length
            ? new StoredEvent(new TranscriptPosition(position), rest[(digits + 1)..])
            : null;
    }

    private static bool HasSeparator(ReadOnlyMemory<byte> text, int at) => at < text.Length && text.Span[at] == Separator;
}
