import { useTranslation } from "react-i18next";
import type { Payout } from "../api/shapes";

/** What the chain says of a payout. */
export function Verification({ payout }: { payout: Payout }) {
  const { t } = useTranslation();
  return (
    <span className={`verification ${payout.verification}`} title={payout.verification_reason ?? undefined}>
      {t(`verification.${payout.verification}`)}
    </span>
  );
}
