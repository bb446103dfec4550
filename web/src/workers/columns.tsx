import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Worker } from "../api/shapes";
import { TonCell } from "../money/Ton";
import { compareTon } from "../money/nanoton";
import { useParticipants } from "../participants/data";
import { Meter, Sparkline } from "../show/Meter";
import { Age } from "../show/Moment";
import { StatusMark } from "../show/Status";
import type { Column } from "../show/Table";
import { useCauseTitle } from "../show/cause";
import { COIN, STALE_AFTER } from "../show/facts";
import { UNKNOWN, decimal, ends, modelName, secondsSince } from "../show/format";
import { useNow } from "../show/now";
import { byNumber, byText } from "../show/order";
import { STATUSES, topCause } from "./judge";
import { recentLoads } from "./recent";

const USUAL = ["status", "name", "why", "owner", "model", "gpu", "revenue", "looked"];

/** Those asked for in the address, in their own order; without a word there, the usual ones. The name always. */
export function shownColumns(columns: Column<Worker>[], asked: string | null): Column<Worker>[] {
  const wanted = new Set(asked?.split(",") ?? USUAL).add("name");
  return columns.filter((column) => wanted.has(column.id));
}

export function useColumns(): Column<Worker>[] {
  const { t } = useTranslation();
  const title = useCauseTitle();
  const people = useParticipants().data;
  return useMemo(() => {
    const owners = new Map(people?.map((one) => [one.id, one.username ?? ends(one.ton_wallet_address, 4, 4)]));
    const owner = (worker: Worker) => owners.get(worker.participant_id) ?? `#${worker.participant_id}`;
    const why = (worker: Worker) => {
      const cause = topCause(worker);
      return cause && cause.severity !== "info" ? title(cause.code) : "";
    };
    return [
      {
        id: "status",
        title: t("workers.status"),
        track: "8.6rem",
        phone: "end",
        cell: (worker) => <StatusMark status={worker.latest_status} />,
        compare: (a, b) => STATUSES.indexOf(a.latest_status) - STATUSES.indexOf(b.latest_status),
      },
      {
        id: "name",
        title: t("workers.name"),
        track: "minmax(9rem, 1.6fr)",
        phone: "main",
        cell: (worker) => (
          <Link to={`/workers/${worker.id}`} className="row-link" dir="auto" title={worker.worker_name}>
            {worker.worker_name}
          </Link>
        ),
        compare: byText((worker) => worker.worker_name),
      },
      {
        id: "why",
        title: t("workers.why"),
        track: "minmax(9rem, 1.2fr)",
        phone: "sub",
        cell: (worker) => <span className="clip">{why(worker)}</span>,
        compare: byText(why),
      },
      {
        id: "owner",
        title: t("workers.participant"),
        track: "minmax(7.2rem, 0.7fr)",
        cell: (worker) => (
          <span className="clip" dir="auto">
            {owner(worker)}
          </span>
        ),
        compare: byText(owner),
      },
      {
        id: "model",
        title: t("workers.model"),
        track: "minmax(7.5rem, 1fr)",
        cell: (worker) => (
          <span className="clip" dir="auto" title={worker.model ?? undefined}>
            {modelName(worker.model)}
          </span>
        ),
        compare: byText((worker) => worker.model),
      },
      {
        id: "gpu",
        title: t("workers.gpu"),
        track: "9rem",
        end: true,
        cell: (worker) => <GpuCell worker={worker} />,
        compare: byNumber((worker) => worker.latest_gpu_utilization),
      },
      {
        id: "price",
        title: t("workers.coefficient"),
        track: "6rem",
        end: true,
        cell: (worker) => worker.reported_price_coefficient ?? UNKNOWN,
        compare: byNumber(({ reported_price_coefficient: price }) => (price === null ? null : Number(price))),
      },
      {
        id: "place",
        title: t("workers.place"),
        track: "minmax(8rem, 1fr)",
        cell: (worker) => <code className="clip">{`${worker.host}:${worker.stats_port}`}</code>,
        compare: byText((worker) => `${worker.host}:${worker.stats_port}`),
      },
      {
        id: "revenue",
        title: `${t("workers.revenue")}, ${COIN}`,
        track: "10.5rem",
        end: true,
        phone: "subend",
        cell: (worker) => <TonCell value={worker.latest_revenue_ton} />,
        compare: (a, b) => compareTon(a.latest_revenue_ton, b.latest_revenue_ton),
      },
      {
        id: "looked",
        title: t("workers.looked"),
        track: "5.5rem",
        end: true,
        cell: (worker) => <Age at={worker.last_seen} staleAfter={STALE_AFTER} bare />,
        compare: byText((worker) => worker.last_seen),
      },
    ];
  }, [t, title, people]);
}

function GpuCell({ worker }: { worker: Worker }) {
  const now = useNow();
  const stale = !worker.last_seen || secondsSince(worker.last_seen, now) > STALE_AFTER;
  const load = worker.latest_gpu_utilization;
  return (
    <span className={stale ? "gpu stale" : "gpu"}>
      <Sparkline values={recentLoads(worker.id)} />
      <span>
        {decimal(load, 0)}
        {load !== null && " %"}
        <Meter percent={load} />
      </span>
    </span>
  );
}
