import react from "@vitejs/plugin-react";
import { type Plugin, defineConfig } from "vite";

/** The page names the code that its small entry asks for, so that a browser fetches both at once. */
function preloadedStart(): Plugin {
  return {
    name: "preloaded-start",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle, path }) {
        if (!path.endsWith("/index.html") || !bundle) return html;
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const start = chunks.find((chunk) => chunk.facadeModuleId?.endsWith("/app/start.tsx"));
        if (!start) throw new Error("app/start.tsx has no chunk of its own");
        const names = [start.fileName, ...start.imports].filter((name) => !html.includes(name));
        return names.map((name) => ({
          tag: "link",
          attrs: { rel: "modulepreload", crossorigin: true, href: `/${name}` },
          injectTo: "head" as const,
        }));
      },
    },
  };
}

// A few large files for what every page needs: each file is a question to a server that may be busy.
const EVERYWHERE = /node_modules[\\/](react|react-dom|scheduler|react-router|react-i18next|i18next|@tanstack)[\\/]/;
const FIRST =
  /preload-helper|src[\\/](api[\\/](ahead|connection|exact|feed|session)|app[\\/]theme|workers[\\/](fleet|recent))\.ts$/;
const GROUPS = [
  { name: "first", test: FIRST, priority: 3 },
  { name: "libraries", test: EVERYWHERE, priority: 2 },
  { name: "shared", test: /src[\\/](show[\\/](?!Dialog|Form)|money|app|api)/, minShareCount: 3, priority: 1 },
];

export default defineConfig({
  plugins: [react(), preloadedStart()],
  build: {
    outDir: "../src/cocoonpool/server/built",
    emptyOutDir: true,
    assetsInlineLimit: 0, // nothing inline: the page's policy forbids it
    modulePreload: { polyfill: false },
    target: "es2022",
    rolldownOptions: {
      input: ["index.html", "login.html"], // the second has its own policy, and TON Connect
      output: { codeSplitting: { groups: GROUPS } },
    },
  },
  // `npm run dev` beside a running pool
  server: { proxy: { "/api": "http://127.0.0.1:8000", "/ws": { target: "ws://127.0.0.1:8000", ws: true } } },
});
