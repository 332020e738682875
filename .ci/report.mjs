// Drives headless Chromium over its debugging pipe and asserts what .ci/report says.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [chromium, report, screenshots, ...shown] = process.argv.slice(2);
const url = pathToFileURL(resolve(report)).href;
const profile = mkdtempSync(join(tmpdir(), "kvetch-chromium-"));
const sandbox = process.getuid && process.getuid() === 0 ? ["--no-sandbox"] : [];
const browser = spawn(
  chromium,
  ["--headless=new", ...sandbox, "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
    "--user-data-dir=" + profile, "--remote-debugging-pipe", "about:blank"],
  { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });

let failures = 0;
function check(holds, what) {
  if (!holds) failures++;
  if (!holds || process.env.VERBOSE) console.log((holds ? "ok    " : "FAILED ") + what);
}

// The debugging protocol: one JSON object after the other, a NUL between them.
let last = 0;
const waiting = new Map();
const listeners = [];
let unread = "";
browser.stdio[4].setEncoding("utf8");
browser.stdio[4].on("data", (text) => {
  unread += text;
  let end;
  while ((end = unread.indexOf("\0")) >= 0) {
    const message = JSON.parse(unread.slice(0, end));
    unread = unread.slice(end + 1);
    if (message.id) {
      const { done, failed } = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) failed(new Error(JSON.stringify(message.error)));
      else done(message.result);
    } else listeners.forEach((listener) => listener(message));
  }
});
function send(method, params = {}, sessionId = undefined) {
  return new Promise((done, failed) => {
    const id = ++last;
    waiting.set(id, { done, failed });
    browser.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
  });
}

const keys = {
  Tab: 9, Enter: 13, End: 35, Home: 36, ArrowLeft: 37, ArrowRight: 39, PageUp: 33, PageDown: 34
};

async function main() {
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const page = (method, params) => send(method, params, sessionId);
  const complaints = [];
  const fetched = [];
  listeners.push(({ method, params }) => {
    if (method === "Runtime.exceptionThrown")
      complaints.push(params.exceptionDetails.text + " " + (params.exceptionDetails.exception || {}).description);
    if (method === "Runtime.consoleAPICalled" && ["error", "warning", "assert"].includes(params.type))
      complaints.push(params.args.map((arg) => arg.value).join(" "));
    if (method === "Log.entryAdded" && ["error", "warning"].includes(params.entry.level))
      complaints.push(params.entry.text);
    if (method === "Network.requestWillBeSent") fetched.push(params.request.url);
  });
  for (const domain of ["Runtime", "Log", "Page", "Network"]) await page(domain + ".enable");

  async function evaluate(expression) {
    const { result, exceptionDetails } = await page("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
    if (exceptionDetails) throw new Error(expression + ": " + exceptionDetails.exception.description);
    return result.value;
  }
  async function press(key, modifiers = 0) {
    const event = { key, code: key, windowsVirtualKeyCode: keys[key], modifiers };
    await page("Input.dispatchKeyEvent", { type: "keyDown", ...event, ...(key === "Enter" ? { text: "\r" } : {}) });
    await page("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }
  async function show(width, height, scheme, mobile) {
    await page("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: mobile ? 2 : 1, mobile });
    await page("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  }
  async function load(fragment = "") {
    await page("Page.navigate", { url: "about:blank" });
    await page("Page.navigate", { url: url + fragment });
    const ready = "location.protocol !== 'about:' && Boolean(document.documentElement) && " +
      "document.documentElement.dataset.ready === 'true'";
    for (let i = 0; i < 200; i++) {
      if (await evaluate(ready)) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error("the script of the page did not run to its end");
  }
  async function screenshot(name, whole) {
    const { data } = await page("Page.captureScreenshot", { format: "png", captureBeyondViewport: Boolean(whole) });
    writeFileSync(join(screenshots, name + ".png"), Buffer.from(data, "base64"));
  }

  await show(1280, 900, "light", false);
  await load();
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
  const contrast = `(() => {
    const parse = (colour) => (colour.match(/[0-9.]+/g) || []).map(Number);
    const light = (colour) => {
      const [r, g, b] = parse(colour).slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      for (let e = element; e; e = e.parentElement) {
        const colour = parse(getComputedStyle(e).backgroundColor);
        if (colour.length === 3 || colour[3] > 0) return getComputedStyle(e).backgroundColor;
      }
      return "rgb(255, 255, 255)";
    };
    const bad = new Set();
    for (const element of document.querySelectorAll("body *:not(svg):not(svg *):not(script)")) {
      if (![...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue.trim())) continue;
      const a = light(getComputedStyle(element).color), b = light(behind(element));
      if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) bad.add(element.tagName + "." + element.className);
    }
    return [...bad];
  })()`;
  const backgrounds = [];
  for (const scheme of ["light", "dark"]) {
    await show(1280, 900, scheme, false);
    const bad = await evaluate(contrast);
    check(bad.length === 0, "text can be read in " + scheme + " mode, except " + bad);
    backgrounds.push(await evaluate("getComputedStyle(document.body).backgroundColor"));
  }
  check(backgrounds[0] !== backgrounds[1], "dark mode is dark");
  await load();
  await screenshot("desktop-dark");

  for (const scheme of ["light", "dark"]) {
    await show(390, 844, scheme, true);
    await load();
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
      await load("#" + fragment);
      await screenshot(name + "-" + fragment);
    }
  }
  check(await evaluate(
    "document.querySelectorAll('img, iframe, link, [src], object, embed').length === 0"), "nothing is linked in");
  check(fetched.every((request) => request === "about:blank" || request.split("#")[0] === url), "nothing is fetched, not " +
    fetched.filter((request) => request.split("#")[0] !== url));
  check(complaints.length === 0, "the console is silent, not " + complaints.join("; "));
  await send("Browser.close");
}

const patience = setTimeout(() => {
  console.log("FAILED  Chromium did not answer in time");
  browser.kill();
  process.exit(1);
}, 180000);
try {
  await main();
} catch (error) {
  failures++;
  console.log("FAILED  " + error.stack);
  browser.kill();
}
clearTimeout(patience);
try {
  rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
} catch (error) {
  // Chromium may still be at it.
}
console.log(failures === 0 ? "the report is fine; screenshots are in " + screenshots : failures + " of the report's checks failed");
process.exit(failures === 0 ? 0 : 1);
