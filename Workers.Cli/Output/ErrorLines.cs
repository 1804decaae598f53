using System.Text;

namespace Pipeline.Workers.Cli.Output;

/// <summary>Reads stderr to its end and keeps its last lines; of a line without end its beginning.</summary>
internal sealed class ErrorLines(Stream errors, RecentLines recent, IdleWatch idle)
{
    private const int BufferCharacters = 4096;

    private readonly StringBuilder _line = new();

    public async Task ReadAsync()
    {
        try
        {
            using var reader = new StreamReader(errors, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
            var buffer = new char[BufferCharacters];
            while (await reader.ReadAsync(buffer) is var count && count > 0)
            {
                idle.Sign();
                Take(buffer.AsSpan(0, count));
            }

            recent.Add(_line.ToString());
        }
        catch (Exception fault) when (fault is ObjectDisposedException or OperationCanceledException or IOException)
        {
            // Given up, as somebody else held it open after the process had ended.
        }
    }

    private void Take(ReadOnlySpan<char> read)
    {
        for (var end = read.IndexOf('\n'); end >= 0; end = read.IndexOf('\n'))
        {
            Append(read[..end]);
            recent.Add(_line.ToString());
            _line.Clear();
            read = read[(end + 1)..];
        }

        Append(read);
    }

    private void Append(ReadOnlySpan<char> read) => _line.Append(read[..Math.Min(read.Length, BufferCharacters - Math.Min(_line.Length, BufferCharacters))]);
}
