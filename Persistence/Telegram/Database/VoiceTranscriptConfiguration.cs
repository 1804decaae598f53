using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pipeline.Persistence.Database;

namespace Pipeline.Persistence.Telegram.Database;

/// <summary>The table <c>voice_transcripts</c>.</summary>
internal sealed class VoiceTranscriptConfiguration : IEntityTypeConfiguration<VoiceTranscript>
{
    public const string Table = "voice_transcripts";

    public void Configure(EntityTypeBuilder<VoiceTranscript> builder)
    {
        builder.ToTable(Table).HasKey(transcript => transcript.AudioHash).HasName("pk_voice_transcripts");
        builder.UseSnakeCase();
    }
}
