"""Makes deploy/grafana/dashboards/*.json from the list in scripts/panels.py: `python -m scripts.dashboards`."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from grafana_foundation_sdk.builders import dashboard, prometheus, stat, table, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard as models

from scripts.panels import BOARDS, STATUSES, Board, Panel

FOLDER: Final = Path(__file__).parent.parent / "deploy" / "grafana" / "dashboards"
_SOURCE: Final = models.DataSourceRef(type_val="prometheus", uid="prometheus")

_EMPTY: Final[dict[str, Callable[[], "Builder"]]] = {
    "curve": timeseries.Panel,
    "number": stat.Panel,
    "table": table.Panel,
}

Builder = timeseries.Panel | stat.Panel | table.Panel


def _queries(panel: Panel) -> list[prometheus.Dataquery]:
    made = []
    for number, (expression, legend) in enumerate(panel.queries):
        query = prometheus.Dataquery().expr(expression).legend_format(legend).ref_id(chr(ord("A") + number))
        made.append(query.range() if panel.kind == "curve" else query.instant())
        if panel.kind == "table":
            query.format("table")  # type: ignore[arg-type]
    return made


def _panel(panel: Panel) -> Builder:
    span = 24 if panel.wide else (6 if panel.kind == "number" else 12)
    built = _EMPTY[panel.kind]()
    built.title(panel.title).unit(panel.unit).datasource(_SOURCE).span(span)
    built.height(4 if panel.kind == "number" else 8).description(panel.help)
    for query in _queries(panel):
        built.with_target(query)
    if panel.is_status:
        built.mappings([_status_words()])
    return built


def _status_words() -> models.ValueMap:
    words = {f"{value:g}": models.ValueMappingResult(text=word, color=color) for word, value, color in STATUSES}
    return models.ValueMap(options=words)


def build(board: Board) -> str:
    """The dashboard as Grafana reads it."""
    built = dashboard.Dashboard(board.title).uid(f"cocoonpool-{board.name}").tags(["cocoonpool"]).readonly()
    built.refresh("15s").time("now-6h", "now").timezone("browser").tooltip(models.DashboardCursorSync.CROSSHAIR)
    if board.variable is not None:
        name, label = board.variable
        built.with_variable(
            dashboard.QueryVariable(name)
            .label(name)
            .query(f"label_values(cocoon_revenue_ton, {label})")
            .datasource(_SOURCE)
            .refresh(models.VariableRefresh.ON_TIME_RANGE_CHANGED)
            .include_all(name == "participant")
        )
    for title, panels in board.rows:
        built.with_row(dashboard.Row(title))
        for panel in panels:
            built.with_panel(_panel(panel))
    return JSONEncoder(sort_keys=True, indent=2).encode(built.build()) + "\n"


def main() -> None:
    for board in BOARDS:
        (FOLDER / f"{board.name}.json").write_text(build(board), encoding="utf-8")


if __name__ == "__main__":
    main()
