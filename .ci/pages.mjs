// Looks at pages wide and narrow, light and dark, and printed: axe finds nothing, nothing is wider than the screen, every picture
// is named and said in words, what scrolls can be reached by keyboard, and nothing is fetched but the page's own.
//
//   node .ci/pages.mjs CHROMIUM SCREENSHOTS AXE PAGE...     AXE is axe.min.js; - for none
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { contrast, withBrowser } from "./browser.mjs";

const [chromium, screenshots, axe, ...pages] = process.argv.slice(2);
const axeScript = axe === "-" ? "" : readFileSync(axe, "utf8");
const widths = [["wide", 1280, 900, false], ["narrow", 360, 740, true]];

// Called pages by name, or by the folder where all have the same.
function nameOf(page) {
  return basename(page) === "report.html" ? basename(dirname(resolve(page))) : basename(page, ".html");
}

const pictures = `(() => [...document.querySelectorAll("svg[role=img], img")].filter((picture) => {
  if (picture.tagName === "IMG") return !(picture.complete && picture.naturalWidth > 0 && picture.alt.trim());
  const ids = (picture.getAttribute("aria-labelledby") || "").split(/ +/);
  return ids.length < 2 || ids.some((id) => !(document.getElementById(id) || {}).textContent);
}).map((picture) => picture.outerHTML.slice(0, 120)))()`;
const unreachable = `(() => [...document.querySelectorAll("*")].filter((e) =>
  e.scrollWidth > e.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.tabIndex < 0
).map((e) => e.outerHTML.slice(0, 120)))()`;
const tooWide = `(() => { const width = document.documentElement.clientWidth;
  return document.documentElement.scrollWidth <= width ? [] : [...document.querySelectorAll("body *")].filter((e) =>
    e.getBoundingClientRect().right > width + 1 && !e.closest(".scroll, pre, svg")).slice(0, 3).map((e) => e.outerHTML.slice(0, 100)); })()`;
const twice = `(() => { const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return ids.filter((id, i) => ids.indexOf(id) !== i); })()`;
const audit = `axe.run({ resultTypes: ["violations"], preload: false }).then((found) => found.violations.map((violation) =>
  violation.id + ": " + violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")))`;

await withBrowser(chromium, screenshots, 120000 + 30000 * pages.length, async ({ check, tab }) => {
  const { complaints, fetched, evaluate, press, show, load, screenshot, print } = await tab();
  for (const page of pages) {
    const url = pathToFileURL(resolve(page)).href;
    const name = nameOf(page);
    const says = (holds, what) => check(holds, name + ": " + what);
    for (const [width, pixels, height, mobile] of widths) {
      for (const scheme of ["light", "dark"]) {
        const where = ", " + width + " and " + scheme;
        await show(pixels, height, scheme, mobile);
        await load(url);
        await evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
        const wide = await evaluate(tooWide);
        says(wide.length === 0, "it is no wider than the screen, but for " + wide + where);
        const bad = await evaluate(contrast);
        says(bad.length === 0, "text can be read, but for " + bad + where);
        const hidden = await evaluate(unreachable);
        says(hidden.length === 0, "the keyboard reaches all that scrolls, but for " + hidden + where);
        if (axeScript) {
          await evaluate(axeScript + ";0");
          const violations = await evaluate(audit);
          says(violations.length === 0, "axe finds nothing" + where + ", but " + violations.join("; "));
        }
        await evaluate("scrollTo(0, 0)");
        await screenshot(name + "-" + width + "-" + scheme, true);
      }
    }
    const unsaid = await evaluate(pictures);
    says(unsaid.length === 0, "every picture is said in words, but for " + unsaid);
    const same = await evaluate(twice);
    says(same.length === 0, "no id is there twice: " + same);

    // From the top on, every stop can be seen, and Tab leaves no trap.
    await show(1280, 900, "light", false);
    await load(url);
    const stops = Number(await evaluate("document.querySelectorAll('a[href], button:not([disabled]), input, summary, [tabindex=\"0\"]').length"));
    let unseen = 0;
    for (let i = 0; i < Math.min(stops, 40); i++) {
      await press("Tab");
      if (await evaluate("document.activeElement !== document.body && getComputedStyle(document.activeElement).outlineStyle === 'none'"))
        unseen++;
    }
    says(stops > 0 && unseen === 0, "what has the focus can be seen, at " + unseen + " of " + stops + " stops not");

    // On paper there is ink on white, whatever the screen was like.
    await show(800, 1100, "dark", false, "print");
    await load(url);
    const ink = await evaluate("getComputedStyle(document.body).color");
    says(/rgb\(([0-9]|[1-7][0-9]), /.test(ink), "on paper text is dark, not " + ink);
    says((await evaluate("document.documentElement.scrollWidth")) <= 800, "on paper nothing is cut off");
    await screenshot(name + "-print", true);
    await print(name);
  }
  const strange = fetched.filter((request) => request !== "about:blank" &&
    !(request.startsWith("file:") && existsSync(fileURLToPath(request.split("#")[0].split("?")[0]))) && !request.startsWith("data:"));
  check(strange.length === 0, "nothing is fetched from elsewhere, not " + strange);
  check(complaints.length === 0, "the console is silent, not " + [...new Set(complaints)].join("; "));
});
