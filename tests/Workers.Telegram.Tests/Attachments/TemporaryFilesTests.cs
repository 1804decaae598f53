using Pipeline.Workers.Telegram.Attachments;

namespace Pipeline.Workers.Telegram.Tests.Attachments;

public sealed class TemporaryFilesTests
{
    [Fact]
    public void What_a_dead_process_has_left_is_swept_and_what_is_in_use_stays()
    {
        using var used = TemporaryFiles.Create();
        var left = $"{used.Name}-left";
        File.WriteAllText(left, "somebody's words");
        var now = TimeProvider.System.GetUtcNow();
        File.SetLastWriteTimeUtc(left, (now - 2 * TemporaryFiles.Age).UtcDateTime);

        TemporaryFiles.Sweep(now - TemporaryFiles.Age);

        Assert.False(File.Exists(left));
        Assert.True(File.Exists(used.Name));
    }

    [Fact]
    public void One_that_is_closed_is_gone()
    {
        string name;
        using (var file = TemporaryFiles.Create()) name = file.Name;

        Assert.False(File.Exists(name));
    }
}
