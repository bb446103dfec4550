import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Worker } from "../api/shapes";
import { useCauseTitle } from "../show/cause";
import { Age } from "../show/Moment";
import { Panel } from "../show/Panel";
import { SeverityMark } from "../show/Status";
import { newest } from "../workers/judge";

const MOST = 12;

/** What began last and still holds. */
export function Newest({ workers }: { workers: Worker[] }) {
  const { t } = useTranslation();
  const title = useCauseTitle();
  const events = newest(workers, MOST);
  if (events.length === 0) return null;
  return (
    <Panel title={t("overview.newest")} aside={t("overview.newestNote")}>
      <ul className="causes">
        {events.map(({ worker, cause }) => (
          <li key={`${worker.id} ${cause.code}`}>
            <Link to={`/workers/${worker.id}`}>
              <SeverityMark severity={cause.severity} />
              <span className="cause-title">{title(cause.code)}</span>
              <span className="cause-who">{worker.worker_name}</span>
              <span className="cause-since">
                <Age at={cause.since} bare />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
