using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Pipeline.Persistence.Database;

/// <summary>How the context reaches its database.</summary>
internal static class DatabaseOptionsExtensions
{
    /// <summary>
    /// Uses PostgreSQL. Migrations are written by hand, without the generated snapshot that EF Core would
    /// compare the model with; a test compares the schemas themselves.
    /// </summary>
    public static DbContextOptionsBuilder UsePipelineDatabase(this DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString).ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
}
