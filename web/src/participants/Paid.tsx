import { useTranslation } from "react-i18next";
import { Plain } from "../show/Plain";
import { Link } from "react-router";
import type { Summary } from "../api/shapes";
import { Ton } from "../money/Ton";
import { Worth } from "../money/Worth";
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
                <Worth value={summary.total_amount_ton} />
              </Figure>
              <Figure name={t("payouts.confirmed")} note={t("payouts.count", { count: summary.verified_payouts })}>
                <Worth value={summary.verified_amount_ton} />
              </Figure>
            </Figures>
            {summary.by_year.length > 0 && <Years rows={summary.by_year} />}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

type Year = Summary["by_year"][number];

function Years({ rows }: { rows: Year[] }) {
  const { t } = useTranslation();
  const dollars = ({ amount_usd: sum, payouts_without_usd: without }: Year) => (
    <span title={without ? t("payouts.withoutUsd", { count: without }) : undefined}>
      {sum ?? UNKNOWN}
      {sum !== null && without > 0 && "+"}
    </span>
  );
  return (
    <Plain
      label={t("tax.year")}
      rows={rows}
      rowKey={(row) => row.year}
      columns={[
        { title: t("tax.year"), cell: (row) => row.year },
        { title: t("nav.payouts"), cell: (row) => row.payouts },
        { title: t("payouts.amount"), cell: (row) => <Ton value={row.amount_ton} /> },
        { title: "USD", cell: dollars },
      ]}
    />
  );
}
