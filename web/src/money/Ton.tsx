import { COIN } from "../show/facts";
import { UNKNOWN, grouped } from "../show/format";

/** An amount with all its digits; those after the third decimal stand back. */
export function Ton({ value }: { value: string | null | undefined }) {
  if (value == null) return <span className="ton">{UNKNOWN}</span>;
  const digits = grouped(value);
  return (
    <span className={digits.whole.length > LONG ? "ton long" : "ton"}>
      <Digits {...digits} />
      <span className="unit"> {COIN}</span>
    </span>
  );
}

const LONG = 8; // digits before the point, with what groups them
const DECIMALS = 10; // the point and nine digits

/** The same in a column whose title has the unit: the points stand under each other. A phone shows no titles. */
export function TonCell({ value }: { value: string }) {
  const { whole, fraction } = grouped(value);
  return (
    <span className="ton clip" title={`${whole}${fraction} ${COIN}`}>
      <Digits whole={whole} fraction={fraction} />
      <span className="filler" aria-hidden="true">
        {".000000000".slice(fraction.length, DECIMALS)}
      </span>
      <span className="unit on-cards"> {COIN}</span>
    </span>
  );
}

function Digits({ whole, fraction }: { whole: string; fraction: string }) {
  return (
    <>
      <span className="unbroken">
        {whole}
        {fraction.slice(0, 4)}
      </span>
      {fraction.length > 4 && (
        <>
          <wbr />
          <span className="quiet unbroken">{fraction.slice(4)}</span>
        </>
      )}
    </>
  );
}
