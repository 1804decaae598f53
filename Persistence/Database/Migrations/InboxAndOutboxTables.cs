using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>The inbox and the outbox of consumers that change state.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261121100000_InboxAndOutbox")]
internal sealed class InboxAndOutboxTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "inbox_messages",
            table => new
            {
                message_id = table.Column<Guid>("uuid"),
                consumer = table.Column<string>("text"),
                consumed_at = table.Column<DateTimeOffset>("timestamp with time zone"),
            },
            constraints: table => table.PrimaryKey("pk_inbox_messages", row => new { row.message_id, row.consumer }));
        migrationBuilder.CreateIndex("ix_inbox_messages_consumed_at", "inbox_messages", "consumed_at");

        migrationBuilder.CreateTable(
            "outbox_batches",
            table => new
            {
                id = table.Column<long>("bigint")
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                created_at = table.Column<DateTimeOffset>("timestamp with time zone"),
                messages = table.Column<string>("text"),
            },
            constraints: table => table.PrimaryKey("pk_outbox_batches", row => row.id));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("outbox_batches");
        migrationBuilder.DropTable("inbox_messages");
    }
}
