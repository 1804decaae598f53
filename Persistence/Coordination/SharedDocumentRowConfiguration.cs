using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pipeline.Persistence.Coordination;

internal sealed class SharedDocumentRowConfiguration : IEntityTypeConfiguration<SharedDocumentRow>
{
    public void Configure(EntityTypeBuilder<SharedDocumentRow> builder)
    {
        builder.ToTable("shared_documents").HasKey(row => row.Name).HasName("pk_shared_documents");
        builder.Property(row => row.Name).HasColumnName("name").UseCollation("C");
        builder.Property(row => row.Document).HasColumnName("document");
    }
}
