import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import type { Payout } from "../api/shapes";
import { useMe } from "../app/me";
import { Ton } from "../money/Ton";
import { Worth } from "../money/Worth";
import { Address } from "../show/Copy";
import { Dialog } from "../show/Dialog";
import { Moment } from "../show/Moment";
import { Facts } from "../show/Panel";
import { Trouble } from "../show/Waiting";
import { explorer } from "../show/facts";
import { UNKNOWN } from "../show/format";
import { Verification } from "./Verification";
import { useVerify } from "./data";

/** One payout, with all that is known of it. */
export function PayoutSheet({ payout, onClose }: { payout: Payout | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("payouts.one", { id: payout?.id ?? 0 })} open={payout !== null} onClose={onClose} wide>
      {payout && <Sheet payout={payout} />}
    </Dialog>
  );
}

function Sheet({ payout }: { payout: Payout }) {
  const { t } = useTranslation();
  const verify = useVerify();
  const isOperator = useMe().data?.isOperator ?? false;
  return (
    <>
      <Facts
        rows={[
          [t("payouts.amount"), <Worth key="amount" value={payout.amount_ton} />],
          ["USD", payout.amount_usd ?? UNKNOWN],
          [t("payouts.when"), <Moment key="when" at={payout.transaction_time} />],
          [t("payouts.state"), <Verification key="state" payout={payout} />],
          [t("payouts.reason"), payout.verification_reason ?? UNKNOWN],
          [t("payouts.counted"), t(payout.counted ? "yes" : "no")],
          [t("payouts.checkedAt"), <Moment key="checked" at={payout.verified_at} />],
          [
            t("payouts.nextCheck"),
            payout.next_check_at ? <Moment key="next" at={payout.next_check_at} /> : t("payouts.final"),
          ],
          [
            t("payouts.transaction"),
            <Address
              key="hash"
              text={payout.transaction_hash}
              what={t("payouts.transaction")}
              href={explorer(payout.transaction_hash)}
            />,
          ],
          [t("payouts.fromWallet"), <Address key="from" text={payout.from_address} what={t("payouts.fromWallet")} />],
          [t("payouts.toWallet"), <Address key="to" text={payout.to_address} what={t("payouts.toWallet")} />],
          [t("payouts.fee"), <Ton key="fee" value={payout.fee_ton} />],
          [
            t("payouts.comment"),
            <span key="comment" dir="auto" className="wrap">
              {payout.comment ?? UNKNOWN}
            </span>,
          ],
          [t("payouts.source"), t(payout.source === "chain" ? "payouts.byChain" : "payouts.byHand")],
        ]}
      />
      {verify.error && <Trouble error={verify.error} />}
      {isOperator && (
        <footer>
          <Button className="button" isDisabled={verify.isPending} onPress={() => verify.mutate(payout.id)}>
            {t("payouts.verify")}
          </Button>
        </footer>
      )}
    </>
  );
}
