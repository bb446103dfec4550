import { useTranslation } from "react-i18next";
import type { Unassigned as Row } from "../api/shapes";
import { Plain } from "../show/Plain";
import { Ton } from "../money/Ton";
import { Address } from "../show/Copy";
import { Moment } from "../show/Moment";
import { explorer } from "../show/facts";
import { useUnassigned } from "./data";

/** TON that left the pool's wallets and is nobody's payout. */
export function Unassigned() {
  const { t } = useTranslation();
  const rows = useUnassigned(true).data ?? [];
  if (rows.length === 0) return null;
  const transaction = ({ transaction_hash: hash }: Row) => (
    <Address text={hash} what={t("payouts.transaction")} href={explorer(hash)} />
  );
  return (
    <details className="panel">
      <summary>{t("unassigned.title", { count: rows.length })}</summary>
      <Plain
        label={t("unassigned.title", { count: rows.length })}
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { title: t("payouts.when"), cell: (row) => <Moment at={row.transaction_time} /> },
          { title: t("payouts.transaction"), cell: transaction },
          {
            title: t("payouts.toWallet"),
            cell: (row) => <Address text={row.to_address} what={t("payouts.toWallet")} />,
          },
          {
            title: t("payouts.reason"),
            cell: (row) => t(row.reason === "returned" ? "unassigned.returned" : "unassigned.stranger"),
          },
          { title: t("payouts.amount"), cell: (row) => <Ton value={row.amount_ton} /> },
        ]}
      />
    </details>
  );
}
