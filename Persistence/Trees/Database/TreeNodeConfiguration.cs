using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Trees.Database;

/// <summary>The table <c>tree_nodes</c>.</summary>
internal sealed class TreeNodeConfiguration : IEntityTypeConfiguration<TreeNode>
{
    public const string Table = "tree_nodes";

    public void Configure(EntityTypeBuilder<TreeNode> builder)
    {
        builder.ToTable(Table).HasKey(node => node.Id).HasName("pk_tree_nodes");
        builder.Property(node => node.State).HasConversion<string>();
        builder.Property(node => node.EndsAs).HasConversion<string>();
        builder.Property(node => node.Options).AsJson();
        builder.Property(node => node.Message).AsJson();
        builder.Property(node => node.Links).AsJson();
        builder.Property(node => node.Usage).AsJson();
        builder.UseSnakeCase();
        builder.HasIndex(node => node.TreeId, "ix_tree_nodes_tree_id");
    }
}
