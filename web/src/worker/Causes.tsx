import { useTranslation } from "react-i18next";
import type { Cause } from "../api/shapes";
import { Copy } from "../show/Copy";
import { Age } from "../show/Moment";
import { Panel } from "../show/Panel";
import { SeverityMark } from "../show/Status";
import { useAdvice, useCauseTitle } from "../show/cause";
import { byGravity } from "../workers/judge";

/** Why it does not earn, or what needs attention, and what to do about it. */
export function Causes({ causes }: { causes: Cause[] }) {
  const { t } = useTranslation();
  const title = useCauseTitle();
  const advice = useAdvice();
  return (
    <Panel title={t("worker.causes")}>
      {causes.length === 0 ? (
        <p className="all-well">{t("worker.noCause")}</p>
      ) : (
        <ul className="advice">
          {[...causes].sort(byGravity).map((cause) => (
            <li key={cause.code} className={cause.severity}>
              <h3>
                <SeverityMark severity={cause.severity} /> {title(cause.code)}
                <span className="cause-since">
                  {t("time.since")} <Age at={cause.since} bare />
                </span>
              </h3>
              <Advice text={advice(cause.code, cause.detail)} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** The advice, its command set apart so that it can be copied. */
function Advice({ text }: { text: string }) {
  const { t } = useTranslation();
  const command = /curl '[^']*'/.exec(text)?.[0];
  if (!command) return <p dir="auto">{text}</p>;
  return (
    <>
      <p dir="auto">{text.replace(command, "").trim()}</p>
      <p className="command">
        <code>{command}</code>
        <Copy text={command} what={t("worker.command")} />
      </p>
    </>
  );
}
