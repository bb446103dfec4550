import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { useMe } from "../app/me";
import { useParticipants } from "../participants/data";
import { Dialog } from "../show/Dialog";
import { Field, Form, type Typed } from "../show/Form";
import { Trouble } from "../show/Waiting";
import { download } from "../show/download";
import { ends } from "../show/format";
import { type Preview, preview, taxUrl } from "./tax";

const FORMATS = ["generic", "koinly", "cointracking", "cointracker", "coinledger", "blockpit"];
const LAST_YEAR = new Date().getUTCFullYear();

/** A year's payouts as a file: looked at first, then saved, with how much of it has come. */
export function TaxReport({
  open,
  participant,
  onClose,
}: {
  open: boolean;
  participant: string | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("tax.title")} open={open} onClose={onClose} wide>
      <Report participant={participant} onClose={onClose} />
    </Dialog>
  );
}

function Report({ participant, onClose }: { participant: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe().data;
  const people = useParticipants().data ?? [];
  const [asked, setAsked] = useState<Typed | null>(null);
  const [seen, setSeen] = useState<Preview | null>(null);
  const [error, setError] = useState<Error | null>(null);
  async function look(typed: Typed) {
    setError(null);
    setAsked(typed);
    setSeen(await preview(taxUrl(typed)).catch((refused: Error) => (setError(refused), null)));
  }
  return (
    <>
      <Form verb={t("tax.preview")} onSubmit={(typed) => void look(typed)} onCancel={onClose} error={error}>
        {me?.isOperator && (
          <Field
            name="participant_id"
            label={t("workers.participant")}
            required
            defaultValue={participant ?? undefined}
          >
            {people.map((one) => (
              <option key={one.id} value={one.id}>
                {one.username ?? ends(one.ton_wallet_address)}
              </option>
            ))}
          </Field>
        )}
        <div className="pair">
          <Field
            name="year"
            label={t("tax.year")}
            required
            defaultValue={LAST_YEAR}
            inputMode="numeric"
            pattern="[0-9]{4}"
          />
          <Field
            name="timezone"
            label={t("tax.zone")}
            defaultValue={Intl.DateTimeFormat().resolvedOptions().timeZone}
          />
        </div>
        <div className="pair">
          <Field name="currency" label={t("tax.currency")} defaultValue="USD" pattern="[A-Za-z]{3}" />
          <Field name="format" label={t("tax.format")}>
            {FORMATS.map((format) => (
              <option key={format} value={format}>
                {format === "generic" ? t("tax.generic") : format}
              </option>
            ))}
          </Field>
        </div>
      </Form>
      {seen && asked && <Seen seen={seen} asked={asked} />}
    </>
  );
}

function Seen({ seen, asked }: { seen: Preview; asked: Typed }) {
  const { t } = useTranslation();
  const [bytes, setBytes] = useState<number | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const save = (file: "csv" | "xlsx") => {
    setError(null);
    setBytes(0);
    void download(taxUrl({ ...asked, file }), setBytes).catch(setError);
  };
  return (
    <section aria-label={t("tax.preview")} className="preview">
      <p>
        {t("tax.rows", { count: seen.rows })}
        {seen.missingPrices > 0 && (
          <span className="severity warning">{t("tax.missing", { count: seen.missingPrices })}</span>
        )}
      </p>
      <pre role="region" tabIndex={0} aria-label={t("tax.preview")}>
        {seen.text}
      </pre>
      {error && <Trouble error={error} />}
      <footer>
        {bytes !== null && <span role="status">{t("tax.got", { kilobytes: Math.ceil(bytes / 1024) })}</span>}
        <Button className="button" onPress={() => save("xlsx")}>
          {t("tax.xlsx")}
        </Button>
        <Button className="button primary" onPress={() => save("csv")}>
          {t("tax.csv")}
        </Button>
      </footer>
    </section>
  );
}
