(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const each = (selector, use, root) => Array.from((root || document).querySelectorAll(selector)).forEach(use);

  // A link to a counterexample opens it.
  function openTarget() {
    const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    if (!target || target.tagName !== "DETAILS") return;
    target.open = true;
    target.scrollIntoView();
    target.querySelector("summary").focus({ preventScroll: true });
  }
  window.addEventListener("hashchange", openTarget);
  each('a[href^="#f"]', (link) => link.addEventListener("click", () => setTimeout(openTarget, 0)));

  // On paper nothing can be opened.
  window.addEventListener("beforeprint", () => each("details", (details) => { details.open = true; }));

  // Copying, where the browser lets us; the text can be selected in any case.
  each(".copy", (row) => {
    const button = row.querySelector("button");
    const code = row.querySelector("code");
    button.hidden = false;
    button.addEventListener("click", () => {
      const said = (text) => {
        button.firstChild.nodeValue = text;
        setTimeout(() => { button.firstChild.nodeValue = "Copy"; }, 1500);
      };
      const select = () => {
        const range = document.createRange();
        range.selectNodeContents(code);
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        let done = false;
        try { done = document.execCommand("copy"); } catch (e) { done = false; }
        said(done ? "Copied" : "Selected");
      };
      if (navigator.clipboard && window.isSecureContext)
        navigator.clipboard.writeText(code.textContent).then(() => said("Copied"), select);
      else select();
    });
  });

  // Sizes are 64 bits wide; where they are drawn a double will do.
  function fraction(value, most, log) {
    const v = Number(value), m = Number(most);
    return Math.min(1, log ? Math.log(v + 1) / Math.log(m + 1) : v / m);
  }

  // Walking along the array.
  each(".walk", (walk) => {
    const finding = document.getElementById(walk.dataset.finding);
    const map = (data[walk.dataset.finding] || {}).map;
    if (!map || typeof BigInt === "undefined") return;
    const picture = finding.querySelector("svg.array");
    const cursor = picture.querySelector(".cursor");
    const line = walk.querySelector(".line");
    const input = walk.querySelector(".sector");
    const place = walk.querySelector(".place");
    const last = BigInt(map.sectors) - 1n;
    const chunk = BigInt(map.chunk < 0 ? map.chunk + 4294967296 : map.chunk);
    let at = BigInt(map.start);
    walk.hidden = false;

    const pointer = document.createElement("span");
    pointer.className = "pointer";
    let start = 0n;
    // The line ends where md has the end of the array, which need not be where the zones end.
    const sectors = BigInt(map.sectors);
    const shares = map.zones.map((zone) => {
      const end = BigInt(zone.end) < sectors ? BigInt(zone.end) : sectors;
      const length = end - start;
      start = BigInt(zone.end);
      return length < 0n ? 0 : Number(length);
    });
    const whole = Number(sectors);
    shares.forEach((share, index) => {
      if (share === 0) return;
      const band = document.createElement("span");
      band.className = "band z" + index % 6;
      // A zone that is too thin to be seen gets a little room all the same.
      band.style.flexGrow = String(Math.max(share / whole, 0.01));
      line.append(band);
    });
    line.append(pointer);

    function show() {
      const there = mapSector(map, at);
      const text = there.dies
        ? "the kernel dies: " + there.dies
        : "zone " + there.zone + ", disk " + there.disk + ", sector " + there.sector +
          (there.sector >= BigInt(map.sizes[there.disk]) ? ", past the end of the disk" : "");
      pointer.style.left = 100 * (last === 0n ? 0 : Number(at) / Number(last)) + "%";
      if (document.activeElement !== input) input.value = at.toString();
      place.textContent = text;
      line.setAttribute("aria-valuenow", at.toString());
      line.setAttribute("aria-valuetext", "array sector " + at + ": " + text);
      const d = picture.dataset;
      const drawn = !there.dies && there.disk < Number(d.shown);
      cursor.setAttribute("visibility", drawn ? "visible" : "hidden");
      if (!drawn) return;
      const x = Number(d.left) + there.disk * Number(d.step);
      const y = Number(d.top) + Number(d.height) * fraction(there.sector, BigInt(d.most), d.log === "true");
      cursor.setAttribute("transform", "translate(" + x + " " + y.toFixed(1) + ")");
    }

    function go(sector) {
      at = sector < 0n ? 0n : sector > last ? last : sector;
      show();
    }

    line.addEventListener("keydown", (event) => {
      const step = event.shiftKey ? chunk : 1n;
      const moves = {
        ArrowRight: at + step, ArrowUp: at + step, ArrowLeft: at - step, ArrowDown: at - step,
        PageUp: at + chunk, PageDown: at - chunk, Home: 0n, End: last
      };
      if (!(event.key in moves)) return;
      event.preventDefault();
      go(moves[event.key]);
    });
    function follow(event) {
      const box = line.getBoundingClientRect();
      const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
      // Rounded in steps that a double can count.
      go(last <= 9007199254740991n
        ? BigInt(Math.round(share * Number(last)))
        : last * BigInt(Math.round(share * 1e9)) / 1000000000n);
    }
    line.addEventListener("pointermove", follow);
    line.addEventListener("pointerdown", (event) => { follow(event); line.focus(); });
    input.addEventListener("input", () => {
      if (/^[0-9]{1,20}$/.test(input.value.trim())) go(BigInt(input.value.trim()));
    });
    input.addEventListener("blur", show);
    go(at);
  });

  // Stepping through the shrinking.
  each(".shrink", (shrink) => {
    const steps = data[shrink.dataset.finding].steps;
    const slider = shrink.querySelector("input");
    const text = shrink.querySelector(".step");
    const columns = shrink.querySelector(".columns");
    shrink.hidden = false;
    function show() {
      const step = steps[Number(slider.value)];
      const title = document.createElement("b");
      title.textContent = slider.value + " of " + (steps.length - 1) + ", " + step.change + ": ";
      text.replaceChildren(title, step.text);
      slider.setAttribute("aria-valuetext", "step " + slider.value + ", " + step.change);
      const most = step.sizes.reduce((m, s) => (BigInt(s) > m ? BigInt(s) : m), 1n);
      columns.replaceChildren(...step.sizes.map((size) => {
        const column = document.createElement("span");
        column.style.height = Math.max(4, 100 * fraction(BigInt(size), most, true)).toFixed(1) + "%";
        return column;
      }));
      if (step.more > 0) columns.append("and " + step.more + " more");
    }
    slider.addEventListener("input", show);
    show();
  });

  openTarget();
  document.documentElement.dataset.ready = "true";
})();
