using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Pipeline.Persistence.Coordination;
using Pipeline.Persistence.Database;
using Pipeline.TestKit;
using Pipeline.TestKit.Databases;

namespace Pipeline.Persistence.Tests.Coordination;

public sealed class SharedDocumentsTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private IHost _first = null!;
    private IHost _second = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        (_first, _second) = (await StartAsync(), await StartAsync());
    }

    [Fact]
    public async Task A_document_begins_with_its_first_change()
    {
        Assert.Null(await ReadAsync(_first, "one"));

        await WriteAsync(_first, "one", "text");

        Assert.Equal("text", await ReadAsync(_second, "one"));
        Assert.Null(await ReadAsync(_second, "another"));
    }

    [Fact]
    public async Task No_change_of_many_at_once_is_lost()
    {
        var adding = Enumerable.Range(0, 100).Select(number => Documents(number % 2 == 0 ? _first : _second).UpdateAsync(
            "count",
            (document, _) => Bytes(Number(document) + 1),
            CancellationToken.None));

        await Task.WhenAll(adding).Soon();

        Assert.Equal("100", await ReadAsync(_first, "count"));
    }

    [Fact]
    public async Task Whoever_waited_reads_the_clock_after_those_it_waited_for()
    {
        var times = new List<DateTimeOffset>();
        var changing = Enumerable.Range(0, 50).Select(number => Documents(number % 2 == 0 ? _first : _second).UpdateAsync(
            "times",
            (_, now) =>
            {
                times.Add(now);
                return number % 3 == 0 ? null : Bytes(number);
            },
            CancellationToken.None));

        await Task.WhenAll(changing).Soon();

        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task A_change_that_fails_leaves_the_document_as_it_was()
    {
        await WriteAsync(_first, "one", "before");

        await Assert.ThrowsAsync<FormatException>(() => Documents(_first).UpdateAsync("one", (_, _) => throw new FormatException(), CancellationToken.None));
        await WriteAsync(_second, "two", "after");

        Assert.Equal("before", await ReadAsync(_second, "one"));
        Assert.Equal("before", await ReadAsync(_first, "one"));
    }

    [Fact]
    public async Task Who_holds_a_document_and_has_frozen_does_not_hold_up_the_others()
    {
        await WriteAsync(_first, "one", "before");
        using var thaw = new ManualResetEventSlim();
        var frozen = Task.Run(() => Documents(_first).UpdateAsync(
            "one",
            (_, _) =>
            {
                thaw.Wait();
                return Bytes(0);
            },
            CancellationToken.None));
        await UntilLockedAsync();

        await WriteAsync(_second, "one", "after").Soon();
        thaw.Set();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => frozen.Soon());
        Assert.Equal("after", await ReadAsync(_second, "one"));
    }

    public async Task DisposeAsync()
    {
        foreach (var host in new[] { _first, _second })
        {
            await host.StopAsync();
            host.Dispose();
        }

        await _database.DisposeAsync();
    }

    private static ISharedDocuments Documents(IHost host) => host.Services.GetRequiredService<ISharedDocuments>();

    private static Task WriteAsync(IHost host, string name, string text) =>
        Documents(host).UpdateAsync(name, (_, _) => Encoding.UTF8.GetBytes(text), CancellationToken.None);

    private static async Task<string?> ReadAsync(IHost host, string name)
    {
        byte[]? found = null;
        await Documents(host).UpdateAsync(
            name,
            (document, _) =>
            {
                found = document;
                return null;
            },
            CancellationToken.None);
        return found is null ? null : Encoding.UTF8.GetString(found);
    }

    private static int Number(byte[]? document) => document is null ? 0 : int.Parse(Encoding.UTF8.GetString(document), CultureInfo.InvariantCulture);

    private static byte[] Bytes(int number) => Encoding.UTF8.GetBytes($"{number}");

    private async Task UntilLockedAsync()
    {
        await using var context = await _second.Services.GetRequiredService<IDbContextFactory<PipelineDbContext>>().CreateDbContextAsync();
        var rows = context.Database.SqlQueryRaw<string>("SELECT name FROM shared_documents FOR UPDATE SKIP LOCKED");
        using var limit = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while ((await rows.ToListAsync(limit.Token)).Count > 0) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
    }

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Pipeline", _database.ConnectionString)]);
        builder.Services.AddLogging().AddPipelinePersistence(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
