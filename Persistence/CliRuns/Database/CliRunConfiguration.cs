using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.CliRuns.Database;

/// <summary>The table <c>cli_runs</c>.</summary>
internal sealed class CliRunConfiguration : IEntityTypeConfiguration<CliRun>
{
    public const string Table = "cli_runs";

    /// <summary>Only what is under way is looked for by its lease.</summary>
    public const string UnderWay = "ended_at IS NULL";

    public void Configure(EntityTypeBuilder<CliRun> builder)
    {
        builder.ToTable(Table).HasKey(run => run.Id).HasName("pk_cli_runs");
        builder.UseSnakeCase();
        builder.HasIndex(run => run.TreeId, "ix_cli_runs_tree_id");
        builder.HasIndex(run => run.ExpiresAt, "ix_cli_runs_expires_at").HasFilter(UnderWay);
    }
}
