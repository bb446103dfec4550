import i18next from "i18next";
import type uPlot from "uplot";
import { clock, short } from "../show/format";
import type { Line } from "./Chart";

const HEIGHT = 152;
const SYNCED = "worker";

/** How a chart is drawn, in the colours of the page around `element`. */
export function options(
  element: HTMLElement,
  unit: string,
  lines: Line[],
  onZoom: (span: { from: number; to: number } | null) => void,
): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: colour("--quiet"),
    font: `11px ${style.fontFamily}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth || 300,
    height: HEIGHT,
    padding: [8, 20, 0, 0],
    cursor: { sync: { key: SYNCED }, drag: { x: true, y: false, setScale: false }, points: { size: 6 } },
    scales: { x: { time: true }, y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] } },
    axes: [
      { ...axis, size: 28, values: (plot, ticks) => ticks.map((tick) => timeLabel(tick, spread(plot))) },
      { ...axis, size: 48, values: (_, ticks) => ticks.map((tick) => short(tick)) },
    ],
    series: [
      { label: i18next.t("chart.time"), value: (_, at) => (at == null ? "" : momentLabel(at)) },
      ...lines.map((line, place) => ({
        label: line.label,
        stroke: colour(line.dashed ? "--line-2" : `--curve-${place % 3}`),
        width: 1.5,
        dash: line.dashed ? [4, 3] : undefined,
        points: { show: false },
        spanGaps: false,
        value: (_: uPlot, value: number | null) => `${short(value)}${value === null ? "" : ` ${unit}`}`,
      })),
    ],
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 8) return;
          onZoom({
            from: Math.round(plot.posToVal(left, "x") * 1000),
            to: Math.round(plot.posToVal(left + width, "x") * 1000),
          });
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      ready: [(plot) => plot.over.addEventListener("dblclick", () => onZoom(null))],
    },
  };
}

const DAY = 86_400;

function spread(plot: uPlot): number {
  return (plot.scales.x?.max ?? 0) - (plot.scales.x?.min ?? 0);
}

function timeLabel(at: number, spread: number): string {
  const style: Intl.DateTimeFormatOptions =
    spread <= 2 * DAY
      ? { hour: "2-digit", minute: "2-digit" }
      : spread <= 200 * DAY
        ? { day: "numeric", month: "short" }
        : { month: "short", year: "2-digit" };
  return clock(style).format(at * 1000);
}

function momentLabel(at: number): string {
  return clock({ dateStyle: "short", timeStyle: "medium" }).format(at * 1000);
}
