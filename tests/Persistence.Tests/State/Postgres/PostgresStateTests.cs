using Npgsql;
using Pipeline.Persistence.Tests.State.Hosting;
using Pipeline.TestKit.Databases;

namespace Pipeline.Persistence.Tests.State.Postgres;

public sealed class PostgresStateTests : StateTests
{
    private TestDatabase _database = null!;

    protected override IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?> { ["ConnectionStrings:Pipeline"] = _database.ConnectionString };

    public override async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        await using var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(TestModel.Tables, connection);
        await command.ExecuteNonQueryAsync();
    }

    public override async Task DisposeAsync() => await _database.DisposeAsync();
}
