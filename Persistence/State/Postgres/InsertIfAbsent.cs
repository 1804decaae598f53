using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Pipeline.Persistence.State.Postgres;

/// <summary>
/// <c>INSERT … ON CONFLICT DO NOTHING</c>, which EF Core does not write: a taken key must not break the
/// transaction off, as an error would.
/// </summary>
internal static class InsertIfAbsent
{
    /// <summary>Inserts and tracks the entity, locked like any new row; false where its key is taken.</summary>
    public static async Task<bool> ExecuteAsync(DbContext context, object entity, CancellationToken cancellationToken)
    {
        var entry = context.Entry(entity);
        var type = entry.Metadata;
        if (type.GetNavigations().Any(navigation => navigation.TargetEntityType.IsOwned()))
            throw new InvalidOperationException($"{type.DisplayName()} must not own other entities.");

        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        var sql = context.GetService<ISqlGenerationHelper>();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        StringBuilder columns = new(), values = new();
        foreach (var property in type.GetProperties().Where(property => !property.ValueGenerated.HasFlag(ValueGenerated.OnUpdate)))
        {
            if (property.GetColumnName(table) is not { } column) continue;

            var parameter = property.GetRelationalTypeMapping()
                .CreateParameter(command, $"p{command.Parameters.Count}", entry.Property(property).CurrentValue, property.IsNullable);
            var separator = command.Parameters.Count == 0 ? "" : ", ";
            columns.Append(separator).Append(sql.DelimitIdentifier(column));
            values.Append(separator).Append('@').Append(parameter.ParameterName);
            command.Parameters.Add(parameter);
        }

        command.CommandText = $"INSERT INTO {sql.DelimitIdentifier(table.Name, table.Schema)} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING";
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0) return false;

        entry.State = EntityState.Unchanged;
        return true;
    }
}
