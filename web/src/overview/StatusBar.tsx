import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Status, Worker } from "../api/shapes";
import { count } from "../show/format";
import { StatusMark } from "../show/Status";
import { countByStatus } from "../workers/judge";

const ORDER: Status[] = ["healthy", "degraded", "down", "unknown", "paused"];

/** The fleet as one bar, by status; each part leads to its workers. */
export function StatusBar({ workers }: { workers: Worker[] }) {
  const { t } = useTranslation();
  const counts = countByStatus(workers);
  const shown = ORDER.filter((status) => counts[status] > 0);
  return (
    <section className="status-bar" aria-label={t("overview.byStatus")}>
      <svg viewBox={`0 0 ${workers.length} 1`} preserveAspectRatio="none" aria-hidden="true">
        {shown.map((status, place) => (
          <rect
            key={status}
            className={status}
            x={shown.slice(0, place).reduce((sum, before) => sum + counts[before], 0)}
            width={counts[status]}
            height="1"
          />
        ))}
      </svg>
      <ul>
        {shown.map((status) => (
          <li key={status}>
            <Link to={`/workers?status=${status}`}>
              <StatusMark status={status} /> <b>{count(counts[status])}</b>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
