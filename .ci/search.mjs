// Searches the site as a reader does: by keyboard, from a page that is not at the top, with no network.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { withBrowser } from "./browser.mjs";

const [chromium, screenshots, site] = process.argv.slice(2);

await withBrowser(chromium, screenshots, 120000, async ({ check, tab }) => {
  const { complaints, evaluate, press, show, load, screenshot } = await tab();
  await show(1280, 900, "light", false);
  await load(pathToFileURL(resolve(site, "docs/laws/Z3.html")).href);
  async function search(words) {
    await evaluate(`(() => { const input = document.querySelector(".search input"); input.focus(); ` +
      `input.value = ${JSON.stringify(words)}; input.dispatchEvent(new Event("input", { bubbles: true })); })()`);
    return evaluate(`[...document.querySelectorAll(".results a")].map((link) => link.textContent + " " + link.getAttribute("href"))`);
  }
  for (const [words, page] of [
    ["unknown layout", "docs/your-array.html"], ["allocator of your own", "docs/plugging-in.html"], ["sweep", "docs/commands.html"],
    ["blktests", "docs/reproducers.html"], ["hexagon", ""]
  ]) {
    const found = await search(words);
    check(page === "" ? found.length === 0 : found.slice(0, 8).some((link) => link.includes(page)),
      "'" + words + "' leads to " + (page || "nothing") + ", not to " + found.slice(0, 8).join("; "));
  }
  await search("unknown layout");
  await screenshot("search");
  check((await evaluate(`document.querySelector(".results p").textContent`)).includes("section"), "it is said how much was found");
  await press("Enter");
  check(await evaluate(`Boolean(document.activeElement.closest(".results"))`), "Enter goes to what was found first");
  await press("Escape");
  check(await evaluate(`document.querySelector(".results").hidden && document.activeElement.type === "search"`), "Escape ends the search");
  const first = (await search("chunk_sectors"))[0];
  check(Boolean(first), "names of the kernel are found");
  await evaluate(`document.querySelector(".results a").click()`);
  await new Promise((done) => setTimeout(done, 500));
  check(await evaluate(`Boolean(document.getElementById(decodeURIComponent(location.hash.slice(1))))`), "what was found is there");
  check(complaints.length === 0, "the console is silent, not " + complaints.join("; "));
});
