import { useTranslation } from "react-i18next";
import { Sideways } from "../show/Sideways";
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
  return (
    <details className="panel">
      <summary>{t("unassigned.title", { count: rows.length })}</summary>
      <Sideways label={t("unassigned.title", { count: rows.length })}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t("payouts.when")}</th>
              <th scope="col">{t("payouts.transaction")}</th>
              <th scope="col">{t("payouts.toWallet")}</th>
              <th scope="col">{t("payouts.reason")}</th>
              <th scope="col">{t("payouts.amount")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <Moment at={row.transaction_time} />
                </th>
                <td>
                  <Address
                    text={row.transaction_hash}
                    what={t("payouts.transaction")}
                    href={explorer(row.transaction_hash)}
                  />
                </td>
                <td>
                  <Address text={row.to_address} what={t("payouts.toWallet")} />
                </td>
                <td>{t(row.reason === "returned" ? "unassigned.returned" : "unassigned.stranger")}</td>
                <td>
                  <Ton value={row.amount_ton} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
    </details>
  );
}
