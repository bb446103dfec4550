import js from "@eslint/js";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["src/api/schema.ts"] },
  js.configs.recommended,
  ...ts.configs.strict,
  a11y.flatConfigs.recommended,
  hooks.configs.flat.recommended,
  {
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: "Texts are hostile: show them as text.",
        },
        { selector: "CallExpression[callee.name='parseFloat']", message: "Amounts are exact: money/nanoton.ts." },
      ],
      "jsx-a11y/no-autofocus": ["error", { ignoreNonDOM: true }],
      "jsx-a11y/no-noninteractive-tabindex": ["error", { roles: ["region"] }], // what scrolls must be reached by keys
      "max-lines": ["error", { max: 300 }],
      "react-hooks/incompatible-library": "off", // the virtualiser is kept inside one component, which is not memoised
    },
  },
  { files: ["scripts/**", "*.config.*"], languageOptions: { globals: { process: true, console: true, URL: true } } },
);
