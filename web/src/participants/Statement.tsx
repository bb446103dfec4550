import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { Sideways } from "../show/Sideways";
import { Link, useParams } from "react-router";
import type { Statement as Shape } from "../api/shapes";
import { Ton } from "../money/Ton";
import { Address } from "../show/Copy";
import { Icon } from "../show/Icon";
import { Moment } from "../show/Moment";
import { Facts, Panel } from "../show/Panel";
import { Loaded, Trouble } from "../show/Waiting";
import { download } from "../show/download";
import { UNKNOWN } from "../show/format";
import { useTitle } from "../show/title";
import { useUrl } from "../show/url";
import { useStatement } from "./data";

/** A participant's month on one sheet, made to be printed. */
export default function Statement() {
  const { t } = useTranslation();
  useTitle(t("statement.title"));
  const id = Number(useParams().id);
  const [params, change] = useUrl();
  const month = params.get("month") ?? new Date().toISOString().slice(0, 7);
  const zone = params.get("zone") ?? "UTC";
  const [error, setError] = useState<Error | null>(null);
  const csv = `/api/v1/participants/${id}/statement?${new URLSearchParams({ month, timezone: zone, format: "csv" })}`;
  return (
    <div className="page statement">
      <header className="page-head">
        <h1>{t("statement.title")}</h1>
        <div className="actions on-screen">
          <input
            type="month"
            aria-label={t("statement.month")}
            value={month}
            onChange={(event) => change({ month: event.target.value })}
          />
          <Button className="button" onPress={() => void download(csv).catch(setError)}>
            <Icon name="download" /> CSV
          </Button>
          <Button className="button" onPress={() => print()}>
            <Icon name="print" /> {t("statement.print")}
          </Button>
        </div>
      </header>
      {error && <Trouble error={error} />}
      <Loaded query={useStatement(id, month, zone)} lines={10}>
        {(told) => <Sheet told={told} />}
      </Loaded>
    </div>
  );
}

function Sheet({ told }: { told: Shape }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="quiet under-title">
        <Link to={`/participants/${told.participant_id}`}>
          {t("participant.nameless", { id: told.participant_id })}
        </Link>{" "}
        · <Address text={told.ton_wallet_address} what={t("participant.wallet")} /> · {told.month} · {told.timezone}
        {!told.settled && <> · {t("statement.notSettled")}</>}
      </p>
      <Panel title={t("statement.sum")}>
        <Facts
          rows={[
            [t("statement.before"), <Ton key="before" value={told.balance_before_ton} />],
            [t("statement.earned"), <Ton key="earned" value={told.earned_ton} />],
            [t("statement.broughtIn"), <Ton key="in" value={told.brought_in_ton} />],
            [t("statement.paid"), <Ton key="paid" value={told.paid_ton} />],
            [
              <b key="name">{t("statement.after")}</b>,
              <b key="after">
                <Ton value={told.balance_after_ton} />
              </b>,
            ],
            [t("statement.fees"), <Ton key="fees" value={told.fees_ton} />],
            [t("statement.received"), <Ton key="received" value={told.received_ton} />],
          ]}
        />
      </Panel>
      <Earned title={t("statement.byWorker")} rows={told.earned} />
      {told.brought_in.length > 0 && <Earned title={t("statement.broughtIn")} rows={told.brought_in} />}
      <Paid rows={told.paid} />
    </>
  );
}

function Earned({ title, rows }: { title: string; rows: Shape["earned"] }) {
  const { t } = useTranslation();
  return (
    <Panel title={title}>
      {rows.length === 0 ? (
        <p className="quiet">{t("statement.nothing")}</p>
      ) : (
        <Sideways label={title}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t("workers.name")}</th>
                <th scope="col">{t("money.contract")}</th>
                <th scope="col">{t("payouts.amount")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, place) => (
                <tr key={place}>
                  <th scope="row" dir="auto">
                    {row.worker_name ?? t("statement.nobodys")}
                  </th>
                  <td>
                    <Address text={row.sc_address} what={t("money.contract")} />
                  </td>
                  <td>
                    <Ton value={row.amount_ton} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Sideways>
      )}
    </Panel>
  );
}

function Paid({ rows }: { rows: Shape["paid"] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("nav.payouts")}>
      {rows.length === 0 ? (
        <p className="quiet">{t("statement.nothing")}</p>
      ) : (
        <Sideways label={t("nav.payouts")}>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t("payouts.when")}</th>
                <th scope="col">{t("payouts.transaction")}</th>
                <th scope="col">{t("payouts.comment")}</th>
                <th scope="col">{t("payouts.amount")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.payout_id}>
                  <th scope="row">
                    <Moment at={row.transaction_time} />
                  </th>
                  <td>
                    <Address text={row.transaction_hash} what={t("payouts.transaction")} href={row.link} />
                  </td>
                  <td dir="auto" className="wrap">
                    {row.comment ?? UNKNOWN}
                  </td>
                  <td>
                    <Ton value={row.amount_ton} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Sideways>
      )}
    </Panel>
  );
}
