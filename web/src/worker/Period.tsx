import { useTranslation } from "react-i18next";
import { Worth } from "../money/Worth";
import { count, decimal, percent, short } from "../show/format";
import { Figure, Figures } from "../show/Panel";
import { Loaded } from "../show/Waiting";
import { useStats } from "./data";
import type { Span } from "./span";

/** What the worker did in the span, and how much of the span is known at all. */
export function Period({ id, span }: { id: number; span: Span }) {
  const { t } = useTranslation();
  return (
    <Loaded query={useStats(id, span)} lines={2}>
      {(stats) => (
        <Figures>
          <Figure name={t("period.revenue")} note={t("period.coverage", { share: percent(stats.coverage) })}>
            <Worth value={stats.revenue_ton} />
          </Figure>
          <Figure name={t("period.requests")} note={t("period.success", { share: percent(stats.success_rate) })}>
            {count(stats.requests)}
          </Figure>
          <Figure
            name={t("period.tokens")}
            note={t("period.tokensNote", {
              completion: short(stats.tokens.completion),
              prompt: short(stats.tokens.prompt),
            })}
          >
            {short(stats.tokens.total)}
          </Figure>
          <Figure name={t("period.latency")} note={t("period.latencyNote")}>
            {decimal(stats.avg_inference_latency_ms, 0)} <span className="unit">{t("unit.ms")}</span>
          </Figure>
          <Figure name={t("period.gpu")} note={t("period.gpuNote", { p95: decimal(stats.gpu_utilization_p95, 0) })}>
            {decimal(stats.gpu_utilization_avg)} <span className="unit">%</span>
          </Figure>
          <Figure name={t("period.uptime")} note={t("period.restarts", { count: stats.restarts ?? 0 })}>
            {percent(stats.uptime_percentage === null ? null : stats.uptime_percentage / 100, 2)}
          </Figure>
        </Figures>
      )}
    </Loaded>
  );
}
