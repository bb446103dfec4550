import type { FormEvent, ReactNode } from "react";
import { useId } from "react";
import { Button } from "react-aria-components/Button";
import { useTranslation } from "react-i18next";
import { Trouble } from "./Waiting";

interface FieldProps {
  label: string;
  name: string;
  hint?: string;
  children?: ReactNode;
  required?: boolean;
  defaultValue?: string | number | null;
  type?: string;
  inputMode?: "decimal" | "numeric" | "text";
  pattern?: string;
  placeholder?: string;
  maxLength?: number;
  autoFocus?: boolean;
}

/** A labelled field; with children (`<option>`s) a choice. What a field may be is judged by the API, in its words. */
export function Field({ label, hint, children, defaultValue, type = "text", ...rest }: FieldProps) {
  const id = useId();
  const described = hint ? `${id}-hint` : undefined;
  const { pattern, inputMode, placeholder, maxLength, autoFocus, ...both } = rest;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children ? (
        <select id={id} defaultValue={defaultValue ?? undefined} aria-describedby={described} {...both}>
          {children}
        </select>
      ) : (
        <input
          id={id}
          type={type}
          defaultValue={defaultValue ?? undefined}
          aria-describedby={described}
          autoComplete="off"
          spellCheck={false}
          // eslint-disable-next-line jsx-a11y/no-autofocus -- the one field of a dialog that was just opened
          autoFocus={autoFocus}
          {...{ pattern, inputMode, placeholder, maxLength }}
          {...both}
        />
      )}
      {hint && (
        <small id={described} className="hint">
          {hint}
        </small>
      )}
    </div>
  );
}

/** What was typed, by name; what was left empty is undefined. */
export type Typed = Record<string, string | undefined>;

interface FormProps {
  verb: string;
  onSubmit: (typed: Typed) => void;
  onCancel?: () => void;
  busy?: boolean;
  error?: Error | null;
  children: ReactNode;
}

export function Form({ verb, onSubmit, onCancel, busy, error, children }: FormProps) {
  const { t } = useTranslation();
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const entries = [...new FormData(event.currentTarget)].map(([name, value]) => [
      name,
      String(value).trim() || undefined,
    ]);
    onSubmit(Object.fromEntries(entries) as Typed);
  }
  return (
    <form className="form" onSubmit={submit}>
      {children}
      {error && <Trouble error={error} />}
      <footer>
        {onCancel && (
          <Button className="button" onPress={onCancel}>
            {t("cancel")}
          </Button>
        )}
        <Button className="button primary" type="submit" isDisabled={busy}>
          {verb}
        </Button>
      </footer>
    </form>
  );
}
