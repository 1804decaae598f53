using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Pipeline.Persistence.Trees.Database;

namespace Pipeline.Persistence.Database.Migrations;

/// <summary>When prompts were edited, and a way to the trees in which something is to do.</summary>
[DbContext(typeof(PipelineDbContext))]
[Migration("20261130100000_PromptEdits")]
internal sealed class PromptEdits : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<DateTimeOffset>("edited_at", TreeNodeConfiguration.Table, "timestamp with time zone", nullable: true);
        migrationBuilder.AddColumn<DateTimeOffset>("edited_at", AwaitedNodeConfiguration.Table, "timestamp with time zone", nullable: true);
        migrationBuilder.CreateIndex("ix_message_trees_busy", MessageTreeConfiguration.Table, "correlation_id", filter: MessageTreeConfiguration.Busy);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropIndex("ix_message_trees_busy", MessageTreeConfiguration.Table);
        migrationBuilder.DropColumn("edited_at", AwaitedNodeConfiguration.Table);
        migrationBuilder.DropColumn("edited_at", TreeNodeConfiguration.Table);
    }
}
