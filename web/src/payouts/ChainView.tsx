import { useTranslation } from "react-i18next";
import { Age } from "../show/Moment";
import { useChain } from "./data";

/** How old our view of the chain is; without it, no payout is called confirmed or not. */
export function ChainView() {
  const { t } = useTranslation();
  const chain = useChain().data;
  if (!chain) return null;
  if (chain.trouble) {
    return (
      <p className="notice warning">
        {t("chain.trouble")} <Age at={chain.trouble_since} />: {chain.trouble}
      </p>
    );
  }
  if (!chain.answered_at) return <p className="notice">{t("chain.never")}</p>;
  return (
    <p className="note under-title">
      {t("chain.answered")} <Age at={chain.answered_at} staleAfter={600} />
      {chain.complete_at && (
        <>
          {" · "}
          {t("chain.complete")} <Age at={chain.complete_at} staleAfter={3600} />
        </>
      )}
    </p>
  );
}
