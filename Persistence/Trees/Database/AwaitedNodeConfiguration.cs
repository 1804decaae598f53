using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Trees.Database;

/// <summary>The table <c>awaited_nodes</c>.</summary>
internal sealed class AwaitedNodeConfiguration : IEntityTypeConfiguration<AwaitedNode>
{
    public const string Table = "awaited_nodes";

    public void Configure(EntityTypeBuilder<AwaitedNode> builder)
    {
        builder.ToTable(Table).HasKey(awaited => awaited.Id).HasName("pk_awaited_nodes");
        builder.Property(awaited => awaited.Replies).AsJson();
        builder.Property(awaited => awaited.Links).AsJson();
        builder.UseSnakeCase();
    }
}
