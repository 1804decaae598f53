using System.Globalization;
using Pipeline.Contracts.Transcripts;

namespace Pipeline.Ingress.Tasks.Viewing;

/// <summary>
/// The <c>id:</c> of an event. It grows over everything that a node's viewers see, and the same event has the same one for all of
/// them, whenever they come: for each run 2^32 ids, of which 0 is its beginning, those up to 2^31 its transcript, and the
/// rest what became of the node after it, by the node's version. Stays below 2^53, which is all that JavaScript counts.
/// </summary>
internal readonly record struct TaskEventId(long Value)
{
    private const int RunBits = 32;
    private const long Changes = 1L << (RunBits - 1);

    /// <summary>Before everything.</summary>
    public static TaskEventId None => default;

    /// <summary>How many runs the node has had with the one that it belongs to; 0 before the first.</summary>
    public int Run => (int)(Value >> RunBits);

    /// <summary>Where the transcript goes on after it.</summary>
    public TranscriptPosition Position => new(Math.Max(0, Value - (1L << RunBits)));

    public TaskEventId Next => new(Value + 1);

    public TaskEventId Previous => new(Value - 1);

    /// <summary>A run begins.</summary>
    public static TaskEventId OfStart(int run) => new((long)run << RunBits);

    /// <summary>An event of a run's transcript.</summary>
    public static TaskEventId Of(TranscriptPosition position) => new(position.Value + (1L << RunBits));

    /// <summary>A change of a node that does not run.</summary>
    /// <param name="runs">How many runs it has had.</param>
    /// <param name="version">Its version.</param>
    public static TaskEventId OfChange(int runs, long version) => new(((long)runs << RunBits) + Changes + version);

    public static bool operator <(TaskEventId one, TaskEventId other) => one.Value < other.Value;

    public static bool operator >(TaskEventId one, TaskEventId other) => one.Value > other.Value;

    public static bool operator <=(TaskEventId one, TaskEventId other) => one.Value <= other.Value;

    public static bool operator >=(TaskEventId one, TaskEventId other) => one.Value >= other.Value;

    /// <summary>Reads <c>Last-Event-ID</c>.</summary>
    public static bool TryParse(string text, out TaskEventId id)
    {
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        id = new TaskEventId(value);
        return isNumber;
    }

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
