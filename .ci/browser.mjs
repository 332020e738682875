// Headless Chromium over its debugging pipe: what .ci/report.mjs and .ci/pages.mjs look at pages with.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const keys = {
  Tab: 9, Enter: 13, Escape: 27, End: 35, Home: 36, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, PageUp: 33, PageDown: 34
};

// Contrast of every text with what is behind it, outside of pictures.
export const contrast = `(() => {
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

// Runs look(browser) on a browser of its own; ends the process with 1 if anything that it checks does not hold.
export async function withBrowser(chromium, screenshots, patience, look) {
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

  async function tab() {
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
      const { result, exceptionDetails } =
        await page("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
      if (exceptionDetails) throw new Error(expression.slice(0, 500) + ": " + exceptionDetails.exception.description);
      return result.value;
    }
    async function press(key, modifiers = 0) {
      const event = { key, code: key, windowsVirtualKeyCode: keys[key], modifiers };
      await page("Input.dispatchKeyEvent", { type: "keyDown", ...event, ...(key === "Enter" ? { text: "\r" } : {}) });
      await page("Input.dispatchKeyEvent", { type: "keyUp", ...event });
    }
    async function show(width, height, scheme, mobile, media = "") {
      await page("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: mobile ? 2 : 1, mobile });
      await page("Emulation.setEmulatedMedia", { media, features: [{ name: "prefers-color-scheme", value: scheme }] });
    }
    async function load(url, isReady = "document.readyState === 'complete'") {
      await page("Page.navigate", { url: "about:blank" });
      await page("Page.navigate", { url });
      const ready = "location.protocol !== 'about:' && Boolean(document.documentElement) && " + isReady;
      for (let i = 0; i < 200; i++) {
        if (await evaluate(ready)) return;
        await new Promise((done) => setTimeout(done, 50));
      }
      throw new Error(url + " did not load, or its script did not run to its end");
    }
    async function screenshot(name, whole) {
      // Chromium paints no more than that at once.
      const fits = Boolean(whole) && (await evaluate("document.documentElement.scrollHeight")) < 16000;
      const { data } = await page("Page.captureScreenshot", { format: "png", captureBeyondViewport: fits });
      writeFileSync(join(screenshots, name + ".png"), Buffer.from(data, "base64"));
    }
    async function print(name) {
      const { data } = await page("Page.printToPDF", { printBackground: false });
      writeFileSync(join(screenshots, name + ".pdf"), Buffer.from(data, "base64"));
    }
    return { complaints, fetched, evaluate, press, show, load, screenshot, print };
  }

  const timer = setTimeout(() => {
    console.log("FAILED  Chromium did not answer in time");
    browser.kill();
    process.exit(1);
  }, patience);
  try {
    await look({ check, tab });
    await send("Browser.close");
  } catch (error) {
    failures++;
    console.log("FAILED  " + error.stack);
    browser.kill();
  }
  clearTimeout(timer);
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  } catch (error) {
    // Chromium may still be at it.
  }
  console.log(failures === 0 ? "all is fine; screenshots are in " + screenshots : failures + " checks failed");
  process.exit(failures === 0 ? 0 : 1);
}
