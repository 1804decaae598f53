namespace Pipeline.Contracts.Transcripts;

/// <summary>
/// Where an event stands in its node's transcript. It grows over all runs of the node, so that a later run's events never
/// take the places of those that a lost worker had sent but not yet stored.
/// </summary>
/// <param name="Value">
/// The first run's events count from 1; each further run begins 2^32 above the one before. Stays below 2^53, which is all that JavaScript counts.
/// </param>
public readonly record struct TranscriptPosition(long Value)
{
    private const int RunBits = 32;

    /// <summary>The position of a run's event.</summary>
    /// <param name="run">The run, from 1.</param>
    /// <param name="sequence">Position within the run, from 1: a frame's <see cref="Frames.Frame.Sequence"/>.</param>
    public static TranscriptPosition Of(int run, int sequence) => new(((long)(run - 1) << RunBits) + sequence);

    /// <summary>The run, from 1.</summary>
    public int Run => (int)(Value >> RunBits) + 1;

    /// <summary>Position within the run.</summary>
    public int Sequence => (int)(Value & uint.MaxValue);
}
