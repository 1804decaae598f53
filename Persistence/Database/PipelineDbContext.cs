using Microsoft.EntityFrameworkCore;

namespace Pipeline.Persistence.Database;

/// <summary>The tables in PostgreSQL. Each feature's folder has its own entities and their configuration.</summary>
public sealed class PipelineDbContext(DbContextOptions<PipelineDbContext> options) : DbContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PipelineDbContext).Assembly);
}
