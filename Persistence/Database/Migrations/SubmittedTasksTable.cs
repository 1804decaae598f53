using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Pipeline.Persistence.RequestLog.Database;
using Pipeline.Persistence.SubmittedTasks;
using Pipeline.Persistence.Trees.Database;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>Tasks over HTTP: their receipts, trees by age, and which task a request of the log belongs to.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261123140000_SubmittedTasks")]
internal sealed class SubmittedTasksTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            SubmittedTaskConfiguration.Table,
            table => new
            {
                node_id = table.Column<Guid>("uuid"),
                tree_id = table.Column<Guid>("uuid"),
                parent_id = table.Column<Guid>("uuid", nullable: true),
                workspace = table.Column<string>("text", nullable: true),
                request_hash = table.Column<string>("text"),
                submitted_at = table.Column<DateTimeOffset>("timestamp with time zone"),
            },
            constraints: table => table.PrimaryKey("pk_submitted_tasks", row => row.node_id));
        migrationBuilder.CreateIndex("ix_submitted_tasks_tree_id", SubmittedTaskConfiguration.Table, "tree_id");
        migrationBuilder.CreateIndex("ix_message_trees_created_at", MessageTreeConfiguration.Table, ["created_at", "correlation_id"]);
        migrationBuilder.AddColumn<string>("node", RequestEntryConfiguration.Table, "text", nullable: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn("node", RequestEntryConfiguration.Table);
        migrationBuilder.DropIndex("ix_message_trees_created_at", MessageTreeConfiguration.Table);
        migrationBuilder.DropTable(SubmittedTaskConfiguration.Table);
    }
}
