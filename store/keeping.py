"""Tables about the store itself: what its checks said, what changed, which stores came before."""

from __future__ import annotations

from store.model import Column, Table

KEEPING: tuple[Table, ...] = (
    Table(
        "check_result",
        "What the quality checks said when this store was published.",
        "derived",
        ("name",),
        (
            Column("name", "VARCHAR", "What was checked.", True),
            Column("level", "VARCHAR", "error (stops publication) or warning.", True),
            Column("ok", "BOOLEAN", "Did it pass?", True),
            Column("detail", "VARCHAR", "First row that fails, or the measured share.", True),
        ),
    ),
    Table(
        "change",
        "What moved between the store that was replaced and this one.",
        "derived",
        ("change_id",),
        (
            Column("change_id", "INTEGER", "Order: most important kind first.", True),
            Column("kind", "change_kind", "What kind of change.", True),
            Column("subject", "VARCHAR", "Programme, source, industry or indicator.", True),
            Column("indicator_id", "VARCHAR", "Of a figure."),
            Column("region_id", "VARCHAR", "Of a figure."),
            Column("years_after", "DOUBLE", "Of a figure about leavers."),
            Column("before", "VARCHAR", "Name, value, class or edition before."),
            Column("after", "VARCHAR", "The same after."),
            Column("rows", "INTEGER", "Figures or programmes that this row stands for.", True),
        ),
    ),
    Table(
        "history",
        "The stores that were published here, oldest first; this one is the last.",
        "derived",
        ("number",),
        (
            Column("number", "INTEGER", "Counts up from 1.", True),
            Column("made_at", "TIMESTAMP", "When (UTC).", True),
            Column("made_by", "VARCHAR", "Verb: build, load or refresh.", True),
            Column("data_version", "VARCHAR", "Changes when any input changes.", True),
            Column("rule_version", "VARCHAR", "Version of the crisis thresholds.", True),
            Column("programmes", "INTEGER", "Programmes in it.", True),
            Column("figures", "INTEGER", "Figures with a value in it.", True),
            Column("changes", "INTEGER", "Programmes, figures and tags that moved."),
        ),
    ),
)
