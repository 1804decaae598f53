using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>The inbox and the outbox of consumers that change state.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261121100000_StateTransactions")]
internal sealed class StateTransactions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "inbox_messages",
            table => new
            {
                message_id = table.Column<Guid>("uuid"),
                endpoint = table.Column<string>("text"),
                consumed_at = table.Column<DateTimeOffset>("timestamp with time zone"),
            },
            constraints: table => table.PrimaryKey("pk_inbox_messages", row => new { row.message_id, row.endpoint }));
        migrationBuilder.CreateIndex("ix_inbox_messages_consumed_at", "inbox_messages", "consumed_at");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("inbox_messages");
}
