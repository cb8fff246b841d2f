/// <reference types="node" />
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { build, defineConfig, type Plugin } from "vite";

const here = import.meta.dirname;

/** All files below a folder whose name ends in one of the endings. */
function filesBelow(folder: string, endings: string[]): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesBelow(path, endings);
    return endings.some((ending) => name.endsWith(ending)) ? [path] : [];
  });
}

const icons = join(here, "node_modules/@tabler/icons/icons/outline");

/**
 * The icons in use: those a template names, and those that a module or a city pack speaking of icons may hand to one
 * (any of its words that names an icon counts; a few too many cost less than a list that someone forgets).
 */
function iconNames(): string[] {
  const known = new Set(readdirSync(icons).map((file) => file.replace(".svg", "")));
  const inTemplates = filesBelow(join(here, "tanggap"), [".html"]).flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/\{% icon [^%]*?"([a-z0-9-]+)"|\bicon(?:_name)?="([a-z0-9-]+)"/g)].map((found) => {
      const name = found[1] ?? found[2];
      if (!known.has(name)) throw new Error(`${path}: there is no icon "${name}" among those of @tabler/icons`);
      return name;
    }),
  );
  const inData = filesBelow(join(here, "tanggap"), [".py", ".csv"])
    .map((path) => readFileSync(path, "utf8"))
    .filter((text) => text.includes("icon"))
    .flatMap((text) => text.match(/(?<=[",])[a-z0-9-]+(?=[",])/g) ?? []);
  return [...new Set([...inTemplates, ...inData.filter((name) => known.has(name))])].sort();
}

/** One SVG sprite of the icons in use, in the manifest as `frontend/icons.svg`. */
function iconSprite(): Plugin {
  return {
    name: "icon-sprite",
    apply: "build",
    generateBundle() {
      const symbols = iconNames().map((name) => {
        const svg = readFileSync(join(icons, `${name}.svg`), "utf8");
        const paths = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
        return `<symbol id="${name}" viewBox="0 0 24 24">${paths.replace(/\s+/g, " ").trim()}</symbol>`;
      });
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: "frontend/icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`,
      });
    },
  };
}

/** The service worker: one file without imports, because it is served from the root of the site. */
function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    async closeBundle() {
      await build({
        configFile: false,
        publicDir: false,
        logLevel: "warn",
        build: {
          outDir: "frontend/dist",
          emptyOutDir: false,
          target: "es2022",
          lib: { entry: "frontend/service-worker.ts", formats: ["iife"], name: "worker", fileName: () => "service-worker.js" },
        },
      });
    },
  };
}

export default defineConfig({
  base: "/static/",
  publicDir: "frontend/public",
  plugins: [iconSprite(), serviceWorker()],
  build: {
    outDir: "frontend/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ["frontend/main.ts", "frontend/console.ts"],
    },
  },
});
