import { useTranslation } from "react-i18next";
import { Sideways } from "../show/Sideways";
import { Link } from "react-router";
import type { Summary } from "../api/shapes";
import { Ton } from "../money/Ton";
import { UNKNOWN } from "../show/format";
import { Figure, Figures, Panel } from "../show/Panel";
import { Loaded } from "../show/Waiting";
import { usePayoutSummary } from "./data";

/** What was paid, by year; how much of it the chain has confirmed. */
export function Paid({ id }: { id: number }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("nav.payouts")} aside={<Link to={`/payouts?participant=${id}`}>{t("payouts.all")}</Link>}>
      <Loaded query={usePayoutSummary(id)} lines={4}>
        {(summary) => (
          <>
            <Figures>
              <Figure name={t("money.paid")} note={t("payouts.count", { count: summary.total_payouts })}>
                <Ton value={summary.total_amount_ton} />
              </Figure>
              <Figure name={t("payouts.confirmed")} note={t("payouts.count", { count: summary.verified_payouts })}>
                <Ton value={summary.verified_amount_ton} />
              </Figure>
            </Figures>
            {summary.by_year.length > 0 && <Years rows={summary.by_year} />}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Years({ rows }: { rows: Summary["by_year"] }) {
  const { t } = useTranslation();
  return (
    <Sideways label={t("tax.year")}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t("tax.year")}</th>
            <th scope="col">{t("nav.payouts")}</th>
            <th scope="col">{t("payouts.amount")}</th>
            <th scope="col">USD</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.year}>
              <th scope="row">{row.year}</th>
              <td>{row.payouts}</td>
              <td>
                <Ton value={row.amount_ton} />
              </td>
              <td
                title={
                  row.payouts_without_usd ? t("payouts.withoutUsd", { count: row.payouts_without_usd }) : undefined
                }
              >
                {row.amount_usd ?? UNKNOWN}
                {row.amount_usd !== null && row.payouts_without_usd > 0 && "+"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}
