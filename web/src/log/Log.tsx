import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { LogEntry } from "../api/shapes";
import { useCauseTitle } from "../show/cause";
import { Age } from "../show/Moment";
import { Panel } from "../show/Panel";
import { StatusMark } from "../show/Status";
import { Loaded } from "../show/Waiting";
import { useLog } from "./data";

interface LogProps {
  /** Of this worker only; its name is then not repeated. */
  worker?: number;
  most: number;
}

/** What happened, newest first: how a worker was from then on, which causes began and which ended. */
export function Log({ worker, most }: LogProps) {
  const { t } = useTranslation();
  const log = useLog(worker, most);
  return (
    <Panel title={t("log.title")} aside={t("log.note")}>
      <Loaded query={log} lines={4}>
        {({ pages }) => <Entries entries={pages.flatMap((page) => page.rows)} named={worker === undefined} />}
      </Loaded>
      {log.hasNextPage && (
        <button type="button" className="link" disabled={log.isFetching} onClick={() => void log.fetchNextPage()}>
          {t("log.more")}
        </button>
      )}
    </Panel>
  );
}

function Entries({ entries, named }: { entries: LogEntry[]; named: boolean }) {
  const { t } = useTranslation();
  if (entries.length === 0) return <p className="quiet">{t("log.none")}</p>;
  return (
    <ol className={named ? "log" : "log nameless"}>
      {entries.map((entry) => (
        <li key={entry.id}>
          <span className="log-when">
            <Age at={entry.at} bare />
          </span>
          <StatusMark status={entry.status} />
          {named && (
            <Link className="clip" dir="auto" to={`/workers/${entry.worker_id}`} title={entry.worker_name}>
              {entry.worker_name}
            </Link>
          )}
          <span className="log-what">
            <What entry={entry} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Causes that are so by a worker's set-up: they come with the first look, and are no event. */
const STANDING = new Set(["port_without_access_hash", "gpu_source_missing", "unknown_build", "stats_page_missing"]);

function What({ entry }: { entry: LogEntry }) {
  const { t } = useTranslation();
  const title = useCauseTitle();
  const turned = entry.status_before !== entry.status;
  const begun = entry.causes_begun.filter(({ code }) => !STANDING.has(code));
  const ended = entry.causes_ended.filter((code) => !STANDING.has(code));
  return (
    <>
      {begun.map(({ code, severity }) => (
        <span key={code} className={`begun ${severity}`}>
          {title(code)}
        </span>
      ))}
      {ended.length > 0 && <span className="quiet">{`${t("log.ended")} ${ended.map(title).join(", ")}`}</span>}
      {turned && <span className="quiet">{t("log.before", { status: t(`status.${entry.status_before}`) })}</span>}
    </>
  );
}
