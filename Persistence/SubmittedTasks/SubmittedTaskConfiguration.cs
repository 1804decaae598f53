using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.SubmittedTasks;

/// <summary>The table <c>submitted_tasks</c>.</summary>
internal sealed class SubmittedTaskConfiguration : IEntityTypeConfiguration<SubmittedTask>
{
    public const string Table = "submitted_tasks";

    public void Configure(EntityTypeBuilder<SubmittedTask> builder)
    {
        builder.ToTable(Table).HasKey(task => task.NodeId).HasName("pk_submitted_tasks");
        builder.UseSnakeCase();
        builder.HasIndex(task => task.TreeId, "ix_submitted_tasks_tree_id");
    }
}
