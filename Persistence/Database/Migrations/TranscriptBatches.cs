using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Pipeline.Persistence.Transcripts.Database;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>What runs of Claude Code have said and done.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261123110000_TranscriptBatches")]
internal sealed class TranscriptBatches : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            TranscriptBatchRowConfiguration.Table,
            table => new
            {
                node_id = table.Column<Guid>("uuid"),
                last_position = table.Column<long>("bigint"),
                begins_at = table.Column<long>("bigint"),
                events = table.Column<byte[]>("bytea"),
            },
            constraints: table => table.PrimaryKey("pk_transcript_batches", row => new { row.node_id, row.last_position }));
        migrationBuilder.CreateIndex("ix_transcript_batches_begins_at", TranscriptBatchRowConfiguration.Table, ["node_id", "begins_at"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(TranscriptBatchRowConfiguration.Table);
}
