import { useTranslation } from "react-i18next";
import type { Stages } from "../api/shapes";
import { Age } from "../show/Moment";
import { UNKNOWN, duration } from "../show/format";
import { Ton } from "./Ton";
import { nanoton } from "./nanoton";

const STAGES = ["claimed", "committed_to_proxy_db", "committed_to_blockchain", "cashed_out", "received"] as const;

/** How sure earnings are: from what workers claim to what arrived, each as a share of the claim. */
export function Certainty({ stages }: { stages: Stages }) {
  const { t } = useTranslation();
  const whole = stages.claimed.ton ?? null;
  return (
    <>
      <ol className="certainty">
        {STAGES.map((stage) => {
          const { ton } = stages[stage];
          return (
            <li key={stage}>
              <span className="stage">{t(`money.stage.${stage}`)}</span>
              <Ton value={ton} />
              <span className={ton === null ? "track unknown" : "track"} aria-hidden="true">
                <span style={{ width: `${share(ton, whole)}%` }} />
              </span>
            </li>
          );
        })}
      </ol>
      <p className="note">
        {stages.received_as_of ? (
          <>
            {t("money.readUpTo")} <Age at={stages.received_as_of} />
          </>
        ) : (
          t("money.chainNotRead")
        )}
        {stages.gap && nanoton(stages.gap.ton) > 0n && (
          <span className="gap">
            {t("money.gap")} <Ton value={stages.gap.ton} />,{" "}
            {stages.gap.age_seconds === null ? UNKNOWN : duration(stages.gap.age_seconds)}
          </span>
        )}
      </p>
    </>
  );
}

/** Percent of the whole, for the width of a bar. */
function share(ton: string | null, whole: string | null): number {
  if (ton === null || whole === null || nanoton(whole) === 0n) return 0;
  return Math.min(100, Number((nanoton(ton) * 1000n) / nanoton(whole)) / 10);
}
