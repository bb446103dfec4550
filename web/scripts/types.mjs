// Makes src/api/schema.ts from the OpenAPI document on standard input; with --check only says whether it still fits.
// Money comes as a JSON number with nine decimals, which a double cannot hold: here it is text (src/api/exact.ts).
import { readFileSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import openapiTS, { astToString, STRING } from "openapi-typescript";
import { format } from "prettier";

const TARGET = new URL("../src/api/schema.ts", import.meta.url);
const MONEY = /\/(?:(?:[a-z_]+_)?ton|(?:[a-z]+_)?amount_usd|PriceNow\/price)(?:\/anyOf\/\d+)?$/;

/** Amounts are numbers of the document under names such as `balance_ton`, `ton`, `amount_usd`, and what one coin is worth. */
function moneyAsText(schema, { path }) {
    return schema.type === "number" && MONEY.test(path ?? "") ? STRING : undefined;
}

const document = JSON.parse(await text(process.stdin));
const types = await openapiTS(document, { transform: moneyAsText, defaultNonNullable: false, enum: false });
const made = await format(`// Made by \`make types\` from the OpenAPI document.\n${astToString(types)}`, {
    parser: "typescript",
    printWidth: 120,
});

if (!process.argv.includes("--check")) {
    writeFileSync(TARGET, made);
} else if (readFileSync(TARGET, "utf8") === made) {
    console.log("The dashboard's types fit the API.");
} else {
    console.error("web/src/api/schema.ts no longer fits the API: run `make types`.");
    process.exit(1);
}
