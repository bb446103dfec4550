import { useTranslation } from "react-i18next";
import type { Severity, Status } from "../api/shapes";

/** A worker's status in colour, shape and word: colour alone tells nothing to some. */
export function StatusMark({ status, word = true }: { status: Status; word?: boolean }) {
  const { t } = useTranslation();
  const name = t(`status.${status}`);
  return (
    <span className={`status ${status}`} title={word ? undefined : name}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <Shape status={status} />
      </svg>
      <span className={word ? undefined : "unseen"}>{name}</span>
    </span>
  );
}

function Shape({ status }: { status: Status }) {
  if (status === "healthy") return <circle cx="5" cy="5" r="4" />;
  if (status === "degraded") return <path d="M5 .8 9.6 9H.40z" />;
  if (status === "down") return <path d="M1 1h8v8H1z" />;
  if (status === "paused") return <path d="M1.5 1h2.50v8H1.50zM6 1h2.50v8H6z" />;
  return <circle cx="5" cy="5" r="3.2" className="hollow" />;
}

export function SeverityMark({ severity }: { severity: Severity }) {
  const { t } = useTranslation();
  return <span className={`severity ${severity}`}>{t(`severity.${severity}`)}</span>;
}
