// Looks at the report of a check, and asserts what .ci/report says.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { contrast, withBrowser } from "./browser.mjs";

const [chromium, report, screenshots, ...shown] = process.argv.slice(2);
const url = pathToFileURL(resolve(report)).href;
const ready = "document.documentElement.dataset.ready === 'true'";

await withBrowser(chromium, screenshots, 180000, async ({ check, tab }) => {
  const { complaints, fetched, evaluate, press, show, load, screenshot } = await tab();

  await show(1280, 900, "light", false);
  await load(url, ready);
  check((await evaluate("document.title")).startsWith("Kvetch: "), "it has a title");
  check(await evaluate("document.querySelectorAll('.matrix td').length > 0"), "it has a matrix");
  await screenshot("desktop-light");

  // What the page says of sectors is what the model says.
  const probes = await evaluate(`(() => {
    const data = JSON.parse(document.getElementById("data").textContent);
    let probes = 0, wrong = [];
    for (const [id, { map }] of Object.entries(data))
      for (const [sector, disk, diskSector] of map ? map.probes : []) {
        probes++;
        const there = mapSector(map, BigInt(sector));
        if (there.dies || there.disk !== disk || String(there.sector) !== diskSector) wrong.push(id + ":" + sector);
      }
    return { probes, wrong };
  })()`);
  check(probes.probes > 0, "there are sectors to compare with the model");
  check(probes.wrong.length === 0, "the page maps as the model does, not so " + probes.wrong);

  const bands = await evaluate(`(() => {
    const data = JSON.parse(document.getElementById("data").textContent);
    return [...document.querySelectorAll(".walk:not([hidden])")].filter((walk) => {
      const map = data[walk.dataset.finding].map;
      let start = 0n, count = 0;
      for (const zone of map.zones) {
        if (start < BigInt(map.sectors) && BigInt(zone.end) > start) count++;
        start = BigInt(zone.end);
      }
      return walk.querySelectorAll(".band").length !== count;
    }).map((walk) => walk.dataset.finding);
  })()`);
  check(bands.length === 0, "the line has the zones that are in the array, not so " + bands);

  // The keyboard. An array that was refused has no sectors to walk along.
  await evaluate("document.querySelector('.walk').closest('details').open = true");
  await press("Tab");
  check(await evaluate("document.activeElement.classList.contains('skip')"), "the first stop is the way to the results");
  let reached = false;
  const stops = new Set();
  for (let i = 0; i < 400 && !reached; i++) {
    await press("Tab");
    stops.add(await evaluate("document.activeElement.tagName"));
    reached = await evaluate("document.activeElement.getAttribute('role') === 'slider'");
  }
  check(reached && stops.has("A") && stops.has("SUMMARY"), "Tab gets through links and counterexamples to the array");
  check(
    await evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'"), "what has the focus can be seen");
  const at = "document.activeElement.getAttribute('aria-valuenow')";
  const most = await evaluate("document.activeElement.getAttribute('aria-valuemax')");
  await press("End");
  check((await evaluate(at)) === most, "End goes to the last sector");
  await press("Home");
  check((await evaluate(at)) === "0", "Home goes to the first sector");
  await press("ArrowRight");
  check((await evaluate(at)) === (most === "0" ? "0" : "1"), "an arrow goes one sector on");
  check(
    (await evaluate("document.activeElement.getAttribute('aria-valuetext')")).includes("disk "), "it is said where that is");
  await evaluate("document.querySelector('.shrink:not([hidden]) input').focus()");
  const step = "document.activeElement.closest('.shrink').querySelector('.step').textContent";
  const lastStep = await evaluate(step);
  await press("Home");
  check((await evaluate(step)) !== lastStep, "the slider goes back to what was found");
  await evaluate("document.querySelector('details.finding:not([open]) > summary').focus()");
  await press("Enter");
  check(await evaluate("document.activeElement.parentElement.open"), "Enter opens a counterexample");
  const target = await evaluate("(() => { const links = document.querySelectorAll('.matrix td a'); " +
    "const link = links[links.length - 1]; link.focus(); return link.hash; })()");
  await press("Enter");
  await new Promise((done) => setTimeout(done, 200));
  check(await evaluate(`document.querySelector("${target}").open`), "a link in the matrix opens its counterexample");
  check(
    await evaluate("[...document.querySelectorAll('.copy button')].every((button) => !button.hidden)"),
    "there is a button to copy with");
  await evaluate("document.querySelector('.copy button').click()");

  // Both colour schemes, every text against what is behind it.
  const backgrounds = [];
  for (const scheme of ["light", "dark"]) {
    await show(1280, 900, scheme, false);
    const bad = await evaluate(contrast);
    check(bad.length === 0, "text can be read in " + scheme + " mode, except " + bad);
    backgrounds.push(await evaluate("getComputedStyle(document.body).backgroundColor"));
  }
  check(backgrounds[0] !== backgrounds[1], "dark mode is dark");
  await load(url, ready);
  await screenshot("desktop-dark");

  for (const scheme of ["light", "dark"]) {
    await show(390, 844, scheme, true);
    await load(url, ready);
    await evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
    const width = await evaluate("document.documentElement.scrollWidth");
    check(width <= 390, "a phone is wide enough, with " + width + " pixels needed");
    const broken = await evaluate("[...document.querySelectorAll('.matrix .kernel, .matrix .allocator b')]" +
      ".filter((name) => { const range = document.createRange(); range.selectNodeContents(name); " +
      "return range.getClientRects().length !== 1; }).map((name) => name.textContent)");
    check(broken.length === 0, "names at the head of the matrix are on one line, not so " + broken);
    await evaluate("scrollTo(0, 0)");
    await screenshot("phone-" + scheme);
  }
  for (const fragment of shown) {
    for (const [name, width, scheme] of [["desktop", 1280, "light"], ["phone", 390, "dark"]]) {
      await show(width, 1500, scheme, width < 500);
      await load(url + "#" + fragment, ready);
      await screenshot(name + "-" + fragment);
    }
  }
  check(await evaluate(
    "document.querySelectorAll('img, iframe, link, [src], object, embed').length === 0"), "nothing is linked in");
  check(fetched.every((request) => request === "about:blank" || request.split("#")[0] === url), "nothing is fetched, not " +
    fetched.filter((request) => request.split("#")[0] !== url));
  check(complaints.length === 0, "the console is silent, not " + complaints.join("; "));
});
