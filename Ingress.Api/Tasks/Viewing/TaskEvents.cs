using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pipeline.Ingress.Tasks.Viewing;

/// <summary>Writes the server-sent events of one client. Not for concurrent use.</summary>
internal sealed class TaskEvents(PipeWriter output)
{
    private bool _hasGathered;

    /// <summary>Writes an event; it leaves with the next flush.</summary>
    public void Write(TaskEventId id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        output.Write("id: "u8);
        WriteNumber(id.Value);
        output.Write("\n"u8);
        Write(name, data);
    }

    /// <summary>Writes an event of our own making.</summary>
    public void Write<T>(TaskEventId id, ReadOnlySpan<byte> name, T data, JsonTypeInfo<T> type) =>
        Write(id, name, JsonSerializer.SerializeToUtf8Bytes(data, type));

    /// <summary>An error that is not the task's. Without an id, so that a client that comes again goes on where it was.</summary>
    public void WriteError(string text) => Write("error"u8, JsonSerializer.SerializeToUtf8Bytes(new StreamError(text), TaskJson.Readable.StreamError));

    /// <summary>Shows proxies and clients that the connection lives.</summary>
    public void WriteComment()
    {
        output.Write(": the task goes on\n\n"u8);
        _hasGathered = true;
    }

    /// <summary>Sends what has gathered; true where there was anything. Waits while the client does not read.</summary>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken)
    {
        if (!_hasGathered) return false;

        _hasGathered = false;
        await output.FlushAsync(cancellationToken);
        return true;
    }

    private void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        output.Write("event: "u8);
        output.Write(name);
        output.Write("\ndata: "u8);
        output.Write(data);
        output.Write("\n\n"u8);
        _hasGathered = true;
    }

    private void WriteNumber(long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(20), out var written);
        output.Advance(written);
    }
}
