using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pipeline.Persistence.Transcripts.Database;

/// <summary>The table <c>transcript_batches</c>.</summary>
internal sealed class TranscriptBatchRowConfiguration : IEntityTypeConfiguration<TranscriptBatchRow>
{
    public const string Table = "transcript_batches";

    public void Configure(EntityTypeBuilder<TranscriptBatchRow> builder)
    {
        builder.ToTable(Table).HasKey(row => new { row.NodeId, row.LastPosition }).HasName("pk_transcript_batches");
        builder.HasIndex(row => new { row.NodeId, row.BeginsAt }, "ix_transcript_batches_begins_at");
        builder.Property(row => row.NodeId).HasColumnName("node_id");
        builder.Property(row => row.LastPosition).HasColumnName("last_position");
        builder.Property(row => row.BeginsAt).HasColumnName("begins_at");
        builder.Property(row => row.Events).HasColumnName("events");
    }
}
