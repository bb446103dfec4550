import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Payout } from "../api/shapes";
import { TonCell } from "../money/Ton";
import { useParticipants } from "../participants/data";
import { Address } from "../show/Copy";
import { Moment } from "../show/Moment";
import type { Column } from "../show/Table";
import { COIN, explorer } from "../show/facts";
import { UNKNOWN, ends } from "../show/format";
import { Verification } from "./Verification";

export function usePayoutColumns(onShow: (payout: Payout) => void): Column<Payout>[] {
  const { t } = useTranslation();
  const people = useParticipants().data;
  return useMemo(() => {
    const names = new Map(people?.map((one) => [one.id, one.username ?? ends(one.ton_wallet_address, 4, 4)]));
    return [
      {
        id: "when",
        title: t("payouts.when"),
        track: "12.5rem",
        phone: "main",
        cell: (payout) => (
          <button type="button" className="row-link" onClick={() => onShow(payout)}>
            <Moment at={payout.transaction_time} />
          </button>
        ),
      },
      {
        id: "who",
        title: t("workers.participant"),
        track: "minmax(7rem, 1fr)",
        phone: "sub",
        cell: (payout) => (
          <Link to={`/participants/${payout.participant_id}`} className="clip above" dir="auto">
            {names.get(payout.participant_id) ?? `#${payout.participant_id}`}
          </Link>
        ),
      },
      {
        id: "transaction",
        title: t("payouts.transaction"),
        track: "minmax(11rem, 1fr)",
        cell: (payout) => (
          <span className="above">
            <Address
              text={payout.transaction_hash}
              what={t("payouts.transaction")}
              href={explorer(payout.transaction_hash)}
            />
          </span>
        ),
      },
      {
        id: "comment",
        title: t("payouts.comment"),
        track: "minmax(6rem, 1fr)",
        cell: (payout) => (
          <span className="clip" dir="auto" title={payout.comment ?? undefined}>
            {payout.comment ?? ""}
          </span>
        ),
      },
      {
        id: "state",
        title: t("payouts.state"),
        track: "9rem",
        phone: "subend",
        cell: (payout) => <Verification payout={payout} />,
      },
      { id: "usd", title: "USD", track: "7rem", end: true, cell: (payout) => payout.amount_usd ?? UNKNOWN },
      {
        id: "amount",
        title: `${t("payouts.amount")}, ${COIN}`,
        track: "10rem",
        end: true,
        phone: "end",
        cell: (payout) => <TonCell value={payout.amount_ton} />,
      },
    ];
  }, [t, people, onShow]);
}
