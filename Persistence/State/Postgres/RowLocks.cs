using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Pipeline.Persistence.State.Postgres;

/// <summary>Finds rows and locks them until the transaction ends.</summary>
internal static class RowLocks
{
    /// <summary>The entity of a key, tracked, its row locked; waits for whoever has it. Null where there is none.</summary>
    public static async Task<T?> FindAsync<T>(DbContext context, object key, CancellationToken cancellationToken)
        where T : class
    {
        var (type, property) = KeyOf<T>(context);
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        var sql = context.GetService<ISqlGenerationHelper>();
        var name = sql.DelimitIdentifier(table.Name, table.Schema);
        var column = sql.DelimitIdentifier(property.GetColumnName(table)!);
        var statement = $"SELECT * FROM {name} WHERE {column} = {{0}} FOR UPDATE";
        var rows = await context.Set<T>()
            .FromSqlRaw(statement, key)
            .AsTracking().ToListAsync(cancellationToken);
        return rows is [var state] && context.Entry(state).State != EntityState.Deleted ? state : null;
    }

    /// <summary>The keys of what matches, in order, so that two transactions lock in the same one.</summary>
    public static Task<List<object>> KeysAsync<T>(DbContext context, Expression<Func<T, bool>> predicate, CancellationToken cancellationToken)
        where T : class
    {
        var (_, property) = KeyOf<T>(context);
        return context.Set<T>().AsNoTracking().Where(predicate)
            .OrderBy(state => EF.Property<object>(state, property.Name))
            .Select(state => EF.Property<object>(state, property.Name))
            .ToListAsync(cancellationToken);
    }

    private static (IEntityType Type, IProperty Key) KeyOf<T>(DbContext context)
    {
        var type = context.Model.FindEntityType(typeof(T))
            ?? throw new InvalidOperationException($"{typeof(T).Name} has no mapping (IEntityTypeConfiguration).");
        return type.FindPrimaryKey() is { Properties: [var property] }
            ? (type, property)
            : throw new InvalidOperationException($"{typeof(T).Name} must have a primary key of one column.");
    }
}
