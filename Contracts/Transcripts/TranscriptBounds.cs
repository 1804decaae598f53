namespace Pipeline.Contracts.Transcripts;

/// <summary>
/// How large the parts of an event may be, in UTF-16 code units, so that no event outgrows a frame. Longer text is
/// split over several events; what is cut says so.
/// </summary>
public static class TranscriptBounds
{
    /// <summary>Text or thinking in one event; longer ones become several.</summary>
    public const int Piece = 16 * 1024;

    /// <summary>A tool's name, its id, or the description of its input.</summary>
    public const int Description = 240;

    /// <summary>What a tool answered.</summary>
    public const int ToolResult = 4 * 1024;

    /// <summary>A status, or why a run failed.</summary>
    public const int Sentence = 4 * 1024;

    /// <summary>The final text of a run.</summary>
    public const int FinalText = 256 * 1024;
}
