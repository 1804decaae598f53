namespace Pipeline.TestKit;

/// <summary>How much is tried of what is chosen at random.</summary>
public static class Thoroughness
{
    private const int InFullRun = 5;

    private static readonly bool IsFullRun = Environment.GetEnvironmentVariable("PIPELINE_TEST_FULL") is { Length: > 0 };

    /// <summary>Cases to try: so many in a usual run, and five times as many in a full one (<c>./test.sh --full</c>).</summary>
    public static int Cases(int usual) => IsFullRun ? usual * InFullRun : usual;
}
