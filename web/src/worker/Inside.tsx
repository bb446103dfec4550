import { useTranslation } from "react-i18next";
import type { WorkerAnswer, WorkerDetail } from "../api/shapes";
import { Ton } from "../money/Ton";
import { Address } from "../show/Copy";
import { Meter } from "../show/Meter";
import { Age, Moment } from "../show/Moment";
import { Facts, Panel } from "../show/Panel";
import { UNKNOWN, count, decimal, duration } from "../show/format";

/** What the last reading says: cards, proxies, wallet, TON, build and network. */
export function Inside({ worker }: { worker: WorkerAnswer }) {
  const { t } = useTranslation();
  const { detail } = worker;
  if (!detail) return <p className="quiet pad">{t("inside.nothing")}</p>;
  const old = !detail.is_current && (
    <p className="notice">
      {t("inside.old")} <Age at={worker.last_seen} />
    </p>
  );
  return (
    <div className={detail.is_current ? "inside" : "inside stale"}>
      {old}
      <Cards detail={detail} />
      <Serving detail={detail} />
      <Connections detail={detail} />
      <Chain detail={detail} />
    </div>
  );
}

function Cards({ detail: { guest } }: { detail: WorkerDetail }) {
  const { t } = useTranslation();
  return (
    <Panel
      title={t("inside.cards")}
      aside={guest?.uptime_seconds != null && t("inside.vmUp", { duration: duration(guest.uptime_seconds) })}
    >
      {!guest || guest.gpus.length === 0 ? (
        <p className="quiet">{t("inside.noCards")}</p>
      ) : (
        <ul className="cards">
          {guest.gpus.map((gpu) => (
            <li key={gpu.gpu_id}>
              <b dir="auto">{gpu.model ?? UNKNOWN}</b>
              <span>
                {count(gpu.utilization)} % <Meter percent={gpu.utilization} />
              </span>
              <span>
                {decimal(gpu.memory_used_gb)} / {decimal(gpu.memory_total_gb)} GB
              </span>
              <span>{count(gpu.temperature_celsius)} °C</span>
              <span>
                {count(gpu.power_watts)} / {count(gpu.power_limit_watts)} W
              </span>
            </li>
          ))}
        </ul>
      )}
      {guest && guest.services_ok === false && guest.failing_services.length > 0 && (
        <p className="note" dir="auto">
          {t("inside.failing")} {guest.failing_services.join(", ")}
        </p>
      )}
    </Panel>
  );
}

function useYesNo() {
  const { t } = useTranslation();
  return (value: boolean | null) => (value === null ? UNKNOWN : t(value ? "yes" : "no"));
}

function Serving({ detail: { serving, build, ton, runner } }: { detail: WorkerDetail }) {
  const { t } = useTranslation();
  const yesNo = useYesNo();
  const own: [string, string][] = runner
    ? [
        [t("inside.load"), decimal(runner.load?.last_10m, 2)],
        [t("inside.waited"), `${decimal(runner.max_delay_seconds?.last_10m, 3)} s`],
      ]
    : [];
  return (
    <Panel title={t("inside.serving")}>
      <Facts
        rows={[
          [t("inside.enabled"), yesNo(serving.enabled)],
          [t("inside.modelConnected"), yesNo(serving.model_connected)],
          [t("inside.modelAllowed"), yesNo(serving.model_allowed)],
          [t("inside.imageAllowed"), yesNo(serving.image_allowed)],
          [t("inside.requests"), `${count(serving.active_requests)} / ${count(serving.max_active_requests)}`],
          [t("inside.tonSynced"), <Age key="ton" at={ton.synced_at} staleAfter={600} />],
          [t("inside.build"), build.git_commit ? <code key="build">{build.git_commit.slice(0, 12)}</code> : UNKNOWN],
          [t("inside.built"), <Moment key="built" at={build.built_at} />],
          ...own,
        ]}
      />
    </Panel>
  );
}

function Connections({ detail: { connections } }: { detail: WorkerDetail }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("inside.proxies")}>
      {connections === null ? (
        <p className="quiet">{UNKNOWN}</p>
      ) : connections.length === 0 ? (
        <p className="quiet">{t("inside.noProxy")}</p>
      ) : (
        <ul className="proxies">
          {connections.map((one, place) => (
            <li key={place}>
              <span className={one.connected ? "link-up" : "link-down"}>
                {t(one.connected ? "inside.connected" : "inside.notConnected")}
              </span>
              <code className="clip" dir="auto">
                {one.address}
              </code>
              {one.proxy_sc_address && <Address text={one.proxy_sc_address} what={t("money.proxy")} />}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Chain({ detail: { wallet, network, owner_address: owner } }: { detail: WorkerDetail }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("inside.chain")}>
      <Facts
        rows={[
          [
            t("inside.gasWallet"),
            wallet.address ? <Address key="wallet" text={wallet.address} what={t("inside.gasWallet")} /> : UNKNOWN,
          ],
          [t("inside.gasBalance"), <Ton key="balance" value={wallet.balance_ton} />],
          [t("inside.owner"), owner ? <Address key="owner" text={owner} what={t("inside.owner")} /> : UNKNOWN],
          [t("inside.fee"), <Ton key="fee" value={network.worker_fee_per_token_ton} />],
          [t("inside.price"), <Ton key="price" value={network.price_per_token_ton} />],
          [t("inside.struct"), `${network.struct_version ?? UNKNOWN} / ${network.params_version ?? UNKNOWN}`],
        ]}
      />
    </Panel>
  );
}
