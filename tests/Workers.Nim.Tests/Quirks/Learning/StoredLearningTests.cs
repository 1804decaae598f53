using Pipeline.Contracts.Models;
using Pipeline.Contracts.Providers;
using Pipeline.TestKit;
using Pipeline.TestKit.Databases;
using Pipeline.Workers.Nim.Quirks.Complaints;
using Pipeline.Workers.Nim.Quirks.Learning;

namespace Pipeline.Workers.Nim.Tests.Quirks.Learning;

public class StoredLearningTests
{
    private static readonly ModelReference Model = new("nvidia_nim", "z-ai/glm4.7");
    private static readonly ModelReference Other = new("nvidia_nim", "other");

    private readonly ManualTime _time = new();

    [Fact]
    public async Task What_one_worker_learns_others_know_within_half_a_minute()
    {
        await using var database = await TestDatabase.CreateAsync();
        var first = await LearningHost.WithDatabaseAsync(database.ConnectionString, _time);
        await using var second = await LearningHost.WithDatabaseAsync(database.ConnectionString, _time);
        Assert.Empty((await second.Models.FindAsync(Model, default)).Quirks);

        first.Models.Learn(Model, new QuirksFound([Quirk.NoTopK]));
        Assert.True((await first.Models.FindAsync(Model, default)).Quirks.ContainsKey(Quirk.NoTopK));

        await first.DisposeAsync();
        Assert.Empty((await second.Models.FindAsync(Model, default)).Quirks);
        _time.Advance(LearntModels.RefreshInterval);
        await Task.Run(async () =>
        {
            while (!(await second.Models.FindAsync(Model, default)).Quirks.ContainsKey(Quirk.NoTopK)) await Task.Yield();
        }).Soon();
    }

    [Fact]
    public async Task Workers_that_learn_at_once_lose_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var quirks = Enum.GetValues<Quirk>();
        var workers = await Task.WhenAll(quirks.Take(4).Select(_ => LearningHost.WithDatabaseAsync(database.ConnectionString, _time)));

        Parallel.ForEach(quirks, quirk => workers[(int)quirk % workers.Length].Models.Learn(Model, new QuirksFound([quirk])));
        foreach (var worker in workers) await worker.DisposeAsync();

        await using var later = await LearningHost.WithDatabaseAsync(database.ConnectionString, _time);
        Assert.Equal(quirks, (await later.Models.FindAsync(Model, default)).Quirks.Keys.Order());
    }

    [Fact]
    public async Task Limits_and_quirks_outlast_a_restart_with_files()
    {
        using var directory = new TemporaryDirectory("learning");
        await using (var host = await LearningHost.WithFilesAsync(directory.Path, _time))
        {
            host.Models.Learn(Model, new QuirksFound([Quirk.NoImages]));
            host.Models.Learn(Model, new ContextWindowFound(131_072, 70_000, AtLeast: false));
            host.Models.Learn(Other, new OutputLimitFound(4_096));
        }

        await using var again = await LearningHost.WithFilesAsync(directory.Path, _time);
        var learnt = await again.Models.FindAsync(Model, default);
        Assert.Equal([Quirk.NoImages], learnt.Quirks.Keys);
        Assert.Equal((131_072, null), (learnt.ContextWindow?.Tokens, learnt.OutputLimit?.Tokens));
        Assert.Equal(4_096, (await again.Models.FindAsync(Other, default)).OutputLimit!.Tokens);

        _time.Advance(TimeSpan.FromDays(2));
        Assert.Null((await again.Models.FindAsync(Model, default)).ContextWindow);
    }

    [Fact]
    public async Task Without_a_store_memory_is_enough()
    {
        await using var host = await LearningHost.WithMemoryAsync(_time);

        host.Models.Learn(Model, new OutputLimitFound(8_192));

        Assert.Equal(8_192, (await host.Models.FindAsync(Model, default)).OutputLimit!.Tokens);
        Assert.Equal(LearntModel.Nothing.Quirks, (await host.Models.FindAsync(Other, default)).Quirks);
    }
}
