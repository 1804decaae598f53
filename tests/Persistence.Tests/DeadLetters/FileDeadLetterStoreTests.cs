using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Persistence.DeadLetters;
using Pipeline.Persistence.DeadLetters.Files;
using Pipeline.TestKit;

namespace Pipeline.Persistence.Tests.DeadLetters;

public sealed class FileDeadLetterStoreTests : DeadLetterStoreTests, IDisposable
{
    private readonly TemporaryDirectory _directory = new("dead-letters");

    [Fact]
    public async Task A_file_that_is_no_dead_letter_and_one_that_was_not_finished_disturb_nothing()
    {
        var letter = await (await OpenAsync(new DeadLetterBounds())).AddAsync(Failed("one"), default);
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "1aaaaaa-bbbb.json"), "{\"id\":");
        await File.WriteAllTextAsync(Path.Combine(_directory.Path, "1aaaaaa-cccc.json.0123.new"), "{");

        var reopened = await OpenAsync(new DeadLetterBounds());

        Assert.Equal(letter.Id, Assert.Single(await reopened.ListAsync(default)).Id);
        Assert.True(File.Exists(Path.Combine(_directory.Path, "1aaaaaa-bbbb.json")));
    }

    [Fact]
    public async Task A_failure_is_on_the_disk_when_it_has_been_added()
    {
        var letter = await (await OpenAsync(new DeadLetterBounds())).AddAsync(Failed("one"), default);

        Assert.Equal([Path.Combine(_directory.Path, $"{letter.Id}.json")], Directory.GetFiles(_directory.Path));
    }

    public void Dispose() => _directory.Dispose();

    protected override Task<IDeadLetterStore> OpenAsync(DeadLetterBounds bounds) =>
        Task.FromResult<IDeadLetterStore>(new FileDeadLetterStore(_directory.Path, bounds, Time, NullLogger<FileDeadLetterStore>.Instance));
}
