import { useTranslation } from "react-i18next";
import type { WorkerEarnings } from "../api/shapes";
import { Certainty } from "../money/Certainty";
import { Ton } from "../money/Ton";
import { Worth } from "../money/Worth";
import { Address } from "../show/Copy";
import { Figure, Figures, Panel } from "../show/Panel";
import { Loaded } from "../show/Waiting";
import { useWorkerEarnings } from "./data";

export function Money({ id }: { id: number }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("worker.money")}>
      <Loaded query={useWorkerEarnings(id)} lines={6}>
        {(earnings) => <Shares earnings={earnings} />}
      </Loaded>
    </Panel>
  );
}

function Shares({ earnings }: { earnings: WorkerEarnings }) {
  const { t } = useTranslation();
  return (
    <>
      <Figures>
        <Figure name={t("money.share")} note={t("money.shareNote")}>
          <Worth value={earnings.earned_ton} />
        </Figure>
      </Figures>
      {earnings.contracts.map((share) => (
        <details key={share.sc_address} className="contract" open={earnings.contracts.length === 1}>
          <summary>
            <span>
              {t("money.contract")} <code title={share.sc_address}>{share.sc_address.slice(-6)}</code>
            </span>
            <Ton value={share.ton} />
          </summary>
          <p className="note">
            <Address text={share.sc_address} what={t("money.contract")} />
            {share.proxy_address && (
              <>
                {" "}
                {t("money.proxy")} <Address text={share.proxy_address} what={t("money.proxy")} />
              </>
            )}
          </p>
          {share.contract ? (
            <>
              <p className="note">{t("money.wholeContract")}</p>
              <Certainty stages={share.contract} />
            </>
          ) : (
            <p className="note">{t("money.anothers")}</p>
          )}
        </details>
      ))}
      {earnings.contracts.length === 0 && <p className="quiet">{t("money.noContract")}</p>}
    </>
  );
}
