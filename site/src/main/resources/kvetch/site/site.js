// The search: over all sections, in the browser, with nothing fetched but what lies beside the pages.
(function () {
  const form = document.querySelector(".search");
  const input = form.querySelector("input");
  const results = document.querySelector(".results");
  const said = results.querySelector("p");
  const list = results.querySelector("ol");
  const root = document.body.dataset.root;
  const MOST = 20;
  let index = null;
  form.hidden = false;
  // Only a narrow screen has the list of pages closed.
  if (matchMedia("(min-width: 50rem)").matches) document.querySelector("nav details").open = true;

  // Takes a moment, so not before anybody wants it.
  function indexed() {
    if (index === null)
      index = lunr(function () {
        this.ref("at");
        this.field("heading", { boost: 6 });
        this.field("page", { boost: 3 });
        this.field("text");
        SECTIONS.forEach((section, at) => this.add({ at, ...section }));
      });
    return index;
  }

  function find(words) {
    const terms = words.toLowerCase().split(/\s+/).filter((word) => word);
    return indexed().query((query) => terms.forEach((term) => {
      query.term(lunr.tokenizer(term), { boost: 4 });
      query.term(lunr.tokenizer(term), { wildcard: lunr.Query.wildcard.TRAILING, usePipeline: false });
    }));
  }

  // The line around the first of the words.
  function excerpt(text, words) {
    const first = words.toLowerCase().split(/\s+/)[0];
    const at = Math.max(0, text.toLowerCase().indexOf(first));
    const start = Math.max(0, at - 60);
    return (start > 0 ? "... " : "") + text.slice(start, start + 200).replace(/\s+/g, " ") + (text.length > start + 200 ? " ..." : "");
  }

  function show() {
    const words = input.value.trim();
    results.hidden = words.length < 2;
    if (results.hidden) return;
    const found = find(words);
    said.textContent = found.length === 0 ? "Nothing has " + words + "." : found.length > MOST
      ? "The first " + MOST + " of " + found.length + " sections." : found.length === 1 ? "One section." : found.length + " sections.";
    list.replaceChildren(...found.slice(0, MOST).map(({ ref }) => {
      const section = SECTIONS[ref];
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = root + section.url;
      link.textContent = section.page === section.heading ? section.page : section.page + ": " + section.heading;
      const text = document.createElement("span");
      text.textContent = excerpt(section.text, words);
      item.append(link, text);
      return item;
    }));
  }

  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = list.querySelector("a");
    if (first) first.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !results.hidden) { input.value = ""; show(); input.focus(); }
    if (event.key === "/" && !/INPUT|TEXTAREA/.test(document.activeElement.tagName)) { event.preventDefault(); input.focus(); }
  });
})();
